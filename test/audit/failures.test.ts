/** A trail that cannot be written: what is refused, what goes on, and what is said of it afterwards. */

import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CallError, ConfigurationError, hints } from '../../src/base/errors.ts';
import { createTrail, decideCall, readCall } from '../helpers/audit-trail.ts';

interface Disk {
  full: boolean;
  failsToSync: boolean;
  readonly openFile: (path: string, flags: string, mode: number) => Promise<FileHandle>;
}

/** A disk that takes a few bytes more of each write once it is full, as disks do. */
function createDisk(): Disk {
  const disk: Disk = {
    full: false,
    failsToSync: false,
    async openFile(path, flags, mode) {
      const file = await open(path, flags, mode);
      const write = file.write.bind(file);
      const sync = file.datasync.bind(file);
      const fail = (code: string) => Object.assign(new Error(`${code}: refused`), { code });
      const refusing = async (bytes: Buffer, at: number) => {
        if (!disk.full) return write(bytes, at);
        if (at === 0) return write(bytes, 0, 7);
        throw fail('ENOSPC');
      };
      const failing = async () => {
        if (disk.failsToSync) throw fail('EIO');
        await sync();
      };
      return Object.assign(file, { write: refusing, datasync: failing });
    },
  };
  return disk;
}

const refusal = (call: unknown) =>
  Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a full disk', () => {
  it('refuses what decides or destroys, when the trail is required', async () => {
    const trail = createTrail(true);
    const disk = createDisk();
    const audit = await trail.open({ openFile: disk.openFile });
    (await audit.begin(decideCall)).end({ outcome: 'ok' });
    disk.full = true;
    for (const effect of ['decide', 'destroy'] as const) {
      const error = await refusal(audit.begin({ ...decideCall, effect }));
      if (!(error instanceof CallError)) throw new Error('It was not refused');
      expect(error.kind).toBe('audit');
      expect(error.message).toMatch(/was not sent/);
      expect(hints[error.kind]).toMatch(/^Nothing was sent/);
    }
    (await audit.begin(readCall)).end({ outcome: 'ok' });
    (await audit.begin({ ...readCall, effect: 'write' })).end({ outcome: 'ok' });
    disk.full = false;
    (await audit.begin(decideCall)).end({ outcome: 'ok' });
    await audit.close();
    expect(await trail.verify()).toMatchObject({ problems: [], unfinished: [], closed: true });
    expect(trail.messages).toEqual([
      'The audit trail cannot be written: ENOSPC',
      'The audit trail can be written again',
    ]);
  });

  it('lets all go on when it is not required, and keeps what it can until there is room', async () => {
    const trail = createTrail();
    const disk = createDisk();
    const audit = await trail.open({ openFile: disk.openFile });
    await audit.begin(decideCall);
    disk.full = true;
    for (let index = 0; index < 20; index += 1) (await audit.begin(decideCall)).end({ outcome: 'ok' });
    disk.full = false;
    await audit.close();
    expect(trail.records().map(({ type }) => type)).toEqual([
      'file',
      'start',
      'intent',
      ...Array.from({ length: 20 }, () => 'call'),
      'checkpoint',
    ]);
    expect(await trail.verify()).toMatchObject({ problems: [], closed: true, unfinished: [{ seq: 3 }] });
    expect(trail.messages).toHaveLength(2);
  });

  it('counts what it could not keep', async () => {
    const trail = createTrail();
    const disk = createDisk();
    const audit = await trail.open({ openFile: disk.openFile });
    await audit.begin(decideCall);
    disk.full = true;
    for (let index = 0; index < 2010; index += 1) {
      audit.record(readCall, { outcome: 'ok' });
      if (index % 500 === 0) await audit.begin(decideCall);
    }
    await audit.begin(decideCall);
    disk.full = false;
    await audit.close();
    const gaps = trail.records().filter(({ type }) => type === 'gap');
    // Of six decisions neither the intents nor, when the trail was closed, the ends could be kept.
    expect(gaps).toMatchObject([{ lost: 16 }]);
    expect(trail.records().filter(({ type }) => type === 'call')).toHaveLength(2000);
    const found = await trail.verify();
    expect(found).toMatchObject({ problems: [], closed: true });
    expect(found.warnings).toMatchObject([expect.stringMatching(/16 records could not be written/)]);
    expect(trail.messages).toHaveLength(2);
  });

  it('is made up for as soon as there is room, without another call', async () => {
    const trail = createTrail();
    const disk = createDisk();
    const told: string[] = [];
    let tell: () => void = () => undefined;
    const works = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const audit = await trail.open({
      openFile: disk.openFile,
      quietMs: 20,
      onError: (message) => {
        told.push(message);
        if (told.length === 1) disk.full = false;
        if (told.length === 2) tell();
      },
    });
    disk.full = true;
    audit.record(readCall, { outcome: 'ok' });
    await works;
    expect(trail.records().map(({ type }) => type)).toContain('call');
    await audit.close();
    expect((await trail.verify()).problems).toEqual([]);
  });

  it('at the last is noted where nothing could be written after it', async () => {
    const trail = createTrail();
    const disk = createDisk();
    const audit = await trail.open({ openFile: disk.openFile });
    (await audit.begin(decideCall)).end({ outcome: 'ok' });
    disk.full = true;
    await audit.close();
    expect(trail.messages).toEqual([
      'The audit trail cannot be written: ENOSPC',
      'The audit trail ends without 1 records that could not be written',
    ]);
    expect(await trail.verify()).toMatchObject({ problems: [], closed: false, unfinished: [{ seq: 3 }] });
    await (await trail.open()).close();
    expect(trail.records().findLast(({ type }) => type === 'start')).toMatchObject({ after: 'crash' });
  });
});

