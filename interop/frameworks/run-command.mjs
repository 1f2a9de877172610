// @ts-check
/** Clients that are commands, started once for each call. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Resolves with what the command prints; many end with 1 where a tool has failed.
 * @param {string} program Below node_modules.
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
export function runCommand(program, args) {
  const file = fileURLToPath(new URL(`../node_modules/${program}`, import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file, ...args], { timeout: 60_000, maxBuffer: 1e8 }, (error, out, errors) => {
      if (out.trim() === '') reject(new Error(errors || String(error)));
      else resolve(out);
    });
  });
}
