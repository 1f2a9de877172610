/** Documents of an entity, sent in two steps. Source: https://developer.alloy.com/public/reference/documents */
import { listed } from '../src/registry/argument-listing.ts';
import { type Arguments, defineAlias, defineTool, type Issue } from '../src/registry/tool.ts';
import { given, tokenOf } from './references.ts';
import {
  agentEmail,
  documentToken,
  entityToken,
  flag,
  note,
  omitDescription,
  oneOf,
  text,
} from './schemas.ts';

/** From Alloy's help article on uploads; its schema leaves the kind open. */
const kind = oneOf(
  ['license', 'passport', 'utility', 'contract', 'internal', 'other'],
  'utility: proof of address',
);
/** Seen in public client code on both steps of an upload; Alloy documents it on evaluations only. */
const headers = {
  'alloy-external-group-id': text('Your id of the application').optional(),
};

const theDocument = tokenOf('document_token', 'result.document_token', 'args.id');

export const list_all_alloy_entity_documents = defineTool({
  name: 'list_all_alloy_entity_documents',
  title: 'List documents',
  description:
    'Documents of an entity: document_token, type, name, uploaded, approved, notes. No file content, no paging.',
  method: 'GET',
  path: '/entities/{entity_token}/documents',
  params: { entity_token: entityToken },
  effect: 'read',
  asked:
    'which documents, IDs and papers are on file for a customer, what did they upload, is a passport there, which are approved or rejected',
});

// The seed calls this a record; Alloy answers with the file. The record is in list_all_alloy_entity_documents.
export const get_single_alloy_entity_document_by_id = defineTool({
  name: 'get_single_alloy_entity_document_by_id',
  title: 'Download document',
  description:
    'The file, usually an identity document: sensitive. Comes as an image or resource link; where the operator allowed a files folder, also saved there. Its data: list_all_alloy_entity_documents.',
  method: 'GET',
  path: '/entities/{entity_token}/documents/{document_token}',
  params: { entity_token: entityToken, document_token: { id: documentToken } },
  answer: 'file',
  effect: 'read',
  asked: 'view, see, open, download the image, photo, scan or PDF of an ID, passport, license or bill',
});

export const create_a_alloy_entity_document = defineTool({
  name: 'create_a_alloy_entity_document',
  title: 'Register document',
  description:
    'Step 1 of an upload: registers a document and returns its document_token. Step 2, update_a_alloy_entity_document_by_id, sends the file. Every call registers one more.',
  method: 'POST',
  path: '/entities/{entity_token}/documents',
  params: { entity_token: entityToken },
  headers,
  body: {
    kind: 'json',
    fields: {
      name: omitDescription(text('File name to show')),
      extension: text('E.g. pdf'),
      type: kind,
      note: note.optional(),
      note_author_agent_email: agentEmail.optional(),
    },
  },
  effect: 'write',
  asked:
    'upload, send, submit, attach or hand in a passport, ID card, selfie, license, bank statement, utility bill, proof of address; file a document with a customer or business',
  nextSteps: [
    {
      when: { 'result.uploaded': [false] },
      tool: 'update_a_alloy_entity_document_by_id',
      arguments: { entity_token: given('entity_token'), id: theDocument },
      needs: ['content_base64'],
      why: 'Registered without a file: upload it, as content_base64 or file_path.',
    },
  ],
});

// Alloy also has POST /documents for a document without an entity; the seed asks for entity_token here.
export const create_a_alloy_document = defineAlias(create_a_alloy_entity_document, {
  name: 'create_a_alloy_document',
  title: 'Register document (short name)',
  description: 'Registers a document of an entity; the file is sent afterwards.',
});

// The seed presents a replacement of fields; Alloy takes the bytes of the file.
export const update_a_alloy_entity_document_by_id = defineTool({
  name: 'update_a_alloy_entity_document_by_id',
  title: 'Upload document file',
  description:
    'Step 2 of an upload: sends or replaces the file of a registered document. Returns its record.',
  method: 'PUT',
  path: '/entities/{entity_token}/documents/{document_token}',
  params: { entity_token: entityToken, document_token: { id: documentToken } },
  headers,
  body: { kind: 'bytes' },
  anyOf: [['content_base64'], ['file_path']],
  check: checkOneSource,
  effect: 'write',
  idempotent: true,
  asked:
    'push, stream, upload or replace the bytes, content, image, photo or PDF of a document already registered',
  nextSteps: [
    {
      when: { 'result.approved': 'absent' },
      tool: 'alloy_entity_documents_partial_update',
      arguments: { entity_token: given('entity_token'), id: theDocument },
      needs: ['approved', 'approval_agent_email', 'name', 'type'],
      why: 'The file is there; where documents are checked by hand, a person approves or denies it.',
    },
  ],
});

export const alloy_entity_documents_partial_update = defineTool({
  name: 'alloy_entity_documents_partial_update',
  title: 'Approve or deny document',
  description:
    "Approves or denies a document. A compliance decision in the agent's name. Sets name and type as well: send the present ones to keep them.",
  method: 'PATCH',
  path: '/entities/{entity_token}/documents/{document_token}',
  params: { entity_token: entityToken, document_token: { id: documentToken } },
  body: {
    kind: 'json',
    fields: {
      approved: listed(flag('true approves, false denies'), { description: 'false denies' }),
      approval_agent_email: agentEmail,
      name: omitDescription(text('File name')),
      type: kind,
    },
  },
  effect: 'decide',
  idempotent: true,
  asked:
    'accept, approve, verify, reject or refuse an ID, passport, license, utility bill; mark document as genuine, forged, fake, expired, blurry; change type or name of a document',
});

export const update_a_alloy_document_by_id = defineAlias(alloy_entity_documents_partial_update, {
  name: 'update_a_alloy_document_by_id',
  title: 'Approve or deny document (short name)',
  description: 'Approves or denies a document.',
});

export const create_a_alloy_document_note = defineTool({
  name: 'create_a_alloy_document_note',
  title: 'Add document note',
  description: 'Adds a note to a document; each call adds one more.',
  method: 'POST',
  path: '/entities/{entity_token}/documents/{document_token}/notes',
  params: { entity_token: entityToken, document_token: documentToken },
  body: { kind: 'json', fields: { note, note_author_agent_email: agentEmail } },
  effect: 'write',
  asked: 'comment, remark or annotation on a document, passport, scan or statement',
});

function checkOneSource({ content_base64, file_path }: Arguments): readonly Issue[] {
  if (content_base64 === undefined || file_path === undefined) return [];
  return [
    {
      argument: 'file_path',
      message: 'content_base64 and file_path are both given; send the file in one way only.',
    },
  ];
}
