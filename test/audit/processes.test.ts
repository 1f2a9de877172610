/** Trails of programs that crash, share, or write to a stream, and the commands that read them. */
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createTrail, decideCall, keyText, readCall, verifyBytes } from '../helpers/audit-trail.ts';
import { startWriter } from '../helpers/audit-writer-process.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { inFull } from '../helpers/extent.ts';

const variables = { ALLOY_AUDIT_KEY: keyText };
const verify = (file: string, ...flags: readonly string[]) =>
  runCommand(['audit', 'verify', file, ...flags], { variables });
const show = (file: string, ...flags: readonly string[]) =>
  runCommand(['audit', 'show', file, ...flags], { variables });

describe('a crash', () => {
  it('between intent and end is seen afterwards, and the next start goes on', async () => {
    const trail = createTrail();
    const first = await startWriter(`file:${trail.file},required`);
    expect(await first.ask()).toBe('ready');
    expect(await first.ask('begin')).toBe('done begin');
    expect(await first.ask('end')).toBe('done end');
    expect(await first.ask('begin')).toBe('done begin');
    await first.end('SIGKILL');

    const found = await verify(trail.file);
    expect(found.code).toBe(0);
    expect(found.output).toMatch(/no closing checkpoint/);
    expect(found.output).toMatch(
      /^UNKNOWN {2}number \d: create_a_alloy_review at .*its end is not recorded$/m,
    );
    expect((await show(trail.file, '--outcome', 'no_end')).output).toMatch(
      /create_a_alloy_review +decide +sandbox +no_end/,
    );

    // The lock of the first is left over.
    expect(statSync(`${trail.file}.lock`).isFile()).toBe(true);
    const second = await startWriter(`file:${trail.file},required`);
    expect(await second.ask()).toMatch(/^error .*without a closing checkpoint/);
    expect(await second.ask()).toMatch(
      /^error .*holds \d calls whose end is not known \(create_a_alloy_review\)/,
    );
    expect(await second.ask()).toBe('ready');
    expect(await second.ask('close')).toBe('done close');
    await second.end();
    const after = await verify(trail.file);
    expect(after.code).toBe(0);
    expect(after.output).toMatch(/ended without a closing checkpoint/);
    expect(after.output).toMatch(/^UNKNOWN /m);
    expect(after.output).not.toMatch(/there is no closing checkpoint/);
  });
});

describe('two programs', () => {
  it('cannot have one file', async () => {
    const trail = createTrail();
    const first = await startWriter(`file:${trail.file}`);
    expect(await first.ask()).toBe('ready');
    const second = await startWriter(`file:${trail.file}`);
    expect(await second.ask()).toMatch(
      new RegExp(`^refused ConfigurationError .*held by process ${first.child.pid} on`),
    );
    expect(await first.ask('begin')).toBe('done begin');
    expect(await first.ask('close')).toBe('done close');
    const third = await startWriter(`file:${trail.file}`);
    expect(await third.ask()).toMatch(/^error .*whose end is not known/);
  });
});

describe('a file that cannot grow', () => {
  it.skipIf(process.platform === 'win32')('refuses the call, and holds whole lines only', async () => {
    const trail = createTrail();
    // The system writes what fits and then fails, as with a full disk.
    const writer = await startWriter(`file:${trail.file},required`, { shell: `trap '' XFSZ; ulimit -f 4` });
    expect(await writer.ask()).toBe('ready');
    let answer = '';
    for (let count = 0; count < 20 && !answer.startsWith('failed'); count += 1) {
      answer = await writer.ask('begin');
      if (answer.startsWith('error')) answer = await writer.ask();
    }
    expect(answer).toMatch(/^failed audit create_a_alloy_review was not sent/);
    await writer.end('SIGKILL');
    expect(statSync(trail.file).size).toBeLessThanOrEqual(4096);
    expect((await trail.verify()).problems).toEqual([]);
  });
});

