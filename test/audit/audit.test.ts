/** What the trail records, when, and what it never holds. */
import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAuditKey } from '../../src/audit/key.ts';
import { parseAuditTarget } from '../../src/audit/target.ts';
import { unrecorded } from '../../src/audit/trail.ts';
import { ConfigurationError } from '../../src/base/errors.ts';
import { buildCanonicalJson } from '../../src/base/values.ts';
import { createTrail, decideCall, key, keyText, readCall } from '../helpers/audit-trail.ts';

describe('a call', () => {
  it('is one line that holds who, what, with which arguments, and how it ended', async () => {
    const trail = createTrail();
    let now = Date.parse('2026-01-31T12:00:00Z');
    const audit = await trail.open({ now: () => now });
    const entry = await audit.begin({ ...readCall, args: { id: 'S-1', fullData: true, page: undefined } });
    now += 1234;
    entry.end({ outcome: 'unknown_object', status: 404, errorToken: 'E-1', retries: 1 });
    await audit.close();
    expect(trail.records()[2]).toEqual({
      seq: 3,
      type: 'call',
      time: '2026-01-31T12:00:00.000Z',
      principal: 'jane',
      client: { name: 'a-client', version: '1.2.3' },
      tool: readCall.tool,
      effect: 'read',
      operation: readCall.operation,
      environment: 'sandbox',
      args: { id: key.hashValue('S-1'), fullData: key.hashValue(true) },
      outcome: 'unknown_object',
      status: 404,
      error_token: 'E-1',
      ms: 1234,
      retries: 1,
      prev: expect.stringMatching(/^[\w-]{43}$/),
      mac: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('whose end nobody waits for any more has a line all the same, and its end is not known', async () => {
    const trail = createTrail();
    const audit = await trail.open();
    await audit.begin({ ...readCall, effect: 'write' });
    await audit.begin(readCall);
    await audit.begin(decideCall);
    await audit.close();
    expect(trail.records().filter(({ type }) => type === 'call')).toMatchObject([
      { effect: 'write', outcome: 'no_end' },
      { effect: 'read', outcome: 'no_end' },
    ]);
    // The decision is told by its intent.
    const { problems, closed, unfinished } = await trail.verify();
    expect({ problems, closed }).toEqual({ problems: [], closed: true });
    expect(unfinished.map(({ tool }) => tool).sort()).toEqual([readCall.tool, decideCall.tool].sort());
  });

  it.each(['decide', 'destroy'] as const)(
    'that will %s stands in the file before it is sent',
    async (effect) => {
      const trail = createTrail();
      const audit = await trail.open();
      const entry = await audit.begin({ ...decideCall, effect });
      expect(trail.records().at(-1)).toMatchObject({
        type: 'intent',
        effect,
        confirmation: { how: 'confirmed' },
      });
      expect((await trail.verify()).unfinished).toMatchObject([{ seq: 3, tool: decideCall.tool }]);
      entry.end({ outcome: 'ok', status: 200 });
      entry.end({ outcome: 'timeout' });
      await audit.close();
      const calls = trail.records().filter(({ type }) => type === 'call');
      expect(calls).toMatchObject([{ intent: 3, outcome: 'ok', status: 200 }]);
      expect((await trail.verify()).unfinished).toEqual([]);
    },
  );

  it('that is not sent is recorded without an intent', async () => {
    const trail = createTrail(true);
    const audit = await trail.open();
    audit.record({ ...decideCall, confirmation: { how: 'declined' } }, { outcome: 'refused' });
    await audit.close();
    expect(trail.records().map(({ type, outcome }) => [type, outcome])).toEqual([
      ['file', undefined],
      ['start', undefined],
      ['call', 'refused'],
      ['checkpoint', undefined],
    ]);
  });

  it('leaves no value of an argument, and no control characters of anybody', async () => {
    const trail = createTrail();
    const audit = await trail.open();
    const secret = 'Canary-123-45-6789';
    audit.record(
      {
        ...decideCall,
        principal: `ja\nne\u202e\u0000${'x'.repeat(500)}`,
        client: { name: 'evil\u001b[31m"}\n{"seq":4', version: '\ud800' },
        args: { ssn: secret, nested: { deep: [secret] }, [secret]: 1, ['__proto__']: secret, ['a b']: 2 },
      },
      { outcome: 'ok', errorToken: `e\n${'y'.repeat(500)}` },
    );
    await audit.close();
    const text = readFileSync(trail.file, 'utf8');
    expect(text).not.toMatch(/Canary|6789/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(JSON.stringify(trail.records()).replace(/\\n/g, '\n')).not.toMatch(/[\u0000-\u001f\u202e]|\\u/);
    const record = trail.records()[2];
    expect(record).toMatchObject({ principal: expect.stringMatching(/^ja\?ne\?\?x+…$/) });
    expect(String(record?.['principal']).length).toBe(128);
    expect(String(record?.['error_token']).length).toBe(64);
    expect(Object.keys({ ...Object(record?.['args']) })).toEqual([
      'ssn',
      'nested',
      expect.stringMatching(/^~[\w-]{16}$/),
      '__proto__',
      expect.stringMatching(/^~[\w-]{16}$/),
    ]);
    expect((await trail.verify()).problems).toEqual([]);
  });

  it('that nests too deeply is recorded all the same', async () => {
    const trail = createTrail();
    const audit = await trail.open();
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    audit.record({ ...readCall, args: { deep } }, { outcome: 'invalid_arguments' });
    await audit.close();
    expect(trail.records()[2]).toMatchObject({ args: { deep: 'unhashable' } });
  });

  it('among many at a time keeps its place in one chain', async () => {
    const trail = createTrail();
    const audit = await trail.open({ checkpointEvery: 100 });
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const call = index % 5 === 0 ? decideCall : readCall;
        const entry = await audit.begin({ ...call, tool: `tool_${index}` });
        if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, index % 7));
        entry.end({ outcome: 'ok' });
      }),
    );
    await audit.close();
    expect(await trail.verify()).toMatchObject({ problems: [], unfinished: [], closed: true });
    const tools = trail
      .records()
      .filter(({ type }) => type === 'call')
      .map(({ tool }) => tool);
    expect(new Set(tools).size).toBe(500);
    expect(tools).toHaveLength(500);
  });

  it('of a trail that is off costs and does nothing, and nothing waits for it', async () => {
    const entry = await unrecorded.begin(decideCall);
    expect(unrecorded.holds(entry)).toBe(true);
    entry.end({ outcome: 'ok' });
    await unrecorded.close();
  });
});

