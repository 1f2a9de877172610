import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPictureSize } from '../../src/calls/picture.ts';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const size = { width: 0x1234, height: 0x0321 };
const riff = 'RIFF\x00\x00\x00\x00WEBP';
const forms: readonly (readonly [string, Buffer])[] = [
  ['image/png', bytes('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR', [0, 0, 0x12, 0x34, 0, 0, 0x03, 0x21])],
  ['image/gif', bytes('GIF89a', [0x34, 0x12, 0x21, 0x03])],
  // A segment before it, and fill bytes.
  [
    'image/jpeg',
    bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8, 0x03, 0x21, 0x12, 0x34]),
  ],
  ['image/webp', bytes(riff, 'VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x34, 0x12, 0x21, 0x03])],
  // 14 bits less one each.
  ['image/webp', bytes(riff, 'VP8L', [0, 0, 0, 0, 0x2f, 0x33, 0x12, 0xc8, 0x00])],
  ['image/webp', bytes(riff, 'VP8X', [0, 0, 0, 0, 0, 0, 0, 0, 0x33, 0x12, 0, 0x20, 0x03, 0])],
];

it.each(forms)('%s', (mimeType, content) => {
  expect(readPictureSize(mimeType, content)).toEqual(size);
  // Broken off anywhere before.
  for (let length = 0; length < content.length; length++)
    expect(readPictureSize(mimeType, content.subarray(0, length))).toBeUndefined();
});

it('reads any bytes without failing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...forms), fc.uint8Array({ maxLength: 200 }), ([mimeType, head], rest) => {
      for (const content of [rest, Buffer.concat([head.subarray(0, 12), rest])])
        expect(readPictureSize(mimeType, content)?.width ?? 0).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500, seed: 5 },
  );
});