describe('a stream', () => {
  it('gets the same lines', async () => {
    const writer = await startWriter('fd:3', { more: ['pipe'] });
    const stream = writer.child.stdio[3];
    if (!(stream instanceof Readable)) throw new Error('There is no pipe');
    const written = text(stream);
    await writer.ask();
    for (const line of ['begin', 'end', 'close']) expect(await writer.ask(line)).toBe(`done ${line}`);
    await writer.end();
    const bytes = Buffer.from(await written);
    expect(verifyBytes(bytes)).toMatchObject({ problems: [], warnings: [], unfinished: [], closed: true });
    expect(bytes.toString()).toMatch(/"type":"call".*"intent":3/);
  });

  it('may be a file that several runs append to', async () => {
    const trail = createTrail();
    for (let run = 0; run < 2; run += 1) {
      const descriptor = openSync(trail.file, 'a');
      const writer = await startWriter('fd:3,required', { more: [descriptor] });
      closeSync(descriptor);
      await writer.ask();
      for (const line of ['begin', 'end', 'close']) expect(await writer.ask(line)).toBe(`done ${line}`);
      await writer.end();
    }
    const { code, output } = await verify(trail.file);
    expect(code).toBe(0);
    expect(output).toMatch(/another run begins/);
  });

  it('that is not open, or takes nothing, is refused at start', async () => {
    expect(await (await startWriter('fd:9')).ask()).toMatch(
      /^refused ConfigurationError .*fd:9, which is not open.*9>>/,
    );
    const full = openSync('/dev/full', 'w');
    const writer = await startWriter('fd:3', { more: [full] });
    closeSync(full);
    expect(await writer.ask()).toMatch(/^refused ConfigurationError .*fd:3 cannot be written \(ENOSPC\)/);
  });
});

