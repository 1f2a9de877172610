/**
 * Two builds of ours in turns: what a change costs. The older one is a git ref, which is built in a folder of its own, or
 * a folder that holds dist/main.js.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOwn, credentials, type Transport } from './contenders.ts';
import { createFigures, formatComparison } from './figures.ts';
import {
  measureAlone,
  measureList,
  measureStarts,
  measureTogether,
  measureTransport,
  tokens,
} from './measures.ts';
import { here, startUpstream } from './processes.ts';

const root = here('..');
const transports: readonly Transport[] = ['stdio', 'HTTP 2026-07-28'];
const measures = [measureAlone, measureTogether];

export async function compareBuilds(rounds: number, build: string | undefined): Promise<void> {
  if (build === undefined) throw new TypeError('before: which build? Name a git ref or a folder');
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-before-'));
  try {
    const older = existsSync(path.join(build, 'dist', 'main.js'))
      ? path.resolve(build)
      : buildRef(build, folder);
    const upstream = await startUpstream(tokens.large);
    const variables = { ALLOY_BASE_URL: upstream, ...credentials };
    const before = createOwn(path.join(older, 'dist', 'main.js'), variables, undefined, 'before');
    const now = createOwn(path.join(root, 'dist', 'main.js'), variables, undefined, 'now');
    const figures = createFigures();
    for (let round = 0; round < rounds; round += 1) {
      await measureStarts(figures, 'cold start to tools/list (ms)', [before, now], round);
      for (const transport of transports)
        await measureTransport(figures, transport, [before, now], round, measures);
    }
    for (const contender of [before, now]) await measureList(figures, contender);
    const comparison = { contenders: ['before', 'now'], subject: 'now', bases: ['before'] };
    console.log(formatComparison(figures, comparison));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program at a commit, built with the dependencies of then. */
function buildRef(ref: string, folder: string): string {
  const archive = execFileSync('git', ['archive', '--format=tar', ref], {
    cwd: root,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const readLock = (parent: string) => readFileSync(path.join(parent, 'package-lock.json'), 'utf8');
  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (readLock(folder) === readLock(root))
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  else run('npm', ['ci', '--ignore-scripts', '--loglevel', 'error']);
  run(process.execPath, ['build.mjs']);
  return folder;
}
