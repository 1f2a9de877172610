/**
 * Files that document tools read and save: only below the folder that the operator allowed. Over HTTP each principal
 * has a folder of its own in there.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import { matchCharacters, unreadable } from '../base/visible-text.ts';
import type { Arguments } from '../registry/tool.ts';
import { localCall } from './call-context.ts';
import { isInside, openInside, systemDescriptors } from './open-inside.ts';

export interface Files {
  /** Content of a file in the principal's folder. */
  read(name: string, principal: string): Promise<Uint8Array>;
  /** Whether a new file of that name may be written; throws when not. */
  checkTarget(name: string, principal: string): Promise<void>;
  /** Writes a new file and returns its path; an existing file is never overwritten. */
  save(name: string, content: Uint8Array, principal: string): Promise<string>;
}

/** Alloy names no limit; this is above any scan of a document and below what would fill the memory. */
export const maxFileBytes = 20 * 1024 * 1024;

/**
 * `descriptors` is the folder in which the system shows the files that this process has open; where there is none,
 * paths are compared in its place.
 */
export function createFiles(folder: string | undefined, descriptors: string = systemDescriptors): Files {
  async function findRoot(argument: string, principal: string): Promise<string> {
    if (folder === undefined) {
      throw new CallError(
        'file',
        `${argument} needs a folder, and this server has none: its operator sets ALLOY_FILES_DIR, or give content_base64`,
      );
    }
    const root = await realpath(folder).catch((cause: unknown) => {
      throw new CallError(
        'file',
        "the server's files folder is gone; its operator restores it or changes ALLOY_FILES_DIR",
        { cause },
      );
    });
    return principal === localCall.principal ? root : makeOwnFolder(root, principal);
  }

  async function resolve(argument: string, name: string, principal: string): Promise<Target> {
    const root = await findRoot(argument, principal);
    const target = path.resolve(root, name);
    if (name.includes('\0') || !isInside(root, target)) {
      throw new CallError('file', `${argument} lies outside the server's files folder`);
    }
    // The folder of the target must be inside too once links are followed.
    const parent = await realpath(path.dirname(target)).catch(() => undefined);
    if (parent === undefined || (parent !== root && !isInside(root, parent))) {
      throw new CallError(
        'file',
        `${argument} names a folder that does not exist in the server's files folder`,
      );
    }
    return { root, path: path.join(parent, path.basename(target)) };
  }

  async function resolveNew(name: string, principal: string): Promise<Target> {
    const target = await resolve('save_as', name, principal);
    const fault = findNameFault(path.basename(target.path));
    if (fault !== undefined) throw new CallError('file', `save_as ${fault}; choose a plain name`);
    return target;
  }

  const open = (target: Target, flags: number) => openInside({ ...target, flags, descriptors });

  return {
    async read(name, principal) {
      const target = await resolve('file_path', name, principal);
      try {
        const handle = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
        try {
          return await readBounded(handle, name);
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw cause instanceof CallError
          ? cause
          : new CallError('file', `file_path ${name} cannot be read`, { cause });
      }
    },
    async checkTarget(name, principal) {
      const target = await resolveNew(name, principal);
      if (await exists(target.path)) throw new CallError('file', takenMessage(name));
    },
    async save(name, content, principal) {
      const target = await resolveNew(name, principal);
      try {
        const handle = await open(target, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
        try {
          await handle.writeFile(content);
        } finally {
          await handle.close();
        }
        return target.path;
      } catch (cause) {
        const isTaken = readErrorCode(cause) === 'EEXIST';
        throw new CallError('file', isTaken ? takenMessage(name) : `save_as ${name} cannot be written`, {
          cause,
        });
      }
    },
  };
}

interface Target {
  /** The folder that must hold it, without links. */
  readonly root: string;
  /** Its own folder without links; what the last part names is not known yet. */
  readonly path: string;
}

/** Exactly one of base64 text and a file of the principal's folder. */
export async function readFileArgument(
  args: Arguments,
  files: Files,
  principal: string,
): Promise<Uint8Array> {
  const { content_base64: text, file_path: file } = args;
  if (typeof file === 'string') return files.read(file, principal);
  const bytes =
    typeof text === 'string' &&
    /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) &&
    text.replace(/(?<!=)=+$/, '').length % 4 !== 1
      ? Buffer.from(text, 'base64')
      : undefined;
  if (bytes !== undefined && bytes.length > 0) return new Uint8Array(bytes);
  const message = 'is not base64; encode the bytes of the file, without line breaks or a data: prefix';
  throw new CallError('invalid_arguments', `content_base64 ${message}`);
}

async function makeOwnFolder(root: string, principal: string): Promise<string> {
  const own = path.join(root, nameFolder(principal));
  await mkdir(own, { mode: 0o700 }).catch(() => undefined);
  const found = await lstat(own).catch(() => undefined);
  if (found?.isDirectory() === true) return own;
  throw new CallError(
    'file',
    "this caller's own folder in the server's files folder cannot be made; its operator gives ALLOY_FILES_DIR space and permissions",
  );
}

/**
 * Two principals never share one, also where the system takes capitals for small letters; none is a name that a system
 * keeps for itself. Short enough for any: names of tokens have 64 characters at most.
 */
export function nameFolder(principal: string): string {
  const escaped = Buffer.from(principal)
    .toString('latin1')
    .replace(/[^a-z0-9@-]/g, (byte) => `_${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `principal-${escaped}`;
}

/** What is there may be larger by the time that it is read, so the bytes are counted as they come. */
async function readBounded(handle: FileHandle, name: string): Promise<Uint8Array> {
  const { size, nlink } = await handle
    .stat()
    .then((found) => (found.isFile() ? found : { ...found, size: -1 }));
  if (size < 0) throw new CallError('file', `file_path ${name} is not a file`);
  // Its other name may lie anywhere, and belong to anybody.
  if (nlink > 1)
    throw new CallError('file', `file_path ${name} has a second name (a hard link); give a copy of it`);
  const tooLarge = () => new CallError('file', `file_path ${name} is larger than ${maxFileBytes} bytes`);
  if (size > maxFileBytes) throw tooLarge();
  // One byte more than it should have shows that it has grown.
  let content = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(content, length);
    length += bytesRead;
    if (length > maxFileBytes) throw tooLarge();
    if (bytesRead === 0) return new Uint8Array(content.buffer, content.byteOffset, length);
    if (length === content.length) {
      const larger = Buffer.alloc(Math.min(content.length * 2, maxFileBytes + 1));
      content.copy(larger);
      content = larger;
    }
  }
}

const unreadableName = matchCharacters([...unreadable, 'otherSpace']);
const reservedName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\.|$)/i;
/** In bytes: what the usual file systems take. */
const longestName = 255;

/**
 * For files that are made here: their names look like what they are, are taken for no option or hidden file, and mean
 * the same on every system. Files that are there have the names they have.
 */
function findNameFault(name: string): string | undefined {
  if (unreadableName.test(name)) return 'holds a control or invisible character';
  if (/^[.-]/.test(name)) return 'begins with a dot or a dash';
  if (/^ |[ .]$/.test(name)) return 'begins or ends with a space, or ends with a dot';
  if (/[<>:"|?*\\]/.test(name))
    return 'holds a character that some systems do not allow in names (<>:"|?*\\)';
  if (reservedName.test(name)) return 'is a name that some systems keep for devices';
  if (Buffer.byteLength(name) > longestName) return `is longer than ${longestName} bytes`;
  return undefined;
}

const takenMessage = (name: string) => `save_as ${name} exists already; choose another name`;

const exists = (target: string) =>
  lstat(target).then(
    () => true,
    () => false,
  );