describe('alloy-mcp audit', () => {
  async function writeTrail() {
    const trail = createTrail();
    let now = Date.parse('2026-01-31T12:00:00Z');
    const audit = await trail.open({ now: () => now, maxFileBytes: 3000 });
    for (const principal of ['jane', 'joe', 'jane']) {
      (await audit.begin({ ...decideCall, principal })).end({
        outcome: 'conflict',
        status: 409,
        errorToken: 'E-7',
      });
      audit.record({ ...readCall, principal, args: { id: 'S-2', limit: 5 } }, { outcome: 'ok', status: 200 });
      now += 3_600_000;
    }
    await audit.close();
    return trail;
  }
  const rows = (output: string) => output.trimEnd().split('\n').slice(1);

  it('verify says that all is well, and holds the trail to a head that was written down', async () => {
    const trail = await writeTrail();
    const { code, output, log } = await verify(trail.file);
    expect({ code, log }).toEqual({ code: 0, log: '' });
    const head = /^head (\d+:[\w-]{43})$/m.exec(output)?.[1] ?? '';
    expect(output).toMatch(/^intact: \d+ lines in [2-9] files, numbers 1 to \d+\nhead /);
    await (await trail.open()).close();
    expect((await verify(trail.file, '--head', head)).code).toBe(0);
    const cut = trail
      .lines()
      .slice(0, 2)
      .map((line) => `${line}\n`)
      .join('');
    writeFileSync(trail.file, cut);
    const found = await verify(trail.file, '--head', head);
    expect(found.code).toBe(1);
    expect(found.output).toMatch(/^DAMAGED .*written down as the head, is missing/);
  });

  it('verify names file and line of damage, and ends with 1', async () => {
    const trail = await writeTrail();
    writeFileSync(trail.file, readFileSync(trail.file, 'utf8').replace('"ms":0', '"ms":9'));
    const { code, output } = await verify(trail.file);
    expect(code).toBe(1);
    expect(output).toMatch(/^DAMAGED {2}audit.jsonl line \d: the line was changed/);
    expect(output).toMatch(/^damaged: 1 findings in \d+ lines/m);
    expect((await show(trail.file)).log).toMatch(/the trail is damaged/);
  });

  it('verify takes the key from a file, and wants one', async () => {
    const trail = await writeTrail();
    const keyFile = path.join(trail.folder, 'key');
    writeFileSync(keyFile, `${keyText}\n`);
    expect((await runCommand(['audit', 'verify', '--key-file', keyFile, trail.file])).code).toBe(0);
    expect(
      (await runCommand(['audit', 'verify', trail.file], { variables: { ALLOY_AUDIT_KEY_FILE: keyFile } }))
        .code,
    ).toBe(0);
    expect(await runCommand(['audit', 'verify', trail.file])).toMatchObject({
      code: 2,
      log: expect.stringMatching(/ALLOY_AUDIT_KEY is not set/),
    });
    expect((await verify(trail.file, '--key-file', `${keyFile}.none`)).log).toMatch(
      /--key-file names a file that cannot be read/,
    );
  });

  const filters: readonly (readonly [readonly string[], number])[] = [
    [[], 6],
    [['--principal', 'joe'], 2],
    [['--effect', 'decide,destroy'], 3],
    [['--tool', decideCall.tool, '--principal', 'jane'], 2],
    [['--outcome', 'conflict'], 3],
    [['--since', '2026-01-31T12:30:00Z'], 4],
    [['--until', '2026-01-31T13:00:00Z'], 4],
    [['--since', '7d'], 0],
    [['--value', 'S-2'], 3],
    [['--value', '5'], 3],
    [['--value', 'S-3'], 0],
  ];
  // One of texts, one of times, and one that finds nothing.
  const chosen = inFull(filters, (_, index) => [0, 5].includes(index));
  it.each(chosen)('show %j prints %i calls', async (flags, count) => {
    const trail = await writeTrail();
    const { code, output } = await show(trail.file, ...flags);
    expect(code).toBe(0);
    if (count === 0) expect(output).toBe('no calls\n');
    else expect(rows(output)).toHaveLength(count);
    const { output: json } = await show(trail.file, ...flags, '--json');
    expect(
      json
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).type),
    ).toEqual(Array.from({ length: count }, () => 'call'));
  });

  it('show prints what a person asks for, and says when it verified nothing', async () => {
    const trail = await writeTrail();
    const { output, log } = await runCommand(['audit', 'show', trail.file]);
    expect(log).toBe('alloy-mcp: not verified: there is no key (--key-file, ALLOY_AUDIT_KEY)\n');
    expect(output).toMatch(/^time +principal +client +tool/);
    expect(rows(output)[0]).toMatch(
      /^2026-01-31T12:00:00.000Z +jane +a-client +create_a_alloy_review +decide +sandbox +conflict +409 +0 +confirmed +E-7$/,
    );
  });

  it('show lets nothing of a forged file into the terminal', async () => {
    const trail = createTrail();
    writeFileSync(
      trail.file,
      `${JSON.stringify({ seq: 1, type: 'call', principal: '\u001b[31m', tool: ['\u0007'], time: {} })}\n\n[]\nnull\n`,
    );
    const { output } = await runCommand(['audit', 'show', trail.file]);
    expect(rows(output)).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['audit', /audit verify FILE/],
    ['audit check x', /audit verify FILE/],
    ['audit verify', /needs a file/],
    ['audit verify /nowhere/audit.jsonl', /\/nowhere\/audit.jsonl cannot be read \(ENOENT\)/],
    ['audit verify /', /is a folder/],
    ['audit verify x --tool y', /--tool does not belong to audit verify/],
    ['audit show x --head 1:y', /--head does not belong to audit show/],
    ['audit verify x --head y', /SEQ:MAC/],
    ['audit show x --since yesterday', /--since is not a time; write/],
    ['audit show x --bogus', /--bogus.*audit --help/],
    ['--log-level info audit verify x', /audit comes before its flags/],
  ];
  it.each(inFull(refused, (_, index) => index % 4 === 1))(
    '%s is refused in one line',
    async (line, reason) => {
      const { code, output, log } = await runCommand(line.split(' '), { variables });
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(log).toMatch(reason);
      expect(log.trimEnd()).not.toContain('\n');
    },
  );

  it('--help tells all of it', async () => {
    const { code, output } = await runCommand(['audit', '--help']);
    expect(code).toBe(0);
    for (const flag of [
      '--key-file',
      '--head',
      '--since',
      '--until',
      '--tool',
      '--effect',
      '--principal',
      '--outcome',
      '--value',
      '--json',
    ])
      expect(output).toContain(flag);
    expect((await runCommand(['--help'])).output).toContain('alloy-mcp audit verify');
  });
});
