/** Documents: the bytes that go up and come down, and what a model is shown of them. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseUri, templates } from '../../src/mcp/resources/templates.ts';
import { answerBytes, answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { configureApp, createCaller } from '../helpers/assemble.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

const upload = 'update_a_alloy_entity_document_by_id';
const download = 'get_single_alloy_entity_document_by_id';
const document = { entity_token: 'P-1', id: 'D-1' };
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const parseDocumentUri = (uri: string) =>
  templates.filter(({ name }) => name === 'document').map((template) => parseUri(template, uri))[0];
/** A whole picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

/** In the forms that tools and models write. */
const standard = everyByte.toString('base64');
const inLines = (end: string) => `${standard.replaceAll(/.{76}/g, `$&${end}`)}${end}`;

describe('content_base64', () => {
  it.each([
    ['standard', standard],
    ['for URLs', everyByte.toString('base64url')],
    ['without padding', standard.replaceAll('=', '')],
    ['in lines', inLines('\n')],
    ['in lines of Windows', inLines('\r\n')],
    ['with spaces', ` ${standard.replaceAll(/.{4}/g, '$& ')}`],
    ['as a data: URL', `data:image/png;base64,${standard}`],
    ['as a data: URL in capitals, with parameters', `DATA:image/PNG;name="a.png";BASE64,${standard}`],
    ['as a data: URL without a type', `data:;base64,${standard}`],
    ['as a data: URL, with a comma in a parameter', `data:application/pdf;name="a,b.pdf";base64,${standard}`],
    ['as a data: URL, with parameters behind the word', `data:image/png;base64;name=a.png,${standard}`],
    ['as a data: URL in lines, for URLs', `data:image/png;base64,\n${inLines('\n').replaceAll('+', '-')}`],
    ['as a data: URL, escaped', `data:image/png;base64,${encodeURIComponent(standard)}`],
    [
      'as a data: URL without base64',
      `data:application/pdf,${[...everyByte].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`,
    ],
  ])('%s arrives as the very bytes', async (_, content_base64) => {
    const alloy = await startAlloyOfTest([answerJson(200, { uploaded: true })]);
    const result = await createCaller(alloy).call(upload, { ...document, content_base64 });
    expect(readSuccess(result).result).toEqual({ uploaded: true });
    const [request] = alloy.requests;
    expect(request?.headers['content-type']).toBe('application/octet-stream');
    expect(request?.body.equals(everyByte)).toBe(true);
  });

  it.each([
    ['other characters', 'iVBO*w0K'],
    ['other characters in a data: URL', 'data:image/png;base64,iVBO*w0K'],
    ['a data: URL of nothing', 'data:image/png;base64,'],
    ['a data: URL that is cut off', 'data:image/png;base64'],
    ['a data: URL with a broken escape', 'data:text/plain,100%'],
    ['a data: URL of a picture that does not say base64', `data:image/png,${standard}`],
    ['another URL', 'https://example.com/scan.png'],
    ['space alone', ' \n'],
    ['padding in the middle', 'iV==Rw0K'],
    ['too much padding', 'iVBORw0K==='],
    ['a length that no bytes have, as of a text cut off', 'iVBORw0KG'],
    ['nothing', ''],
    ['padding alone', '=='],
    ['less than a byte', 'i'],
  ])('is refused with %s, and nothing is sent', async (_, content_base64) => {
    const alloy = await startAlloyOfTest([]);
    const error = readFailure(await createCaller(alloy).call(upload, { ...document, content_base64 }));
    expect(error.kind).toBe('invalid_arguments');
    expect(error.message).toMatch(/content_base64/);
  });

  it('is needed unless there is file_path, and may not be beside it', async () => {
    const alloy = await startAlloyOfTest([]);
    const client = createCaller(alloy);
    const neither = readFailure(await client.call(upload, document));
    expect(neither).toMatchObject({ kind: 'invalid_arguments' });
    expect(neither.message).toContain('content_base64, or file_path');
    const both = readFailure(
      await client.call(upload, { ...document, content_base64: 'AAAA', file_path: 'scan.png' }),
    );
    expect(both).toMatchObject({ kind: 'invalid_arguments' });
    expect(both.message).toContain('both given');
  });
});

/** A download of these bytes, whatever Alloy calls them. */
async function fetchDocument(bytes: Uint8Array, args: object = document) {
  const headers = { 'content-type': 'application/octet-stream' };
  const alloy = await startAlloyOfTest([answerBytes(200, bytes, headers)]);
  return createCaller(alloy).call(download, args);
}

const padded = (...start: readonly number[]) => Buffer.concat([Buffer.from(start), everyByte]);

