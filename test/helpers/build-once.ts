/** vitest's global setup: tests of the built program have one to run. `npm test` has built it already. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { binary } from './clients/start-process.ts';

export async function setup(): Promise<void> {
  const built = await stat(binary).catch(() => undefined);
  if (built === undefined) {
    await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../build.mjs', import.meta.url))]);
  }
}
