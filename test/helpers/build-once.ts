/** vitest's global setup: tests of the built program run what the sources say now. `npm test` has built it already. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const builder = fileURLToPath(new URL('../../build.mjs', import.meta.url));

export async function setup(): Promise<void> {
  // For whoever knows that no test of this run starts the program (test/breakages/run.mjs).
  if (process.env['TEST_BUILD'] === 'off') return;
  await promisify(execFile)(process.execPath, [builder, '--if-changed']);
}
