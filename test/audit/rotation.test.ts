/** A trail over several files: one chain, whatever happens where one ends and the next begins. */
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTrail, decideCall } from '../helpers/audit-trail.ts';

const files = (folder: string) => readdirSync(folder).sort();

/** At least three full files and one that is begun. */
async function fillFiles(trail: ReturnType<typeof createTrail>): Promise<void> {
  const audit = await trail.open({ maxFileBytes: 3000 });
  for (let index = 0; index < 12; index += 1)
    (await audit.begin({ ...decideCall, tool: `tool_${index}` })).end({ outcome: 'ok' });
  await audit.close();
}

describe('a full file', () => {
  it('is moved aside under the numbers of its lines, and the chain goes on', async () => {
    const trail = createTrail();
    await fillFiles(trail);
    const names = files(trail.folder);
    expect(names.length).toBeGreaterThan(3);
    expect(names.at(-1)).toBe('audit.jsonl');
    expect(names[0]).toMatch(/^audit-000000000001-\d{12}\.jsonl$/);
    const first = readFileSync(path.join(trail.folder, names[0] ?? ''), 'utf8')
      .trimEnd()
      .split('\n');
    expect(JSON.parse(first.at(-1) ?? '')).toMatchObject({
      type: 'checkpoint',
      reason: 'rotate',
      seq: first.length,
    });
    expect(trail.records()[0]).toMatchObject({ type: 'file' });
    expect(await trail.verify()).toMatchObject({ problems: [], warnings: [], unfinished: [], closed: true });
    expect(trail.messages).toEqual([]);
    await fillFiles(trail);
    expect(await trail.verify()).toMatchObject({ problems: [], warnings: [] });
  });

  it('that is missing, changed, cut or put elsewhere is found', async () => {
    const trail = createTrail();
    await fillFiles(trail);
    const [first = '', second = '', third = ''] = files(trail.folder).map((name) =>
      path.join(trail.folder, name),
    );
    const bytes = readFileSync(second);
    const problems = async () => (await trail.verify()).problems.length;

    renameSync(second, `${second}.away`);
    expect(await problems()).toBeGreaterThan(0);
    renameSync(`${second}.away`, second);

    writeFileSync(second, bytes.subarray(0, bytes.lastIndexOf(10, bytes.length - 2) + 1));
    expect(await problems()).toBeGreaterThan(0);
    writeFileSync(second, bytes.subarray(bytes.indexOf(10) + 1));
    expect(await problems()).toBeGreaterThan(0);
    writeFileSync(second, readFileSync(third));
    expect(await problems()).toBeGreaterThan(0);
    writeFileSync(second, bytes);
    expect(await problems()).toBe(0);

    rmSync(first);
    expect(await trail.verify()).toMatchObject({
      problems: [],
      warnings: [
        expect.stringMatching(
          /the lines begin with number \d+; those before are in files that were not given/,
        ),
      ],
    });
  });

  it('behind a symbolic link is moved aside where it is', async () => {
    const trail = createTrail();
    const target = createTrail();
    writeFileSync(target.file, '');
    symlinkSync(target.file, trail.file);
    await fillFiles(trail);
    expect(files(trail.folder)).toEqual(['audit.jsonl']);
    expect(files(target.folder).length).toBeGreaterThan(3);
    expect(await target.verify()).toMatchObject({ problems: [], warnings: [] });
  });

  it('stays in use while it cannot be moved aside, and the reason is told', async () => {
    const trail = createTrail();
    writeFileSync(`${trail.file}.next`, '');
    const audit = await trail.open({ maxFileBytes: 3000 });
    const obstacles = Array.from({ length: 20 }, (_, index) => index + 4).map((last) =>
      path.join(trail.folder, `audit-000000000001-${String(last).padStart(12, '0')}.jsonl`),
    );
    for (const obstacle of obstacles) writeFileSync(obstacle, '');
    for (let index = 0; index < 5; index += 1) (await audit.begin(decideCall)).end({ outcome: 'ok' });
    expect(trail.messages).toContainEqual(
      expect.stringMatching(/cannot be written: .*-0+1-\d+.jsonl exists/),
    );
    for (const obstacle of obstacles) rmSync(obstacle);
    for (let index = 0; index < 5; index += 1) (await audit.begin(decideCall)).end({ outcome: 'ok' });
    await audit.close();
    expect(files(trail.folder).length).toBeGreaterThan(1);
    expect(await trail.verify()).toMatchObject({ problems: [], warnings: [], unfinished: [] });
  });
});

describe('a start', () => {
  it('goes on after a crash at any point of the change', async () => {
    const trail = createTrail();
    await fillFiles(trail);
    const last = path.join(trail.folder, files(trail.folder).at(-2) ?? '');
    const full = readFileSync(last);
    const header = `${trail.lines()[0]}\n`;
    /** What is there of `audit.jsonl`, of the full file's own name, and of the next one. */
    const states = [
      { file: full, aside: false, next: true },
      { file: full, aside: false, next: false },
      { file: undefined, aside: true, next: true },
    ];
    for (const { file, aside, next } of states) {
      rmSync(trail.file);
      if (file !== undefined) writeFileSync(trail.file, file);
      if (next) writeFileSync(`${trail.file}.next`, header);
      if (!aside) rmSync(last);
      await fillFiles(trail);
      expect(await trail.verify()).toMatchObject({ problems: [], closed: true });
      expect(existsSync(`${trail.file}.next`)).toBe(false);
      for (const name of files(trail.folder))
        if (name > path.basename(last) && name !== 'audit.jsonl') rmSync(path.join(trail.folder, name));
      writeFileSync(last, full);
    }
  });

  it('is refused where the file is missing though full ones are there', async () => {
    const trail = createTrail();
    await fillFiles(trail);
    rmSync(trail.file);
    await expect(trail.open()).rejects.toThrow(
      /missing or empty, though audit-.* comes before it; put it back/,
    );
    writeFileSync(trail.file, '');
    await expect(trail.open()).rejects.toThrow(/missing or empty/);
  });

  it('is refused where an older state of the file was put back', async () => {
    const trail = createTrail();
    await (await trail.open()).close();
    const older = readFileSync(trail.file);
    await fillFiles(trail);
    writeFileSync(trail.file, older);
    await expect(trail.open()).rejects.toThrow(/does not go on where audit-.* ends/);
  });

  it('goes on where the full files were moved to an archive', async () => {
    const trail = createTrail();
    await fillFiles(trail);
    for (const name of files(trail.folder)) if (name !== 'audit.jsonl') rmSync(path.join(trail.folder, name));
    await (await trail.open()).close();
    expect((await trail.verify()).problems).toEqual([]);
  });
});
