/** Bodies that are not what an operation takes, made from one that is. */

const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
const deepList = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);

/** In the place of any value. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e308,
  '',
  ' ',
  'x'.repeat(20_000),
  '\u0000\ud800',
  '__proto__',
  [],
  [null],
  [[]],
  [{}],
  {},
  { a: 1 },
  { toString: 1, length: -1 },
  deep,
  deepList,
];

/** Text that is no JSON, or JSON that is no object and no list; refused wherever a body is read. */
export const wrongTexts: readonly string[] = [
  '{',
  '{"a":1',
  '{"a":1}}',
  "{'a':1}",
  'undefined',
  'NaN',
  '\ufeff{',
  'a=1&b=2',
  '<a/>',
  '--boundary\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--boundary--',
  'true',
  '0',
  '"x"',
  '\u0000',
  '['.repeat(20_000),
];

/** Further down a few tell as much. */
const fewValues: readonly unknown[] = [null, -1.5, '', 'x', [null], { toString: 1, length: -1 }, deep];

/** The whole and each value within it replaced by wrong ones; each member left out, and some too many. */
export function* spoil(body: unknown, depth = 0): Generator<unknown> {
  yield* depth > 1 ? fewValues : wrongValues;
  if (typeof body !== 'object' || body === null) return;
  if (Array.isArray(body)) {
    for (const inner of spoilMembers(Object.entries(body), depth)) yield Object.values(inner);
    yield [...body, null];
    return;
  }
  const entries = Object.entries(body);
  yield* spoilMembers(entries, depth);
  for (const [left] of entries) yield Object.fromEntries(entries.filter(([name]) => name !== left));
  yield { ...body, constructor: { prototype: 1 }, stranger: deep };
  yield JSON.parse(`{"__proto__":{"a":1},${JSON.stringify(body).slice(1, -1) || '"a":1'}}`);
}

function* spoilMembers(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
): Generator<Record<string, unknown>> {
  const body = Object.fromEntries(entries);
  for (const [name, value] of entries) {
    for (const wrong of spoil(value, depth + 1)) yield { ...body, [name]: wrong };
  }
}
