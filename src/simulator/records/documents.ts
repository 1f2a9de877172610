/** Files of entities and what is known of them. Source: https://developer.alloy.com/public/reference/documents */

import type { TokenSource } from '../state/tokens.ts';
import { buildNote, type Note } from './entities.ts';
import { createRecords, type Records } from './records.ts';

/** From Alloy's help article; its OpenAPI leaves the type a free string. */
export const documentTypes = ['contract', 'license', 'passport', 'utility', 'other', 'internal'] as const;

type DocumentType = (typeof documentTypes)[number];

export interface EntityDocument {
  readonly token: string;
  /** The owner; a merge gives documents to another entity. */
  entityToken: string;
  name: string;
  readonly extension: string;
  type: DocumentType;
  readonly createdAt: number;
  /** True once its bytes have arrived. */
  uploaded: boolean;
  /** The bytes in base64, so that the record can be written as JSON; null before they arrive. */
  content: string | null;
  /** Null before a decision. */
  approved: boolean | null;
  approvalAgentEmail: string | null;
  approvedAt: number | null;
  notes: Note[];
}

interface DocumentDescription {
  readonly name: string;
  readonly extension: string;
  readonly type: DocumentType;
}

interface DocumentDecision {
  readonly approved: boolean;
  readonly agentEmail: string;
  readonly name: string;
  readonly type: DocumentType;
}

export interface DocumentStore extends Records<EntityDocument> {
  create(
    entityToken: string,
    description: DocumentDescription,
    options?: { readonly token?: string },
  ): EntityDocument;
  /** Replaces what was there before. */
  upload(document: EntityDocument, bytes: Uint8Array): void;
  decide(document: EntityDocument, decision: DocumentDecision): void;
  addNote(document: EntityDocument, note: string, authorEmail: string | null): Note;
  /** Oldest first. */
  ofEntity(entityToken: string): EntityDocument[];
}

export function createDocumentStore(now: () => number, newToken: TokenSource): DocumentStore {
  const { find, all, restore } = createRecords<EntityDocument>();
  return {
    find,
    all,
    restore,
    create(entityToken, { name, extension, type }, options = {}) {
      const document: EntityDocument = {
        token: options.token ?? newToken('D-'),
        entityToken,
        name,
        extension,
        type,
        createdAt: now(),
        uploaded: false,
        content: null,
        approved: null,
        approvalAgentEmail: null,
        approvedAt: null,
        notes: [],
      };
      restore(document);
      return document;
    },
    upload(document, bytes) {
      document.content = Buffer.from(bytes).toString('base64');
      document.uploaded = true;
    },
    decide(document, { approved, agentEmail, name, type }) {
      Object.assign(document, { approved, approvalAgentEmail: agentEmail, approvedAt: now(), name, type });
    },
    addNote(document, note, authorEmail) {
      const added = buildNote(note, authorEmail, now());
      document.notes.push(added);
      return added;
    },
    ofEntity: (entityToken) => [...all()].filter((each) => each.entityToken === entityToken),
  };
}
