/** A downloaded document -> what a tool result shows of it: its facts, the picture when it is one, else how to get it. */
import { createHash } from 'node:crypto';
import { readPictureSize } from './picture.ts';
import type { ContentBlock } from './result.ts';

/** In base64 it stays below a million characters: some clients take no result of more than a mebibyte. */
const maxImageBytes = 720 * 1024;
/** A side that is longer is refused by providers of models, and with it every further request of the conversation. */
const maxImageSide = 8000;
/** Those that the providers of models take. */
const pictureTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

/** A container of several kinds, which the second word tells. */
const riff = [...Buffer.from('RIFF')];
const webp = [...Buffer.from('WEBP')];

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
  const begins = (bytes: readonly number[], at = 0) =>
    bytes.every((byte, index) => content[at + index] === byte);
  if (begins(riff) && begins(webp, 8)) return 'image/webp';
  const found = signatures.find(([, bytes]) => begins(bytes));
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

/** The blocks that follow the text. */
export function buildDocumentContent(
  { uri, mime_type: mimeType }: DocumentFacts,
  name: string,
  content: Uint8Array,
): readonly ContentBlock[] {
  const link: ContentBlock = { type: 'resource_link', uri, name, mimeType, size: content.length };
  if (findObstacle(mimeType, content) !== undefined) return [link];
  return [{ type: 'image', data: Buffer.from(content).toString('base64'), mimeType }, link];
}

/** Of a file that is neither shown nor saved: why, and how to get it. */
export function buildDocumentNotice(
  { uri, mime_type: mimeType, saved_as: saved }: DocumentFacts,
  content: Uint8Array,
): string | undefined {
  const obstacle = findObstacle(mimeType, content);
  if (obstacle === undefined || saved !== undefined) return undefined;
  return `Not shown: ${obstacle}. To get the file call again with save_as, a name in the server's files folder, or read the resource ${uri}.`;
}

/** Why models are not shown it as a picture. */
function findObstacle(mimeType: string, content: Uint8Array): string | undefined {
  if (!pictureTypes.includes(mimeType)) return 'it is no picture of a kind that models take';
  if (content.length > maxImageBytes) return `a picture of more than ${maxImageBytes} bytes`;
  const { width, height } = readPictureSize(mimeType, content) ?? { width: 0, height: 0 };
  return Math.max(width, height) > maxImageSide
    ? `a picture with a side of more than ${maxImageSide} pixels`
    : undefined;
}
