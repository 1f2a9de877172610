/**
 * Nothing reaches Alloy without a line in the audit trail: over all tools, documents read as resources, polls, retries
 * and bearer tokens, the requests that Alloy got are those that the trail tells of, and a dry run sends none.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFields } from '../../src/audit/line.ts';
import { buildExample } from '../../src/registry/example.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { assembleApi } from '../helpers/assemble.ts';
import { createTrail, keyText, readCall } from '../helpers/audit-trail.ts';
import { createLineClient, type LineClient } from '../helpers/clients/line-client.ts';
import { startProcess, stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';
import { tools } from '../helpers/tools.ts';

const bearer = 'POST /oauth/bearer';
/** In the quick suite every fourth, and those that a number below is about. */
const called = inFull(
  tools,
  ({ answer, path: template, wait }, index) =>
    index % 4 === 0 || answer === 'file' || wait !== undefined || template === '/oauth/bearer',
);
/** Paths that were asked once: every other read is refused the first time, so that it is sent again. */
const asked = new Set<string>();
let alloy: LoopbackAlloy;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ method, path: url }) => {
    if (url.endsWith('/oauth/bearer') && method === 'POST')
      return { body: { access_token: 'head.body.sign', token_type: 'bearer', expires_in: 3600 } };
    const key = `${method} ${url}`;
    const isFirst = !asked.has(key);
    asked.add(key);
    if (method === 'GET' && isFirst && url.length % 2 === 0) return { status: 503, body: {} };
    // What is waited for is at work the first time it is looked at.
    const status = isFirst ? 'running' : 'completed_approved';
    return { body: { journey_application_token: 'JA-00000000000000000000', status } };
  });
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

interface Run {
  readonly client: LineClient;
  /** Ends the server, and tells what its trail holds. */
  readTrail(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

async function start(flags: readonly string[] = []): Promise<Run> {
  const file = path.join(createTemporaryFolder(), 'audit.jsonl');
  const child = startProcess(flags, {
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_AUTH: 'oauth',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_AUDIT: `file:${file}`,
    ALLOY_AUDIT_KEY: keyText,
    ALLOY_CONFIRM: 'off',
    ALLOY_WORKFLOW_TOKEN: 'W-1',
    LOG_LEVEL: 'silent',
  });
  const client = createLineClient(child);
  await client.initialize();
  return {
    client,
    async readTrail() {
      child.stdin.end();
      await child.ended;
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => parseFields(Buffer.from(line)) ?? {}).filter(({ type }) => type === 'call');
    },
  };
}

const templates = [
  bearer,
  ...new Set(
    tools.filter(({ aliasOf }) => aliasOf === undefined).map((tool) => `${tool.method} ${tool.path}`),
  ),
].map((operation) => ({
  operation,
  // The literal parts tell apart what a placeholder would swallow.
  form: new RegExp(
    `^${operation.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]*\}/g, '[^/]+')}$`,
  ),
  placeholders: operation.split('{').length,
}));

/** The operation that a request was, the most literal template first. */
function findOperation(method: string, url: string): string {
  const given = `${method} ${url.split('?')[0]?.replace(/^\/v1/, '')}`;
  const [found] = templates
    .filter(({ form }) => form.test(given))
    .sort((left, right) => left.placeholders - right.placeholders);
  return found?.operation ?? `none: ${given}`;
}

function countBy(operations: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const operation of operations) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const received = (from: number) =>
  countBy(alloy.requests.slice(from).map(({ method, path: url }) => findOperation(method, url)));

async function callAll(client: LineClient): Promise<void> {
  for (const tool of called) await client.callTool(tool.name, buildExample(tool, 'required'));
  const waiting = called.filter(({ wait }) => wait !== undefined);
  await Promise.all(
    waiting.map((tool) => client.callTool(tool.name, { ...buildExample(tool, 'required'), wait_seconds: 3 })),
  );
  const uris = [
    'alloy://entities/P-1/documents/D-1',
    'alloy://entities/P-2/documents/D-22',
    'alloy://entities/P-1',
    'alloy://evaluations/S-1',
  ];
  for (const uri of uris) await client.ask('resources/read', { uri });
}

describe('every request that Alloy gets', () => {
  it('has its line, retries counted', { timeout: 120_000 }, async () => {
    const from = alloy.requests.length;
    const { client, readTrail } = await start();
    await callAll(client);
    const trail = await readTrail();
    const told = trail
      .filter(({ outcome }) => outcome !== 'invalid_arguments')
      .flatMap(({ operation, retries }) => Array(1 + Number(retries)).fill(String(operation)));
    const counted = received(from);
    expect(countBy(told)).toEqual(counted);
    // The server's own, and that of the tool which asks for one.
    expect(counted[bearer]).toBe(2);
    // Two documents by their resource and the tools of the same operation; polls beside the calls that wait.
    expect(counted['GET /entities/{entity_token}/documents/{document_token}']).toBeGreaterThanOrEqual(3);
    expect(trail.length).toBeGreaterThan(called.length + 10);
    expect(trail.some(({ retries }) => Number(retries) > 0)).toBe(true);
  });

  it('is none in a dry run, and no line tells of one', { timeout: 60_000 }, async () => {
    const from = alloy.requests.length;
    const { client, readTrail } = await start(['--dry-run']);
    await callAll(client);
    const trail = await readTrail();
    expect(received(from)).toEqual({});
    expect(trail.filter(({ outcome }) => outcome !== 'invalid_arguments')).toEqual([]);
  });
});

describe('the Alloy client', () => {
  const request = { method: 'GET', template: '/lists', path: '/lists', query: '', headers: {} } as const;

  it('sends nothing for an entry that is none of the trail, or has ended', async () => {
    const trail = createTrail();
    const audit = await trail.open();
    let sent = 0;
    const api = assembleApi({
      baseUrl: 'https://alloy.test/v1',
      send: async () => {
        sent += 1;
        return { status: 200, header: () => undefined, body: Buffer.from('{}') };
      },
      isRecorded: audit.holds,
    });
    const send = (entry: object) => api.send({ ...request, repeatable: true, changes: false }, entry);
    const refusal = { kind: 'internal', details: { sent: 'no' } };
    await expect(send({})).rejects.toMatchObject(refusal);
    const entry = await audit.begin(readCall);
    await send(entry);
    entry.end({ outcome: 'ok' });
    await expect(send(entry)).rejects.toMatchObject(refusal);
    expect(sent).toBe(1);
  });
});
