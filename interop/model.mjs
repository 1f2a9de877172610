// @ts-check
/**
 * A model on loopback that plays the script: whatever it is asked in the forms of OpenAI (chat completions, responses),
 * Anthropic and Gemini, it calls the script's next tool, until the last result has come. It keeps what it was shown, and
 * refuses a list of tools as the provider's API would.
 */
import { createServer } from 'node:http';
import { anthropic } from './providers/anthropic.mjs';
import { gemini } from './providers/gemini.mjs';
import { openAiChat } from './providers/openai-chat.mjs';
import { openAiResponses } from './providers/openai-responses.mjs';
import { steps } from './script.mjs';

/**
 * @typedef {import('./schema-limits.mjs').Tool} Tool
 *
 * @typedef {object} Call
 * @property {string} id
 * @property {string} name
 * @property {string} [namespace]
 * @property {Readonly<Record<string, unknown>>} args
 *
 * @typedef {object} Provider
 * @property {(path: string) => boolean} matches
 * @property {(body: Readonly<Record<string, unknown>>, path: string) => Asked} read
 * @property {(tools: readonly Tool[]) => string | undefined} refuse
 * @property {(message: string) => object} error
 * @property {(move: Move, stream: boolean) => object | string} answer Text is a stream of events.
 *
 * @typedef {object} Move
 * @property {string} id Of its own: clients take two answers of one id for one.
 * @property {Call} [call]
 * @property {string} [text]
 *
 * @typedef {object} Asked
 * @property {boolean} stream
 * @property {readonly Tool[]} tools
 * @property {readonly unknown[]} results Of the tools called so far, oldest first.
 * @property {boolean} [continues] What was said before is not sent again.
 */

const providers = [openAiChat, openAiResponses, anthropic, gemini];

export async function startModel() {
  /** @type {unknown[]} */
  const requests = [];
  /** @type {unknown[]} */
  const results = [];
  /** @type {string[]} */
  const refusals = [];
  /** @type {readonly Tool[]} */
  let tools = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const provider = providers.find(({ matches }) => matches(path));
    /** @param {number} status @param {object | string} body */
    const reply = (status, body) => {
      const isStream = typeof body === 'string';
      response.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
      response.end(isStream ? body : JSON.stringify(body));
    };
    if (provider === undefined || request.method !== 'POST')
      return reply(404, { error: { message: 'none' } });
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const asked = provider.read(body, path);
    requests.push(body);
    if (asked.tools.length > tools.length) tools = asked.tools;
    results.push(...asked.results.slice(asked.continues ? 0 : results.length));
    const refused = provider.refuse(asked.tools);
    if (refused !== undefined) {
      refusals.push(refused);
      return reply(400, provider.error(refused));
    }
    // What is asked beside the script (for a title, a summary) comes without our tools.
    const isScript = asked.continues || asked.tools.some(isOurs);
    const played = asked.continues ? results.length : asked.results.length;
    const move = {
      id: `${requests.length}`,
      ...(isScript ? chooseNext(played, tools, results[played - 1]) : { text: 'done' }),
    };
    return reply(200, provider.answer(move, asked.stream));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the model has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    results,
    refusals,
    toolCount: () => tools.filter(isOurs).length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {Tool} tool */
const isOurs = ({ name, namespace }) => `${namespace} ${name}`.includes('alloy');

/**
 * @param {number} played
 * @param {readonly Tool[]} tools
 * @param {unknown} before The last result.
 */
function chooseNext(played, tools, before) {
  const step = steps[played];
  // Clients put names in front.
  const found = step && tools.find(({ name }) => name.endsWith(step.tool));
  if (step === undefined || found === undefined) return { text: 'done' };
  const { name, namespace } = found;
  const call = { id: `call_${played}`, name, args: step.args(before) };
  return { call: namespace === undefined ? call : { ...call, namespace } };
}
