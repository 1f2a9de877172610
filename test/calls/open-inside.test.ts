/** Files stay inside their folder, and within their limit, while another program works against it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFiles, maxFileBytes } from '../../src/calls/files.ts';
import { systemDescriptors } from '../../src/calls/open-inside.ts';
import { isLong } from '../helpers/extent.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const helpers: ChildProcess[] = [];
afterEach(() => {
  for (const helper of helpers.splice(0)) helper.kill('SIGKILL');
});

/** Runs it in a process of its own until the test ends; resolves when it is at work. */
async function runBeside(script: string, ...operands: readonly string[]) {
  const helper = spawn(process.execPath, ['-e', script, ...operands], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  helpers.push(helper);
  await new Promise((resolve) => helper.stdout.once('data', resolve));
}

/** Now the folder, now a link to another one of the same content. */
const swapper = `
  const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
  const [, sub, outside] = process.argv;
  process.stdout.write('.');
  for (let turn = 0; ; turn += 1) {
    // So long that some walks get through, and so that all moments are met.
    const until = performance.now() + (turn % 4) / 20;
    while (performance.now() < until);
    renameSync(sub, sub + '-aside');
    symlinkSync(outside, sub);
    unlinkSync(sub);
    renameSync(sub + '-aside', sub);
  }`;

const grower = `
  const { appendFileSync, truncateSync } = require('node:fs');
  const [, file, size] = process.argv;
  const chunk = Buffer.alloc(65536);
  process.stdout.write('.');
  for (;;) {
    for (let count = 0; count < 14; count += 1) appendFileSync(file, chunk);
    truncateSync(file, Number(size));
  }`;

function createFolders() {
  const top = createTemporaryFolder();
  const folder = path.join(top, 'files');
  const sub = path.join(folder, 'sub');
  const outside = path.join(top, 'outside');
  mkdirSync(sub, { recursive: true });
  mkdirSync(outside);
  writeFileSync(path.join(sub, 'scan.txt'), 'inside');
  writeFileSync(path.join(outside, 'scan.txt'), 'outside');
  return { folder, sub, outside };
}

const reads = isLong ? 5000 : 1500;
const saves = isLong ? 2500 : 700;

const ways = [
  ['by the descriptors of the system', systemDescriptors],
  ['by paths, where the system shows no descriptors', '/nonexistent'],
] as const;

describe.each(ways)('a folder that is swapped for a link all the time, looked at %s', (_, descriptors) => {
  it('lets no read out', async () => {
    const { folder, sub, outside } = createFolders();
    const files = createFiles(folder, descriptors);
    await runBeside(swapper, sub, outside);
    const seen = { inside: 0, outside: 0, refused: 0 };
    for (let count = 0; count < reads || (count < 30_000 && seen.inside * seen.refused === 0); count += 1) {
      const read = await files.read('sub/scan.txt', 'local').then(
        (content) => (Buffer.from(content).toString() === 'inside' ? 'inside' : 'outside'),
        () => 'refused' as const,
      );
      seen[read] += 1;
    }
    expect(seen.outside).toBe(0);
    // Both programs were at work.
    expect(seen.inside).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  it('lets no content out that is saved', async () => {
    const { folder, sub, outside } = createFolders();
    const files = createFiles(folder, descriptors);
    await runBeside(swapper, sub, outside);
    let saved = 0;
    for (let count = 0; count < saves || (count < 15_000 && saved === 0); count += 1) {
      saved += await files.save(`sub/new-${count}`, Buffer.from('content'), 'local').then(
        () => 1,
        () => 0,
      );
    }
    const found = readdirSync(outside).filter((name) => name !== 'scan.txt');
    if (descriptors === systemDescriptors) expect(found).toEqual([]);
    // A name without content is what the comparison of paths may leave behind.
    expect(found.filter((name) => statSync(path.join(outside, name)).size > 0)).toEqual([]);
    expect(saved).toBeGreaterThan(0);
  });
});

describe.each(ways)('a file, looked at %s', (_, descriptors) => {
  it('is read and saved as it is', async () => {
    const { folder } = createFolders();
    const files = createFiles(folder, descriptors);
    expect(await files.read('sub/scan.txt', 'local')).toEqual(new Uint8Array(Buffer.from('inside')));
    const target = await files.save('sub/new.txt', Buffer.from('new'), 'local');
    expect(target).toBe(path.join(folder, 'sub', 'new.txt'));
    expect(await files.read('sub/new.txt', 'local')).toEqual(new Uint8Array(Buffer.from('new')));
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('is refused when it is a second name of another one', async () => {
    const { folder, outside } = createFolders();
    linkSync(path.join(outside, 'scan.txt'), path.join(folder, 'link.txt'));
    const read = createFiles(folder, descriptors).read('link.txt', 'local');
    await expect(read).rejects.toMatchObject({ kind: 'file', message: expect.stringContaining('hard link') });
  });
});

describe('a file that grows while it is read', () => {
  it('is read to its end, and never past the limit', async () => {
    const { folder } = createFolders();
    const file = path.join(folder, 'large.bin');
    const size = maxFileBytes - 10 * 65_536;
    writeFileSync(file, '');
    truncateSync(file, size);
    await runBeside(grower, file, String(size));
    const files = createFiles(folder);
    const lengths: number[] = [];
    const refusals: unknown[] = [];
    const hasMetAll = () => refusals.length > 0 && lengths.some((length) => length > size);
    for (let count = 0; count < 8 || (count < 400 && !hasMetAll()); count += 1) {
      await files.read('large.bin', 'local').then(
        ({ length }) => lengths.push(length),
        (error) => refusals.push(error),
      );
    }
    expect(Math.max(...lengths)).toBeLessThanOrEqual(maxFileBytes);
    // Both programs were at work.
    expect(hasMetAll()).toBe(true);
    for (const refusal of refusals) expect(String(refusal)).toContain('is larger than');
  });
});
