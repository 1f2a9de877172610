/**
 * Opens a file of which it is sure that it lies inside a folder, though another program may put a link in the place of
 * a folder on the way at any moment. Where the system shows what is open (Linux: /proc/self/fd) the file's folder is
 * opened first, its real path looked at, and the file opened by that descriptor: what lies under the path no longer
 * matters. Elsewhere the paths are walked again once the file is open, which leaves a narrow gap for a program that
 * puts the link in and out several times at the right moments.
 */
import { constants, type Dirent } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

export interface Opening {
  /** Without links. */
  readonly root: string;
  /** Below `root` when it was looked at. */
  readonly path: string;
  /** A file that is made is for its owner alone. A link as the last part is never followed. */
  readonly flags: number;
  readonly descriptors: string;
}

export const systemDescriptors = '/proc/self/fd';

export const isInside = (root: string, target: string): boolean => target.startsWith(root + path.sep);

const newFileMode = 0o600;
/** Each has to be outrun by whoever swaps folders. */
const walks = 3;

/** Throws when it does not lie inside or cannot be opened; nothing has been read or written then. */
export async function openInside({ root, path: target, flags, descriptors }: Opening): Promise<FileHandle> {
  // Windows has neither, nor what they are against.
  const plain = flags | (constants.O_NOFOLLOW ?? 0);
  return withFolder(path.dirname(target), descriptors, async (folder) => {
    if (folder === undefined) return openAndWalk(root, target, plain);
    const { shown, real } = folder;
    if (real !== root && !isInside(root, real)) throw new Error('The folder lies outside');
    return open(path.join(shown, path.basename(target)), plain, newFileMode);
  });
}

/** What is in a folder, by the same rules; throws when it does not lie inside or cannot be opened. */
export async function listInside({
  root,
  path: target,
  descriptors,
}: Omit<Opening, 'flags'>): Promise<readonly Dirent[]> {
  return withFolder(target, descriptors, async (folder) => {
    const entries = await readdir(folder?.shown ?? target, { withFileTypes: true });
    const place = folder?.real ?? (await realpath(target));
    if (place !== root && !isInside(root, place)) throw new Error('The folder lies outside');
    return entries;
  });
}

/** What the system shows of a folder that is open. */
interface OpenFolder {
  /** The path of its descriptor. */
  readonly shown: string;
  /** Without links. */
  readonly real: string;
}

/** Keeps the folder open meanwhile. `use` gets undefined where the system shows nothing of it. */
async function withFolder<Result>(
  name: string,
  descriptors: string,
  use: (folder: OpenFolder | undefined) => Promise<Result>,
): Promise<Result> {
  const folder = await openFolder(name);
  try {
    const shown = folder && path.join(descriptors, String(folder.fd));
    const real = shown && (await readlink(shown).catch(() => undefined));
    return await use(shown === undefined || real === undefined ? undefined : { shown, real });
  } finally {
    await folder?.close();
  }
}

/** Undefined where folders cannot be opened. */
const openFolder = (name: string) =>
  constants.O_DIRECTORY === undefined
    ? Promise.resolve(undefined)
    : open(name, constants.O_RDONLY | constants.O_DIRECTORY);

async function openAndWalk(root: string, target: string, flags: number): Promise<FileHandle> {
  const handle = await open(target, flags, newFileMode);
  try {
    const opened = await handle.stat({ bigint: true });
    for (let walk = 0; walk < walks; walk += 1) {
      const real = await realpath(target);
      const found = await lstat(real, { bigint: true });
      if (!isInside(root, real) || found.dev !== opened.dev || found.ino !== opened.ino)
        throw new Error('The file lies outside, or was replaced');
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
