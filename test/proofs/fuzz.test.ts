/**
 * Hostile arguments for every tool, against an Alloy that looks at each request and answers in many ways: nothing
 * crashes, no request leaves its template, no credential shows, no prototype changes. 8,000 cases with a fixed seed, in
 * the long suite 60,000; `npm run fuzz` tries a million (FUZZ_CASES, FUZZ_SEED).
 */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBasicAuth } from '../../src/alloy/auth.ts';
import type { HttpRequest, HttpResponse } from '../../src/alloy/exchange.ts';
import { createFixedSource } from '../../src/base/secret-source.ts';
import { localCall } from '../../src/calls/call-context.ts';
import type { Tool } from '../../src/registry/tool.ts';
import { parseModes } from '../../src/shield/modes.ts';
import { createShield } from '../../src/shield/shield.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { assembleExecutor } from '../helpers/assemble.ts';
import { listTemplateFaults } from '../helpers/contract/template-check.ts';
import { isLong } from '../helpers/extent.ts';
import { createLogRecord } from '../helpers/log-record.ts';
import { buildHostileArguments } from '../helpers/proofs/hostile-arguments.ts';
import { tools } from '../helpers/tools.ts';

const cases = Number(process.env['FUZZ_CASES'] ?? (isLong ? 60_000 : 4_000));
const seed = Number(process.env['FUZZ_SEED'] ?? 138);
const perTool = Math.ceil(cases / tools.length);

const credentials = { token: 'canary-token-5fK2p', secret: 'canary-secret-9dQ7x' };
const authorization = `Basic ${Buffer.from(`${credentials.token}:${credentials.secret}`).toString('base64')}`;
const canaries = [credentials.token, credentials.secret, authorization.slice('Basic '.length)];
const allowed = { origin: 'http://alloy.test', prefix: '/v1', authorization };

/** What Alloy says this time; echoes what it got, in refusals the credentials too. */
const answers: readonly ((exchange: HttpRequest) => {
  readonly status: number;
  readonly body: string | Uint8Array;
})[] = [
  ({ body }) => ({ status: 200, body: typeof body === 'string' ? body : '{}' }),
  ({ path, body }) => ({ status: 201, body: JSON.stringify({ path, raw: String(body), status: 'pending' }) }),
  () => ({ status: 204, body: '' }),
  ({ path, body, headers }) => ({
    status: 400,
    body: JSON.stringify({
      error: { type: 'x', message: `${path} ${headers['authorization']}`, details: { body, headers } },
    }),
  }),
  ({ headers }) => ({ status: 500, body: JSON.stringify({ error: `${JSON.stringify(headers)}` }) }),
  () => ({ status: 404, body: '<html>' }),
  () => ({
    status: 200,
    body: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  }),
  () => ({ status: 200, body: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d) }),
];

const log = createLogRecord();
let current: { readonly tool: Tool; readonly answer: number; sent: number } | undefined;
let faults: string[] = [];

async function send(exchange: HttpRequest): Promise<HttpResponse> {
  if (current === undefined) throw new Error('a request of no call');
  current.sent += 1;
  faults.push(...listTemplateFaults(current.tool, exchange, allowed));
  const { status, body } = answers[current.answer % answers.length]?.(exchange) ?? { status: 500, body: '' };
  return { status, header: () => undefined, body: Buffer.from(body) };
}

const shield = createShield({
  state: createMemoryState(),
  modes: parseModes(''),
  keys: ['key-of-the-fuzz-0123456789abcdefghijk'],
});
const executor = assembleExecutor({
  baseUrl: allowed.origin + allowed.prefix,
  send,
  auth: createBasicAuth(createFixedSource(credentials)),
  shield,
  maxChars: 40_000,
  logger: log.logger,
});

const names = (prototype: object) => Reflect.ownKeys(prototype).length;
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const pristine = prototypes.map(names);

let loggedBefore = 0;

async function tryCase(tool: Tool, json: string, answer: number): Promise<number> {
  const input: unknown = JSON.parse(json);
  // Real waiting is not what this is about.
  if (typeof input === 'object' && input !== null && 'wait_seconds' in input) {
    if (typeof input.wait_seconds === 'number' && input.wait_seconds > 0) input.wait_seconds = 0;
  }
  current = { tool, answer, sent: 0 };
  faults = [];
  const { content, structuredContent, isError } = await executor.execute(tool, input, localCall);
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  const envelope = JSON.stringify(structuredContent);
  if (text !== envelope) faults.push('content and structuredContent differ');
  if (text.startsWith('{"error"') !== (isError === true)) faults.push('isError does not tell');
  if (text.startsWith('{"error":{"kind":"internal"')) faults.push(`a defect: ${text}`);
  // Whoever sends rubbish must not fill a model's context with it; six characters for each that JSON escapes.
  if (isError === true && text.length > 130_000) faults.push(`an error of ${text.length} characters`);
  const logged = JSON.stringify(log.lines.slice(loggedBefore));
  loggedBefore = log.lines.length;
  for (const canary of canaries)
    if (text.includes(canary) || logged.includes(canary))
      faults.push(`a credential shows: ${text.slice(0, 2000)}`);
  if (logged.includes('by a defect')) faults.push(`a defect: ${logged}`);
  if (prototypes.some((prototype, index) => names(prototype) !== pristine[index]) || 'polluted' in {})
    faults.push('a prototype was changed');
  if (current.sent > 1) faults.push(`sent ${current.sent} times`);
  if (faults.length > 0) throw new Error(`${tool.name} ${json.slice(0, 3000)}\n${faults.join('\n')}`);
  return current.sent;
}

test(
  `${perTool * tools.length} hostile calls`,
  async () => {
    let sent = 0;
    for (const tool of tools) {
      const property = fc.asyncProperty(
        buildHostileArguments(tool),
        fc.nat(answers.length - 1),
        async (json, answer) => {
          sent += await tryCase(tool, json, answer);
        },
      );
      await fc.assert(property, { numRuns: perTool, seed, endOnFailure: cases > 100_000 });
    }
    // Refusals alone would prove little of what is sent.
    expect(sent).toBeGreaterThan((perTool * tools.length) / 6);
  },
  Math.max(60_000, cases * 20),
);
