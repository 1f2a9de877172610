// @ts-check
/** What every program here is told by run.mjs, and the script for clients that have no model. */
import process from 'node:process';
import { steps } from './script.mjs';

/**
 * @typedef {object} Task
 * @property {'stdio' | 'http'} transport
 * @property {string} command Starts the server over stdio, with `args`.
 * @property {readonly string[]} args
 * @property {string} url Of the server over HTTP, with the bearer token `token`.
 * @property {string} token
 * @property {string} model Address of the scripted model.
 * @property {string} provider Whose API the model speaks.
 * @property {readonly string[]} [only] The steps to play, where not all.
 */

/** @type {Task} */
const task = JSON.parse(process.argv[2] ?? '{}');
export const { command, args, url, token, model, provider } = task;
export const isHttp = task.transport === 'http';
export const headers = { Authorization: `Bearer ${token}` };
export const prompt = 'Do what the script says.';

/**
 * Plays the script with a client's own function for calls, and prints what the client makes of each result.
 * @param {(name: string, args: object) => Promise<unknown>} call
 */
export async function play(call) {
  const results = [];
  for (const { name, tool, args: given } of steps) {
    const played = task.only?.includes(name) ?? true;
    const result = played
      ? call(tool, given(results.at(-1))).catch((/** @type {unknown} */ error) => ({ thrown: String(error) }))
      : null;
    results.push(await result);
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
}
