/** Makes new names in a folder last; where folders cannot be synced (Windows) the system sees to it. */
import { open } from 'node:fs/promises';

export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}
