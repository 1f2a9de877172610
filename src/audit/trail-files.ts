/** The files of a trail, oldest first, for reading. */
import { stat } from 'node:fs/promises';
import { ConfigurationError } from '../errors.ts';
import { readErrorCode } from './read-error-code.ts';
import { findRotatedFiles } from './rotated-files.ts';

/** One file stands for the full ones beside it; several are taken as they are given. */
export async function findTrailFiles(given: readonly string[]): Promise<readonly string[]> {
  for (const path of given) {
    const facts = await stat(path).catch((cause: unknown) => {
      throw new ConfigurationError(`${path} cannot be read (${readErrorCode(cause)})`, { cause });
    });
    if (facts.isDirectory()) throw new ConfigurationError(`${path} is a folder; name the files in it`);
  }
  const [only, ...more] = given;
  if (only === undefined || more.length > 0) return given;
  return [...(await findRotatedFiles(only)).map(({ path }) => path), only];
}
