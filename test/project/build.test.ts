/** `build.mjs --if-changed`, which the demo and the tests rely on: never a stale build, and none without need. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program of a few lines in a folder of its own, with this project's build. */
function createProject(folder: string): void {
  for (const name of [
    'build.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ])
    cpSync(path.join(root, name), path.join(folder, name));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  mkdirSync(path.join(folder, 'src'));
  cpSync(path.join(root, 'src', 'start.ts'), path.join(folder, 'src', 'start.ts'));
  mkdirSync(path.join(folder, 'tools'));
  writeFileSync(path.join(folder, 'tools', 'index.ts'), "export const toolsets = ['first'];\n");
  writeFileSync(
    path.join(folder, 'src', 'catalog.ts'),
    "export { toolsets as catalog } from '../tools/index.ts';\n",
  );
  writeFileSync(path.join(folder, 'src', 'library.ts'), 'export const library = 1;\n');
  writeFileSync(
    path.join(folder, 'src', 'main.ts'),
    "import { catalog } from './catalog.ts';\nconsole.log(catalog);\n",
  );
}

it('builds anew after any change, and only then', async () => {
  const folder = createTemporaryFolder();
  createProject(folder);
  const program = path.join(folder, 'dist', 'main.js');
  const build = async () => {
    await promisify(execFile)(process.execPath, ['build.mjs', '--if-changed'], { cwd: folder });
    return statSync(program, { bigint: true }).ctimeNs;
  };
  const first = await build();
  expect(readFileSync(path.join(folder, 'dist', 'program.js'), 'utf8')).toContain('first');
  expect(await build()).toBe(first);

  writeFileSync(path.join(folder, 'tools', 'index.ts'), "export const toolsets = ['second'];\n");
  const second = await build();
  expect(readFileSync(path.join(folder, 'dist', 'program.js'), 'utf8')).toContain('second');
  expect(await build()).toBe(second);

  // What a build that was broken off leaves.
  rmSync(path.join(folder, 'dist', 'library.d.ts'));
  expect(await build()).toBeGreaterThan(second);
}, 120_000);