describe('hashes of values', () => {
  it('are HMAC-SHA256 under a key of their own, the same for the same JSON in any order', () => {
    expect(key.hashValue({ b: [1, { d: 1, c: 2 }], a: 'x' })).toBe(
      key.hashValue({ a: 'x', b: [1, { c: 2, d: 1 }] }),
    );
    expect(key.hashValue('S-1')).toMatch(/^[\w-]{16}$/);
    expect(key.hashValue('S-1')).not.toBe(key.sign('"S-1"').slice(0, 16));
    expect(key.hashValue('S-1')).not.toBe(
      createHmac('sha256', keyText).update('"S-1"').digest('base64url').slice(0, 16),
    );
    expect(key.hashValue('S-1')).not.toBe(createAuditKey(keyText.toLowerCase()).hashValue('S-1'));
    const different = ['1', 1, [1], ['1'], { 1: 1 }, null, true, '', [], {}].map((value) =>
      key.hashValue(value),
    );
    expect(new Set(different).size).toBe(different.length);
    expect(buildCanonicalJson(JSON.parse('{"b":1,"__proto__":{"z":1,"y":null},"a":[]}'))).toBe(
      '{"__proto__":{"y":null,"z":1},"a":[],"b":1}',
    );
  });
});

describe('checkpoints', () => {
  it('come after so many lines and at the end, and are told', async () => {
    const trail = createTrail();
    const told: number[] = [];
    const audit = await trail.open({ checkpointEvery: 3, onCheckpoint: ({ seq }) => told.push(seq) });
    for (let index = 0; index < 3; index += 1) await (await audit.begin(decideCall)).end({ outcome: 'ok' });
    await audit.close();
    const checkpoints = trail.records().filter(({ type }) => type === 'checkpoint');
    expect(checkpoints.map(({ seq }) => seq)).toEqual(told);
    expect(checkpoints.map(({ reason }) => reason)).toContain('lines');
    expect(checkpoints.at(-1)).toMatchObject({ reason: 'close' });
  });

  it('come when nothing happens for a while, once', async () => {
    const trail = createTrail();
    let tell: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const audit = await trail.open({ quietMs: 20, onCheckpoint: () => tell() });
    audit.record(readCall, { outcome: 'ok' });
    await told;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(trail.records().map(({ type, reason }) => reason ?? type)).toEqual([
      'file',
      'start',
      'call',
      'quiet',
    ]);
    expect((await trail.verify()).problems).toEqual([]);
    await audit.close();
  });
});

