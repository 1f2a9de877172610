/** Whatever is done to the bytes of a trail without its key is found. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAuditKey } from '../../src/audit/key.ts';
import { buildLine, formatMembers, noHead } from '../../src/audit/line.ts';
import { createVerifier } from '../../src/audit/verifier.ts';
import { createTrail, decideCall, key, keyText, readCall, verifyBytes } from '../helpers/audit-trail.ts';

/** Every kind of line that an ordinary run writes. */
async function writeTrail(calls = 4): Promise<Buffer> {
  const trail = createTrail();
  const audit = await trail.open({ checkpointEvery: 5 });
  (await audit.begin(decideCall)).end({ outcome: 'ok', status: 200 });
  for (let index = 0; index < calls; index += 1) {
    (await audit.begin({ ...readCall, args: { id: `S-${index}` } })).end({ outcome: 'ok', status: 200 });
  }
  await audit.close();
  return readFileSync(trail.file);
}

const closing = formatMembers({ type: 'checkpoint', reason: 'close' });
const split = (bytes: Buffer) => bytes.toString().split('\n').slice(0, -1);
const join = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const messages = (bytes: Buffer) => verifyBytes(bytes).problems.map(({ message }) => message);

describe('a trail', () => {
  it('is intact as it was written', async () => {
    const bytes = await writeTrail();
    expect(verifyBytes(bytes)).toMatchObject({ problems: [], warnings: [], unfinished: [], closed: true });
    expect(split(bytes).map((line) => JSON.parse(line).type)).toEqual([
      'file',
      'start',
      'intent',
      'call',
      'call',
      'call',
      'call',
      'call',
      'checkpoint',
      'checkpoint',
    ]);
  });

  it('shows every change of a single bit', async () => {
    const bytes = await writeTrail();
    expect(verifyBytes(bytes).problems).toEqual([]);
    const missed: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        if (verifyBytes(bytes).problems.length === 0) missed.push(`bit ${bit} of byte ${at}`);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      }
    }
    expect(missed).toEqual([]);
    expect(bytes.length).toBeGreaterThan(3000);
  }, 300_000);

  it('shows every line that was removed but the last, and where', async () => {
    const lines = split(await writeTrail());
    for (const index of lines.keys()) {
      const found = verifyBytes(join(lines.filter((_, other) => other !== index)));
      if (index === lines.length - 1) expect(found).toMatchObject({ problems: [], closed: false });
      else expect(found.problems.length, `without line ${index + 1}`).toBeGreaterThan(0);
    }
    expect(messages(join(lines.toSpliced(3, 2)))).toEqual(['numbers 4 to 5 are missing before number 6']);
    expect(messages(join(lines.toSpliced(0, 1)))[0]).toMatch(/not its header/);
  });

  it('shows every pair of lines that changed places, and every line that stands twice', async () => {
    const lines = split(await writeTrail());
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1];
      if (next !== undefined) expect(messages(join(lines.toSpliced(index, 2, next, line)))).not.toEqual([]);
      expect(messages(join(lines.toSpliced(index, 0, line)))).not.toEqual([]);
      expect(messages(join([...lines, line]))).not.toEqual([]);
    }
  });

  it('says of a tail that was cut that there is no closing checkpoint, and finds it by an earlier head', async () => {
    const bytes = await writeTrail();
    const lines = split(bytes);
    const { head } = verifyBytes(bytes);
    for (let kept = 1; kept < lines.length; kept += 1) {
      const cut = join(lines.slice(0, kept));
      const found = verifyBytes(cut);
      expect(found.problems).toEqual([]);
      expect(found.warnings.at(-1)).toMatch(/no closing checkpoint/);
      expect(verifyBytes(cut, head).problems).toMatchObject([
        { message: expect.stringMatching(/removed at the end/) },
      ]);
    }
    expect(verifyBytes(bytes, head).problems).toEqual([]);
    expect(verifyBytes(bytes, { ...head, mac: 'x'.repeat(43) }).problems).toHaveLength(1);
  });

  it('shows a tail that was cut within a line', async () => {
    const bytes = await writeTrail(1);
    for (let size = 1; size < bytes.length; size += 1) {
      if (bytes[size - 1] === 10) continue;
      expect(verifyBytes(bytes.subarray(0, size)).problems.length, `${size} bytes`).toBe(1);
    }
  });

  it('shows lines of another trail under the same key, whatever their numbers', async () => {
    const [ours, theirs] = [split(await writeTrail()), split(await writeTrail())];
    for (const index of ours.keys())
      expect(messages(join(ours.with(index, theirs[index] ?? ''))), `line ${index + 1}`).not.toEqual([]);
    expect(messages(join([...ours.slice(0, 5), ...theirs.slice(5)]))).toEqual([
      'number 6 does not follow the line before it',
    ]);
    expect(messages(join([...ours, ...theirs])).length).toBeGreaterThan(0);
  });

  it('shows a line that somebody without the key wrote', async () => {
    const bytes = await writeTrail();
    const { head } = verifyBytes(bytes);
    const other = createAuditKey(keyText.toLowerCase());
    const forged = buildLine(other, closing, head).text;
    expect(messages(Buffer.concat([bytes, Buffer.from(forged)]))).toEqual([
      'the line was changed, or was not written by this server',
    ]);
  });

  it('is not intact when it is empty', () => {
    expect(messages(Buffer.alloc(0))).toEqual(['there is nothing in it, not even a header']);
    expect(messages(Buffer.from('\n'))).toHaveLength(1);
  });

  it('says so when the key is another one', async () => {
    const bytes = await writeTrail();
    const other = createVerifier(createAuditKey(keyText.toLowerCase()));
    other.startFile('audit.jsonl');
    for (const line of split(bytes)) other.push(Buffer.from(line), true);
    expect(other.finish().problems).toMatchObject([
      { message: expect.stringMatching(/another key \([\w-]{8}; this one is/) },
    ]);
  });

  it('of a stream may hold several runs, of a file only one', () => {
    const build = (target: string) => {
      const header = buildLine(key, formatMembers({ type: 'file', chain: target, target }), noHead);
      const ending = buildLine(key, closing, header.head);
      return Buffer.from(header.text + ending.text);
    };
    const streams = verifyBytes(Buffer.concat([build('stream'), build('stream')]));
    expect(streams.problems).toEqual([]);
    expect(streams.warnings).toMatchObject([expect.stringMatching(/another run begins/)]);
    expect(messages(Buffer.concat([build('file'), build('file')])).length).toBeGreaterThan(0);
  });
});
