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
import { decodeBase64 } from './base64.ts';
import { localCall } from './call-context.ts';
import { findAlike } from './file-names.ts';
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

  /** The same folder as the operator wrote it, links and all. */
  const findWritten = (principal: string) =>
    path.resolve(folder ?? '', principal === localCall.principal ? '' : nameFolder(principal));

  async function place(argument: string, name: string, principal: string): Promise<Place> {
    const root = await findRoot(argument, principal);
    const target = path.resolve(root, name);
    // A whole path may reach the folder by a link: as the operator wrote it, or as the system does (/tmp on macOS).
    const base = [root, findWritten(principal)].find((each) => isInside(each, target));
    if (!name.includes('\0')) {
      if (base !== undefined) return { root, below: path.relative(base, target) };
      const parent = path.isAbsolute(name) ? await findReal(path.dirname(target)) : undefined;
      if (parent !== undefined && (parent === root || isInside(root, parent)))
        return { root, below: path.join(path.relative(root, parent), path.basename(target)) };
    }
    throw new CallError('file', `${argument} lies outside the server's files folder`);
  }

  async function resolveNew(name: string, principal: string): Promise<Target> {
    const target = await enter(await place('save_as', name, principal));
    if (target === undefined) throw new CallError('file', noFolder('save_as'));
    const fault = findNameFault(path.basename(target.path));
    if (fault !== undefined) throw new CallError('file', `save_as ${fault}; choose a plain name`);
    return target;
  }

  const open = (target: Target, flags: number) => openInside({ ...target, flags, descriptors });

  /** Undefined where there is none. */
  async function openPresent(named: Place): Promise<FileHandle | undefined> {
    const target = await enter(named);
    if (target === undefined) return undefined;
    return open(target, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
      if (readErrorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
  }

  async function openNamed(name: string, principal: string): Promise<FileHandle> {
    const named = await place('file_path', name, principal);
    const handle = await openPresent(named);
    if (handle !== undefined) return handle;
    const { below, near } = await findAlike({ ...named, descriptors });
    const alike = below === undefined ? undefined : await openPresent({ ...named, below });
    if (alike !== undefined) return alike;
    const advice = near === undefined ? '' : `; did you mean ${near}?`;
    throw new CallError(
      'file',
      `file_path ${name}: there is no file of that name in the server's files folder${advice}`,
    );
  }

  return {
    async read(name, principal) {
      try {
        const handle = await openNamed(name, principal);
        try {
          return await readBounded(handle, name);
        } finally {
          await handle.close();
        }
      } catch (cause) {
        if (cause instanceof CallError) throw cause;
        const reason = unreadableFor[readErrorCode(cause) ?? ''] ?? 'cannot be read';
        throw new CallError('file', `file_path ${name} ${reason}`, { cause });
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

const unreadableFor: Readonly<Record<string, string>> = {
  ELOOP: 'is a link to a file, which is not followed; give a copy of the file itself',
  EACCES: 'cannot be read: this server has no permission to, which its operator can give it',
};

const noFolder = (argument: string) =>
  `${argument} names a folder that does not exist in the server's files folder`;

const findReal = (name: string) => realpath(name).catch(() => undefined);

/** Undefined where its folder is not there, or is not inside any more once links are followed. */
async function enter({ root, below }: Place): Promise<Target | undefined> {
  const parent = await findReal(path.dirname(path.join(root, below)));
  if (parent === undefined || (parent !== root && !isInside(root, parent))) return undefined;
  return { root, path: path.join(parent, path.basename(below)) };
}

interface Place {
  /** The folder that must hold it, without links. */
  readonly root: string;
  /** The path from there, as it was written. */
  readonly below: string;
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
  const bytes = decodeBase64(typeof text === 'string' ? text : '');
  if (bytes !== undefined && bytes.length > 0 && bytes.length <= maxFileBytes) return bytes;
  throw new CallError('invalid_arguments', `content_base64 ${describeBytes(bytes)}`);
}

function describeBytes(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return 'is neither base64 nor a data: URL; encode the bytes of the whole file';
  if (bytes.length === 0) return 'holds no bytes; a file must not be empty';
  return `is larger than ${maxFileBytes} bytes; send a smaller file`;
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
    // Alloy would put it in the place of a document that is there.
    if (bytesRead === 0 && length === 0)
      throw new CallError('file', `file_path ${name} is empty (0 bytes); give a file that holds something`);
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
