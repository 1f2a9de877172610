/** The file that keeps an account's state between runs. */
import { readFileSync, realpathSync, renameSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SimulatorOptionError } from './option-error.ts';

export interface StateFile {
  /** The document in the file; undefined when there is no file yet. */
  read(): unknown;
  /** Puts what is there aside as FILE.bak. */
  setAside(): void;
  /** All or nothing: who reads the file meanwhile, or after a crash, finds the old text or the new one. */
  write(text: string): Promise<void>;
}

export function createStateFile(givenPath: string): StateFile {
  // Behind a symbolic link the file is replaced, not the link.
  const path = resolveLink(givenPath);
  return {
    read() {
      const text = readText(path);
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        throw refuseState(path, 'it is damaged: it is not JSON');
      }
    },
    setAside() {
      try {
        renameSync(path, `${path}.bak`);
      } catch (error) {
        if (readCode(error) !== 'ENOENT')
          throw new SimulatorOptionError(`--reset cannot keep ${path} as ${path}.bak (${readCode(error)})`, {
            cause: error,
          });
      }
    },
    async write(text) {
      const temporary = `${path}.${process.pid}.tmp`;
      try {
        // What is kept may describe people: for the owner's eyes only.
        const file = await open(temporary, 'w', 0o600);
        try {
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw new SimulatorOptionError(`--state ${path} cannot be written (${readCode(error)})`, {
          cause: error,
        });
      }
      await syncFolder(dirname(path));
    },
  };
}

/** The file stays as it is: it may be all there is of somebody's work. */
export function refuseState(path: string, reason: string, cause?: unknown): SimulatorOptionError {
  return new SimulatorOptionError(
    `--state ${path} was not loaded: ${reason}. The file was left as it is; give another one, or add --reset to start anew and keep it as ${path}.bak`,
    { cause },
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (readCode(error) === 'ENOENT') return undefined;
    throw new SimulatorOptionError(`--state ${path} cannot be read (${readCode(error)})`, { cause: error });
  }
}

function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Makes the new name last; where folders cannot be synced (Windows) the system sees to it. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
