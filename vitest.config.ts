import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { isLong } from './test/helpers/extent.ts';

/** The files that leave something to the long suite. */
function findLong(): string[] {
  const uses = /helpers\/(?:extent|clients\/routes)\.ts'/;
  return readdirSync('test', { recursive: true })
    .map((name) => path.join('test', String(name)))
    .filter((file) => file.endsWith('.test.ts') && uses.test(readFileSync(file, 'utf8')));
}

export default defineConfig({
  test: {
    include: isLong ? findLong() : ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/build-once.ts'],
    // No test changes a module, so a worker loads zod, the registry and the SDKs once and not for each of 140 files.
    isolate: false,
    // Many tests wait for processes that they started; vitest's default leaves a core idle.
    maxWorkers: availableParallelism() + 1,
    // A test of the long suite goes over all tools or clients.
    testTimeout: isLong ? 240_000 : 60_000,
    hookTimeout: isLong ? 240_000 : 60_000,
  },
});
