/**
 * Files that document tools read and save: only below the folder that the operator allowed, names checked before and
 * links resolved after.
 */
import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../base/errors.ts';
import { matchCharacters, unreadable } from '../base/visible-text.ts';
import type { Arguments } from '../registry/tool.ts';

export interface Files {
  /** Content of a file in the folder. */
  read(name: string): Promise<Uint8Array>;
  /** Whether a new file of that name may be written; throws when not. */
  checkTarget(name: string): Promise<void>;
  /** Writes a new file and returns its path; an existing file is never overwritten. */
  save(name: string, content: Uint8Array): Promise<string>;
}

/** Alloy names no limit; this is above any scan of a document and below what would fill the memory. */
export const maxFileBytes = 20 * 1024 * 1024;

/** For files that are made here: their names look like what they are. Files that are there have the names they have. */
const unreadableName = matchCharacters(unreadable);

export function createFiles(folder: string | undefined): Files {
  async function resolve(argument: string, name: string): Promise<string> {
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
        {
          cause,
        },
      );
    });
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
    return path.join(parent, path.basename(target));
  }

  async function resolveNew(name: string): Promise<string> {
    const target = await resolve('save_as', name);
    if (unreadableName.test(name)) {
      throw new CallError('file', 'save_as holds a control or invisible character; choose a plain name');
    }
    return target;
  }

  return {
    async read(name) {
      const target = await resolve('file_path', name);
      try {
        const handle = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        try {
          const { size } = await handle.stat().then((found) => (found.isFile() ? found : { size: -1 }));
          if (size < 0) throw new CallError('file', `file_path ${name} is not a file`);
          if (size > maxFileBytes)
            throw new CallError('file', `file_path ${name} is larger than ${maxFileBytes} bytes`);
          return new Uint8Array(await handle.readFile());
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw cause instanceof CallError
          ? cause
          : new CallError('file', `file_path ${name} cannot be read`, { cause });
      }
    },
    async checkTarget(name) {
      const target = await resolveNew(name);
      if (await exists(target)) throw new CallError('file', takenMessage(name));
    },
    async save(name, content) {
      const target = await resolveNew(name);
      try {
        const handle = await open(target, 'wx', 0o600);
        try {
          await handle.writeFile(content);
        } finally {
          await handle.close();
        }
        return target;
      } catch (cause) {
        const message = (await exists(target)) ? takenMessage(name) : `save_as ${name} cannot be written`;
        throw new CallError('file', message, { cause });
      }
    },
  };
}

/** Exactly one of base64 text and a file of the operator's folder. */
export async function readFileArgument(args: Arguments, files: Files): Promise<Uint8Array> {
  const { content_base64: text, file_path: file } = args;
  if (typeof file === 'string') return files.read(file);
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

const isInside = (root: string, target: string) => target.startsWith(root + path.sep);

const takenMessage = (name: string) => `save_as ${name} exists already; choose another name`;

const exists = (target: string) =>
  stat(target).then(
    () => true,
    () => false,
  );
