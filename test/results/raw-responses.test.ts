import { expect, test } from 'vitest';
import { leaveOutRaw } from '../../src/results/raw-responses.ts';
import { tools } from '../helpers/tools.ts';

test('leaves raw responses out wherever they are, says whose they are and touches nothing else', () => {
  const other = { list: [1] };
  const value = {
    raw_responses: { 'Vendor X': [{ body: 'x' }], Socure: [{}] },
    entities: [
      { evaluation: { raw_responses: { Sentilink: [{ raw_responses: { inner: [1] } }] }, other } },
      other,
    ],
    raw: { raw_responses: {} },
    listed: { raw_responses: [{ body: 'x' }] },
    other,
  };
  const before = JSON.stringify(value);
  const { value: without, omitted } = leaveOutRaw(value);
  expect(without).toEqual({
    raw_responses: { left_out: 'raw responses of Vendor X, Socure' },
    entities: [{ evaluation: { raw_responses: { left_out: 'raw responses of Sentilink' }, other } }, other],
    raw: { raw_responses: {} },
    listed: { raw_responses: { left_out: expect.stringContaining('raw responses') } },
    other,
  });
  expect(omitted).toBe(3);
  expect(JSON.stringify(value)).toBe(before);
});

test('gives back the very value where there is nothing to leave out', () => {
  const value: unknown = JSON.parse(`{"summary": {}, "deep": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
  expect(leaveOutRaw(value)).toEqual({ value, omitted: 0 });
  expect(leaveOutRaw('text').value).toBe('text');
});

test('a member called __proto__ is data', () => {
  const value: unknown = JSON.parse('{"__proto__": {"raw_responses": {"A": 1}}}');
  expect(JSON.stringify(leaveOutRaw(value).value)).toBe(
    '{"__proto__":{"raw_responses":{"left_out":"raw responses of A"}}}',
  );
});

test('every tool named exists, and one that must not be repeated says where to read', () => {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const withRaw = tools.filter(({ rawResponses }) => rawResponses !== undefined);
  expect(withRaw.length).toBeGreaterThan(15);
  for (const { name, effect, rawResponses } of withRaw) {
    if (effect === 'read') continue;
    const reader = byName.get(rawResponses?.readBack ?? '');
    expect(reader?.effect, name).toBe('read');
    expect(reader?.rawResponses, name).toBeDefined();
  }
});
