/** A downloaded document -> what a tool result shows of it: its facts, a link to read it by, a picture when it is one. */
import { createHash } from 'node:crypto';
import type { ContentBlock } from './result.ts';

/** Larger pictures cost a model more context than they tell it; the link still leads to them. */
const maxImageBytes = 1024 * 1024;

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

export interface DocumentFacts {
  readonly uri: string;
  readonly mime_type: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly saved_as?: string;
}

export const documentUriTemplate = 'alloy://entities/{entity_token}/documents/{document_token}';

export function buildDocumentUri(entityToken: string, documentToken: string): string {
  return `alloy://entities/${encodeURIComponent(entityToken)}/documents/${encodeURIComponent(documentToken)}`;
}

/** By content rather than by header: Alloy types downloads as a plain byte stream. */
export function findMimeType(content: Uint8Array): string {
  const found = signatures.find(([, bytes]) => bytes.every((byte, index) => content[index] === byte));
  return found?.[0] ?? 'application/octet-stream';
}

export function buildDocumentFacts(uri: string, content: Uint8Array): DocumentFacts {
  return {
    uri,
    mime_type: findMimeType(content),
    size_bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

export function buildDocumentContent(
  facts: DocumentFacts,
  name: string,
  content: Uint8Array,
): readonly ContentBlock[] {
  const link: ContentBlock = {
    type: 'resource_link',
    uri: facts.uri,
    name,
    mimeType: facts.mime_type,
    size: content.length,
  };
  const picture =
    ['image/png', 'image/jpeg', 'image/gif'].includes(facts.mime_type) && content.length <= maxImageBytes;
  if (!picture) return [link];
  return [link, { type: 'image', data: Buffer.from(content).toString('base64'), mimeType: facts.mime_type }];
}
