// @ts-check
/**
 * Between a client and the server: every message is kept as it passes. Run as a program (`node wire.mjs LOG COMMAND
 * ARGUMENTS...`) it stands in for a server over stdio.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer, request as sendRequest } from 'node:http';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Message
 * @property {string | number} [id]
 * @property {string} [method]
 * @property {any} [params]
 * @property {any} [result]
 * @property {any} [error]
 */

/**
 * What the messages between a client and a server say of the two.
 * @param {string} log
 */
export function readWire(log) {
  /** @type {readonly Message[]} */
  const messages = (existsSync(log) ? readFileSync(log, 'utf8') : '')
    .split('\n')
    .flatMap((line) => parse(line));
  const calls = messages.filter(({ method }) => method === 'tools/call').map(({ params }) => params);
  const negotiated = messages.map(
    ({ params, result }) =>
      params?._meta?.['io.modelcontextprotocol/protocolVersion'] ?? result?.protocolVersion,
  );
  const lists = messages.flatMap(({ result }) => result?.tools ?? []).map(({ name }) => name);
  return {
    protocol: negotiated.findLast((version) => version !== undefined) ?? 'none',
    listed: new Set(lists).size,
    asked: messages.some(
      ({ method, result }) => method === 'elicitation/create' || result?.resultType === 'input_required',
    ),
    /** Each that was not asked again with a person's answer, with its arguments. */
    calls: calls
      .filter(({ inputResponses }) => inputResponses === undefined)
      .map(({ name, arguments: args }) => `${name} ${JSON.stringify(args)}`),
    kinds: new Set(
      messages
        .flatMap(({ result }) => (Array.isArray(result?.content) ? result.content : []))
        .map(({ type }) => type),
    ),
    isStructured: messages.some(({ result }) => result?.structuredContent !== undefined),
  };
}

/**
 * Lines of JSON, bodies, and streams of events.
 * @param {string} line
 * @returns {readonly Message[]}
 */
function parse(line) {
  const text = line.replace(/^data:/, '').trim();
  if (!/^[{[]/.test(text)) return [];
  const value = JSON.parse(text);
  return Array.isArray(value) ? value : [value];
}

/**
 * Stands before a server over HTTP.
 * @param {string} target
 * @param {string} log
 */
export async function startProxy(target, log) {
  const { host } = new URL(target);
  const server = createServer((request, response) => {
    const onward = sendRequest(
      new URL(request.url ?? '/', target),
      {
        method: request.method ?? 'GET',
        headers: { ...request.headers, host, 'accept-encoding': 'identity' },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        keep(answer, log);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    keep(request, log);
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {string} log
 */
function keep(stream, log) {
  const decoder = new TextDecoder();
  let rest = '';
  stream.on('data', (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) appendFileSync(log, `${lines.join('\n')}\n`);
  });
  stream.on('end', () => appendFileSync(log, `${rest}\n`));
}

const [, program, log = '', command = '', ...args] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  keep(process.stdin, log);
  keep(server.stdout, log);
  process.stdin.pipe(server.stdin);
  server.stdout.pipe(process.stdout);
  server.stdin.on('error', () => undefined);
  process.stdout.on('error', () => process.stdin.destroy());
  server.once('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill());
}
