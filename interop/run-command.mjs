// @ts-check
/** Clients that are commands: the frameworks' small ones, started once for each call, and the large ones of clients/. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * Resolves with what the command prints; many end with 1 where a tool has failed.
 * @param {string} program Below node_modules: a script, or a binary.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [variables] Beside those that keep a client offline and in its own home.
 * @returns {Promise<string>}
 */
export function runCommand(program, args, variables = {}) {
  const file = fileURLToPath(new URL(`node_modules/${program}`, import.meta.url));
  const [command, ...rest] = /\.[cm]?js$/.test(file) ? [process.execPath, file, ...args] : [file, ...args];
  const options = { env: { ...process.env, ...variables }, timeout: 240_000, maxBuffer: 1e8 };
  return new Promise((resolve, reject) => {
    const child = execFile(command, rest, options, (error, out, errors) => {
      if (out.trim() === '') reject(new Error(errors || String(error)));
      else resolve(out);
    });
    child.stdin?.end();
  });
}

/**
 * A configuration file in the client's own home.
 * @param {string} path
 * @param {unknown} content Text, or what becomes JSON.
 */
export function writeConfig(path, content) {
  const file = join(process.env['HOME'] ?? '', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}