describe('a disk that cannot sync', () => {
  it('refuses a call whose intent may be lost, and says in the trail that it was not sent', async () => {
    const trail = createTrail(true);
    const disk = createDisk();
    const audit = await trail.open({ openFile: disk.openFile });
    disk.failsToSync = true;
    expect(await refusal(audit.begin(decideCall))).toMatchObject({ kind: 'audit' });
    disk.failsToSync = false;
    await audit.close();
    expect(trail.records().filter(({ tool }) => tool !== undefined)).toMatchObject([
      { type: 'intent', seq: 3 },
      { type: 'call', outcome: 'audit', intent: 3 },
    ]);
    expect((await trail.verify()).unfinished).toEqual([]);
  });
});

describe('a file that somebody else touches while it is written', () => {
  it.each([
    ['changed', (file: string) => appendFileSync(file, 'x\n')],
    ['removed or moved', (file: string) => rmSync(file)],
    [
      'replaced',
      (file: string) => {
        writeFileSync(`${file}.other`, readFileSync(file));
        renameSync(`${file}.other`, file);
      },
    ],
  ])('is not written to any more when it was %s', async (what, touch) => {
    const trail = createTrail(true);
    const audit = await trail.open();
    (await audit.begin(decideCall)).end({ outcome: 'ok' });
    await audit.begin(decideCall);
    touch(trail.file);
    expect(await refusal(audit.begin(decideCall))).toMatchObject({ kind: 'audit' });
    expect(trail.messages).toEqual([
      `The audit trail cannot be written: the file was ${what} by another program; restart the server`,
    ]);
    await audit.close();
  });
});

describe('a start', () => {
  const refuse = async (trail: ReturnType<typeof createTrail>) => {
    const error = await refusal(trail.open());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(existsSync(`${trail.file}.lock`)).toBe(false);
    return String(error);
  };

  it('is refused where the file is a folder, or its folder is not there', async () => {
    const trail = createTrail();
    mkdirSync(trail.file);
    expect(await refuse(trail)).toMatch(/not a regular file/);
    const other = createTrail();
    rmSync(other.folder, { recursive: true });
    expect(await refuse(other)).toMatch(/is not a folder; create it/);
  });

  it.skipIf(process.getuid?.() === 0)('is refused where the file may not be written', async () => {
    const trail = createTrail();
    await (await trail.open()).close();
    chmodSync(trail.file, 0o400);
    expect(await refuse(trail)).toMatch(/cannot be written \(EACCES\)/);
  });

  it.skipIf(process.platform !== 'linux')('is refused where nobody may write', async () => {
    const trail = createTrail();
    const target = { kind: 'file', path: '/proc/audit.jsonl', required: false } as const;
    await expect(trail.open({ target })).rejects.toThrow(/cannot be made \(E\w+\); give its folder/);
  });

  it('is refused where the disk is full', async () => {
    const trail = createTrail();
    const full = async () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(trail.open({ openFile: full })).rejects.toThrow(/cannot be written \(ENOSPC\)/);
  });

  it('is refused while another has the file, and not afterwards', async () => {
    const trail = createTrail();
    const audit = await trail.open();
    await expect(trail.open()).rejects.toThrow(new RegExp(`lock.*held by process ${process.pid} on`));
    await audit.close();
    await (await trail.open()).close();
    expect(await trail.verify()).toMatchObject({ problems: [], warnings: [] });
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 - 3, host: hostname() }, 0],
    ['of an earlier process with the same number', { pid: process.pid, host: hostname(), id: 'other' }, 0],
    ['of another host that nobody touched for long', { pid: 1, host: 'elsewhere' }, 300],
    ['that was cut off', undefined, 300],
  ])('takes over a lock %s', async (_, owner, age) => {
    const trail = createTrail();
    writeFileSync(`${trail.file}.lock`, JSON.stringify(owner) ?? '{"pi');
    const then = Date.now() / 1000 - age;
    utimesSync(`${trail.file}.lock`, then, then);
    await (await trail.open()).close();
    expect(existsSync(`${trail.file}.lock`)).toBe(false);
  });

  it.each([
    ['of another host', { pid: 1, host: 'elsewhere' }],
    ['of a process that runs', { pid: process.ppid, host: hostname() }],
    ['that says nothing', undefined],
  ])('leaves a fresh lock %s alone', async (_, owner) => {
    const trail = createTrail();
    writeFileSync(`${trail.file}.lock`, JSON.stringify(owner) ?? '');
    await expect(trail.open()).rejects.toThrow(/is held by process/);
    expect(existsSync(`${trail.file}.lock`)).toBe(true);
  });
});
