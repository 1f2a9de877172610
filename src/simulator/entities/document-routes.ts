/**
 * Documents of an entity: described first, then sent as bytes. Several answers are typed as lists of one document by
 * Alloy's OpenAPI; recorded ones are the bare document, as here.
 * Source: https://developer.alloy.com/public/reference/documents
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type Account, getEntity } from '../account.ts';
import { fieldError, notFound, requiredError, unknownObject } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { documentTypes, type EntityDocument } from '../records/documents.ts';
import { agentEmail, noteBody } from '../settings/agents.ts';
import { filledText } from '../values.ts';
import { buildDocument } from './answer.ts';

const descriptionBody = z.strictObject({
  name: filledText,
  extension: filledText,
  type: z.enum(documentTypes),
  note: filledText.optional(),
  note_author_agent_email: agentEmail.optional(),
});

/** All four are required although it is a PATCH. */
const decisionBody = z.strictObject({
  approved: z.boolean(),
  type: z.enum(documentTypes),
  approval_agent_email: agentEmail,
  name: filledText,
});

const list = '/entities/:entity_token/documents';
const one = '/entities/:entity_token/documents/:document_token';

export function registerDocumentRoutes(app: Hono<Env>, account: Account): void {
  const { documents } = account;

  app.post(list, async (context) => {
    const entity = getEntity(account, context.req.param('entity_token'));
    const {
      note,
      note_author_agent_email: author,
      ...description
    } = await parseBody(context, descriptionBody);
    const document = documents.create(entity.token, description);
    if (note !== undefined) documents.addNote(document, note, author ?? null);
    return context.json(buildDocument(document));
  });

  app.get(list, (context) => {
    const entity = getEntity(account, context.req.param('entity_token'));
    return context.json(documents.ofEntity(entity.token).map(buildDocument));
  });

  app.put(one, async (context) => {
    const document = findDocument(account, context.req.param());
    documents.upload(document, await readFile(context));
    return context.json(buildDocument(document));
  });

  app.get(one, (context) => {
    const document = findDocument(account, context.req.param());
    // 404 is what Alloy's newer download of several documents answers when none is there.
    if (document.content === null)
      throw notFound('The file of the document has not been uploaded', { document_token: document.token });
    return context.body(new Uint8Array(Buffer.from(document.content, 'base64')), 200, {
      'content-type': mediaTypes[document.extension.toLowerCase()] ?? 'application/octet-stream',
    });
  });

  app.patch(one, async (context) => {
    const document = findDocument(account, context.req.param());
    const { approval_agent_email: agentEmail, ...decision } = await parseBody(context, decisionBody);
    documents.decide(document, { ...decision, agentEmail });
    return context.json(buildDocument(document));
  });

  app.post(`${one}/notes`, async (context) => {
    const document = findDocument(account, context.req.param());
    const { note, note_author_agent_email: author } = await parseBody(context, noteBody);
    return context.json(documents.addNote(document, note, author));
  });
}

/** Alloy says no more than that a picture's stream comes back; a plain byte stream stands for the rest. */
const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
};

/**
 * The bytes, whatever the content type says. Alloy documents a plain stream; public clients also send a form with the
 * file in the part `file`, which counts as that file.
 */
async function readFile(context: Context<Env>): Promise<Uint8Array> {
  const isForm = /^multipart\/form-data\b/i.test(context.req.header('content-type') ?? '');
  const bytes = new Uint8Array(await (isForm ? readFormFile(context) : context.req.arrayBuffer()));
  if (bytes.length === 0) throw fieldError('value', 'any.empty', 'is not allowed to be empty');
  return bytes;
}

async function readFormFile(context: Context<Env>): Promise<ArrayBuffer> {
  const form = await context.req.formData().catch(() => undefined);
  const file = form?.get('file');
  if (file instanceof Blob) return file.arrayBuffer();
  throw requiredError('file');
}

/** Another entity's document is as unknown as one that does not exist. */
function findDocument(
  account: Account,
  params: { readonly entity_token: string; readonly document_token: string },
): EntityDocument {
  const entity = getEntity(account, params.entity_token);
  const document = account.documents.find(params.document_token);
  if (document === undefined || document.entityToken !== entity.token)
    throw unknownObject('document_token', params.document_token);
  return document;
}
