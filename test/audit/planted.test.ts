/** What somebody else left, or put, where the trail goes: files that others may read, locks that are none. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTrail, keyText } from '../helpers/audit-trail.ts';
import { runCommand } from '../helpers/clients/run-command.ts';

const modeOf = (file: string) => statSync(file).mode & 0o777;

describe.skipIf(process.platform === 'win32')('a file that was there before', () => {
  it.each([0o644, 0o640, 0o660, 0o606, 0o622])(
    'of mode %o is closed to others, with a word in the log',
    async (mode) => {
      const trail = createTrail();
      await (await trail.open()).close();
      chmodSync(trail.file, mode);
      await (await trail.open()).close();
      expect(modeOf(trail.file)).toBe(0o600);
      expect(trail.messages).toEqual([expect.stringContaining(`had the mode 0${mode.toString(8)}`)]);
    },
  );

  it('is closed while it is still empty, too', async () => {
    const trail = createTrail();
    writeFileSync(trail.file, '');
    chmodSync(trail.file, 0o666);
    await (await trail.open()).close();
    expect(modeOf(trail.file)).toBe(0o600);
    expect(trail.messages).toEqual([expect.stringMatching(/others read or write it; it is 0600 now$/)]);
  });

  it.each([0o600, 0o400])('of mode %o is as it should be, and nothing is said', async (mode) => {
    const trail = createTrail();
    await (await trail.open()).close();
    if (process.getuid?.() !== 0 && mode === 0o400) return;
    chmodSync(trail.file, mode);
    await (await trail.open()).close();
    expect(modeOf(trail.file)).toBe(mode);
    expect(trail.messages).toEqual([]);
  });
});

describe('a lock that was put there', () => {
  /** Another program that runs. */
  function startOther(): number {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => void other.kill('SIGKILL'));
    return other.pid ?? 0;
  }

  it('with the number of another program that runs is refused with what to do about it', async () => {
    const trail = createTrail();
    const pid = startOther();
    writeFileSync(`${trail.file}.lock`, JSON.stringify({ pid, host: hostname(), id: 'x' }));
    const { code, log } = await runCommand(['http', '--port', '0', '--audit', `file:${trail.file}`], {
      variables: { ALLOY_AUDIT_KEY: keyText },
    });
    expect(code).toBe(2);
    expect(log).toContain(`${trail.file}.lock`);
    expect(log).toContain(`is held by process ${pid}`);
    expect(log).toMatch(/gives way after a minute.*is no alloy-mcp.*remove it/);
  });

  it.each([
    ['long ago', -3600],
    ['in a time to come', 3600],
    ['in a year', 365 * 24 * 3600],
  ])('gives way when it was touched %s', async (_, seconds) => {
    const trail = createTrail();
    const lock = `${trail.file}.lock`;
    writeFileSync(lock, JSON.stringify({ pid: startOther(), host: hostname(), id: 'x' }));
    const time = Date.now() / 1000 + seconds;
    utimesSync(lock, time, time);
    await (await trail.open()).close();
    expect(existsSync(lock)).toBe(false);
  });

  const odd: Readonly<Record<string, (lock: string) => void>> = {
    'a folder': (lock) => void mkdirSync(lock),
    'a link that leads nowhere': (lock) => symlinkSync('/nonexistent/lock', lock),
    'a link to a device': (lock) => symlinkSync('/dev/zero', lock),
    'a pipe': (lock) => void execFileSync('mkfifo', [lock]),
    'larger than any lock': (lock) => writeFileSync(lock, 'x'.repeat(100_000)),
  };

  it.each(Object.entries(odd))('that is %s is refused with what to do about it', async (_, plant) => {
    const trail = createTrail();
    plant(`${trail.file}.lock`);
    await expect(trail.open()).rejects.toThrow(/is none that a server made.*remove it$/);
  });
});
