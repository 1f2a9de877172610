/** Makes new names in a folder last; where folders cannot be synced (Windows) the system sees to it. */
import { open } from 'node:fs/promises';

// Why a system call failed, in a word that names no path or content.

export function readErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown reason';
}

export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}