describe('a start', () => {
  it('goes on in the chain that is there', async () => {
    const trail = createTrail();
    for (const after of ['new', 'close', 'close']) {
      const audit = await trail.open();
      (await audit.begin(decideCall)).end({ outcome: 'ok' });
      await audit.close();
      expect(trail.records().findLast(({ type }) => type === 'start')).toMatchObject({ after });
    }
    expect(await trail.verify()).toMatchObject({ problems: [], warnings: [], lines: 13 });
    expect(trail.messages).toEqual([]);
    expect(statSync(trail.file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['no key', undefined, /ALLOY_AUDIT_KEY is not set.*openssl rand/],
    ['an empty key', '', /ALLOY_AUDIT_KEY is not set/],
    ['a short key', 'q7Yw2ZrT9nB4kX1mV8cL5sD3fG6hJ0p', /too weak.*32 random characters.*openssl/],
    ['a key of one character', 'a'.repeat(64), /too weak/],
  ])('is refused with %s', async (_, text, reason) => {
    const refused = createTrail().open({ key: text });
    await expect(refused).rejects.toThrow(reason);
    await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
  });

  it('is refused when a line was changed, and changes nothing', async () => {
    const trail = createTrail();
    await (await trail.open()).close();
    const changed = readFileSync(trail.file, 'utf8').replace('"after":"new"', '"after":"old"');
    writeFileSync(trail.file, changed);
    await expect(trail.open()).rejects.toThrow(/damaged at line 2: .*alloy-mcp audit verify .*move it/);
    expect(readFileSync(trail.file, 'utf8')).toBe(changed);
  });

  it('is refused under another key', async () => {
    const trail = createTrail();
    await (await trail.open()).close();
    await expect(trail.open({ key: keyText.toLowerCase() })).rejects.toThrow(/another key/);
  });

  it('keeps half a line, whatever it is, inside a line of its own', async () => {
    const trail = createTrail();
    await (await trail.open()).close();
    const torn = Buffer.from('{"seq":4,"type":"ca\u0000');
    appendFileSync(trail.file, torn);
    expect((await trail.verify()).problems).toMatchObject([{ line: 4, torn: true }]);
    await (await trail.open()).close();
    expect(trail.records()[3]).toMatchObject({
      type: 'recovered',
      bytes: torn.length,
      start: torn.toString('base64'),
    });
    expect(trail.records()[4]).toMatchObject({ type: 'start', after: 'crash' });
    expect(await trail.verify()).toMatchObject({
      problems: [],
      warnings: [
        expect.stringMatching(/unfinished line of 20 bytes/),
        expect.stringMatching(/without a closing checkpoint/),
      ],
    });
    expect(trail.messages).toMatchObject([expect.stringMatching(/without a closing checkpoint/)]);
  });
});

describe('the target', () => {
  it.each([
    ['off', { kind: 'off' }],
    ['file:/a/b.jsonl', { kind: 'file', path: '/a/b.jsonl', required: false }],
    ['file:/a/b,c.jsonl,required', { kind: 'file', path: '/a/b,c.jsonl', required: true }],
    ['stderr', { kind: 'stream', descriptor: 2, required: false }],
    ['fd:3,required', { kind: 'stream', descriptor: 3, required: true }],
  ])('%s is understood', (text, target) => {
    expect(parseAuditTarget(text)).toEqual(target);
  });

  it.each(['', 'on', '/a/b', 'file:', 'required', 'off,required', 'fd:', 'fd:-1', 'fd:3x', 'stdout'])(
    '%j is refused with what to write',
    (text) =>
      expect(() => parseAuditTarget(text)).toThrow(/ALLOY_AUDIT \(--audit\).*file:\/path.*stderr.*fd:3/),
  );

  it.each(['fd:0', 'fd:1,required'])('%s is refused: it belongs to the protocol', (text) => {
    expect(() => parseAuditTarget(text)).toThrow(/belongs to the protocol/);
  });
});