describe('a download', () => {
  it('is told by its size, type and hash, and linked to', async () => {
    const result = await fetchDocument(everyByte);
    const facts = {
      uri: 'alloy://entities/P-1/documents/D-1',
      mime_type: 'application/octet-stream',
      size_bytes: 256,
      sha256: createHash('sha256').update(everyByte).digest('hex'),
    };
    expect(readSuccess(result)).toEqual({
      result: facts,
      status: 200,
      environment: 'sandbox',
      notice: expect.stringMatching(
        /^Not shown: it is no picture .* call again with save_as, .* or read the resource alloy:\/\/entities\/P-1\/documents\/D-1\.$/,
      ),
    });
    expect(result.content.slice(1)).toEqual([
      {
        type: 'resource_link',
        uri: facts.uri,
        name: 'D-1',
        mimeType: 'application/octet-stream',
        size: 256,
      },
    ]);
  });

  it.each([
    ['application/pdf', padded(...Buffer.from('%PDF-1.7'))],
    ['image/tiff', padded(0x49, 0x49, 0x2a, 0x00)],
    // The other byte order of the same format.
    ['image/tiff', padded(0x4d, 0x4d, 0x00, 0x2a)],
    ['application/octet-stream', padded(...Buffer.from('<svg onload="alert(1)">'))],
    ['application/octet-stream', padded(...Buffer.from('<!doctype html>'))],
    ['application/octet-stream', Buffer.from([0x89, 0x50])],
  ])('is %s by its content, and no picture', async (type, bytes) => {
    const result = await fetchDocument(bytes);
    expect(readSuccess(result).result).toMatchObject({ mime_type: type, size_bytes: bytes.length });
    expect(result.content.map((block) => block.type)).toEqual(['text', 'resource_link']);
  });

  it.each([
    ['image/png', png],
    ['image/jpeg', padded(0xff, 0xd8, 0xff)],
    ['image/gif', padded(...Buffer.from('GIF89a'))],
    ['image/webp', padded(...Buffer.from('RIFF\u0001\u0000\u0000\u0000WEBPVP8 '))],
  ])('is shown behind the text when it is a small %s', async (mimeType, bytes) => {
    const result = await fetchDocument(bytes);
    expect(result.content[1]).toEqual({ type: 'image', data: bytes.toString('base64'), mimeType });
    expect(readSuccess(result).notice).toBeUndefined();
  });

  it('is shown as long as its base64 is below a million characters, and told how to get above', async () => {
    const picture = (length: number) => Buffer.concat([png, Buffer.alloc(length - png.length)]);
    const shown = await fetchDocument(picture(720 * 1024));
    expect(shown.content.map(({ type }) => type)).toEqual(['text', 'image', 'resource_link']);
    expect(JSON.stringify(shown.content).length).toBeLessThan(1_000_000);
    const larger = await fetchDocument(picture(720 * 1024 + 1));
    expect(larger.content.map(({ type }) => type)).toEqual(['text', 'resource_link']);
    expect(readSuccess(larger)).toMatchObject({
      result: { mime_type: 'image/png' },
      notice: expect.stringMatching(/^Not shown: a picture of more than 737280 bytes\./),
    });
  });

  it('is not shown with a side that providers of models refuse', async () => {
    const wide = (width: number) => {
      const bytes = Buffer.from(png);
      bytes.writeUInt32BE(width, 16);
      return bytes;
    };
    expect((await fetchDocument(wide(8000))).content).toHaveLength(3);
    expect(readSuccess(await fetchDocument(wide(8001))).notice).toMatch(/side of more than 8000 pixels/);
  });

  it('has an address that leads back to its tokens, whatever they hold', async () => {
    const args = { entity_token: 'cust 7&ü', id: 'D:1' };
    const { result } = readSuccess(await fetchDocument(everyByte, args));
    expect(result).toMatchObject({
      uri: expect.stringMatching(/^alloy:\/\/entities\/[\w%.~-]+\/documents\/[\w%.~-]+$/),
    });
    const uri = String(new Map(Object.entries(result ?? {})).get('uri'));
    expect(parseDocumentUri(uri)).toEqual({ entity_token: 'cust 7&ü', document_token: 'D:1' });
  });

  it.each([
    [404, 'unknown_object'],
    [403, 'forbidden'],
    [500, 'alloy_failed'],
  ])('that Alloy refuses (%i) is an error like any other', async (status, kind) => {
    const alloy = await startAlloyOfTest(answerJson(status, { error: { message: 'No.' } }));
    const result = await createCaller({ ...alloy, maxRetries: 0 }).call(download, document);
    expect(readFailure(result)).toMatchObject({ kind, status, message: 'No.' });
  });
});

describe('reading a document as a resource', () => {
  it('gives the very bytes', async () => {
    const alloy = await startAlloyOfTest([answerBytes(200, everyByte)]);
    const { readDocument } = await configureApp(alloy, { ALLOY_AUTH: 'basic' });
    expect(Buffer.from(await readDocument('cust 7', 'D-1')).equals(everyByte)).toBe(true);
    expect(alloy.requests[0]).toMatchObject({ method: 'GET', path: '/v1/entities/cust%207/documents/D-1' });
  });

  it('fails with the kinds of a tool call, and for tokens that would leave their place', async () => {
    const alloy = await startAlloyOfTest([answerJson(404, { error: { minor_code: 4041, message: 'No.' } })]);
    const { readDocument } = await configureApp(alloy, { ALLOY_AUTH: 'basic' });
    await expect(readDocument('P-1', 'D-404')).rejects.toMatchObject({
      kind: 'unknown_object',
      message: 'No.',
      details: { status: 404 },
    });
    await expect(readDocument('..', 'D-1')).rejects.toMatchObject({ kind: 'invalid_arguments' });
    expect(alloy.requests).toHaveLength(1);
  });
});

describe('the address of a document', () => {
  it.each([
    'alloy://entities/P-1/documents',
    'alloy://entities/P-1/documents/',
    'alloy://entities//documents/D-1',
    'alloy://entities/P-1/documents/D-1/notes',
    'alloy://entities/P-1/documents/D-1?x=1',
    'alloy://entities/P-1/documents/D-1#x',
    'alloy://entities/P-1/documents/%zz',
    'https://entities/P-1/documents/D-1',
    'file:///etc/passwd',
    'xalloy://entities/P-1/documents/D-1',
    '',
  ])('is none: %j', (uri) => {
    expect(parseDocumentUri(uri)).toBeUndefined();
  });
});
