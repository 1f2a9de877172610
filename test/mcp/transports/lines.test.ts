/** Bytes come in any pieces; lines that are too long are skipped, and known by their id all the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Members } from '../../../src/base/values.ts';
import { createLineReader } from '../../../src/mcp/transports/lines.ts';
import { createOutliner } from '../../../src/mcp/transports/message-outline.ts';

type Seen = string | { readonly skipped: Members | undefined };

function readAll(chunks: readonly Buffer[], maxBytes: number): readonly Seen[] {
  const seen: Seen[] = [];
  const reader = createLineReader({
    maxBytes,
    onLine: (line) => seen.push(line),
    onLongLine: (skipped) => seen.push({ skipped }),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return seen;
}

/** Cuts bytes at places that are given as shares of their length. */
function cut(bytes: Buffer, shares: readonly number[]): readonly Buffer[] {
  const places = [...shares.map((share) => Math.floor(share * bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return places.map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
}

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

describe('lines', () => {
  it('are the same however their bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), shares, (lines, places) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
        expect(readAll(cut(bytes, places), 1000)).toEqual(lines);
        expect(
          readAll(
            [...bytes].map((byte) => Buffer.from([byte])),
            1000,
          ),
        ).toEqual(lines);
      }),
    );
  });

  it('are skipped above the limit to the byte, and the next is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), shares, (length, places) => {
        const line = 'x'.repeat(length);
        const seen = readAll(cut(Buffer.from(`${line}\nnext\n`), places), 30);
        expect(seen).toEqual([length > 30 ? { skipped: undefined } : line, 'next']);
      }),
    );
  });

  it('that do not end are lines too when the input ends', () => {
    expect(readAll([Buffer.from('one\ntwo')], 30)).toEqual(['one', 'two']);
    expect(readAll([Buffer.from(`{"id":5,"x":"${'y'.repeat(50)}`)], 30)).toEqual([{ skipped: { id: 5 } }]);
    expect(readAll([Buffer.from('one\n')], 30)).toEqual(['one']);
    expect(readAll([], 30)).toEqual([]);
  });
});

describe('what is known of a message that was skipped', () => {
  const id = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.integer(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  /** Members that are looked for lie deeper too, and in texts, where they are nobody's. */
  const noise = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record({ id, method: fc.string() }),
    fc.constantFrom('{"id":1}', '","id":2,"', '\\"id\\":3', '}]', [{ id: 4 }], '\\'),
  );

  it('is what JSON says of it, in any order and however it is cut', () => {
    const members = fc.uniqueArray(
      fc.oneof(
        fc.tuple(fc.constant('id'), id),
        fc.tuple(fc.constantFrom('method'), fc.string({ unit: 'grapheme' })),
        fc.tuple(fc.constantFrom('params', 'jsonrpc', 'meta', 'ID', ' id', 'i'), noise),
      ),
      { selector: ([name]) => name, maxLength: 8 },
    );
    fc.assert(
      fc.property(members, fc.constantFrom(undefined, 1, '\t'), shares, (entries, indent, places) => {
        const json = JSON.stringify(Object.fromEntries(entries), null, indent);
        const outliner = createOutliner();
        for (const chunk of cut(Buffer.from(json), places)) outliner.push(chunk);
        const wanted = entries.filter(([name]) => name === 'id' || name === 'method');
        expect(outliner.finish()).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(wanted))));
      }),
    );
  });

  it.each([
    ['a list', '[{"id":1}]', undefined],
    ['words', 'hello', undefined],
    ['a name in another spelling', '{"\\u0069d":7}', { id: 7 }],
    ['a mark in front', '\ufeff{"id":7}', { id: 7 }],
    ['a member named twice', '{"id":7,"id":8}', { id: 8 }],
    ['an answer', '{"id":7,"result":{"id":8}}', { id: 7, result: undefined }],
    [
      'an id beyond all length',
      `{"id":"${'x'.repeat(5000)}","method":"ping"}`,
      { id: undefined, method: 'ping' },
    ],
    ['an id without an end', '{"method":"ping","id":"7', { method: 'ping' }],
  ])('is told of %s', (_, text, outline) => {
    const outliner = createOutliner();
    outliner.push(Buffer.from(text));
    expect(outliner.finish()).toStrictEqual(outline);
  });
});
