/** Dry runs: nothing is sent, and what is shown is what would be sent, for every tool. */

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { hints } from '../../src/base/errors.ts';
import { buildExample } from '../../src/registry/example.ts';
import type { Arguments, Tool } from '../../src/registry/tool.ts';
import {
  type LoopbackAlloy,
  type ReceivedRequest,
  startLoopbackAlloy,
} from '../helpers/alloys/loopback-alloy.ts';
import { createLineClient, type LineClient } from '../helpers/clients/line-client.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { buildFullCalls } from '../helpers/contract/contract-calls.ts';
import { findTool } from '../helpers/find-tool.ts';
import { readAnswered, readEnvelope } from '../helpers/read-envelope.ts';
import { tools } from '../helpers/tools.ts';

const shown = z.strictObject({
  result: z.strictObject({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().optional(),
  }),
  environment: z.literal('sandbox'),
  notice: z.string().regex(/^Dry run: nothing was sent/),
});

let alloy: LoopbackAlloy;
let folder: string;
let dry: LineClient;
let wet: LineClient;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(() => ({ body: {} }));
  folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-dry-'));
  await writeFile(path.join(folder, 'scan.pdf'), '%PDF-1.7 scan');
  [dry, wet] = await Promise.all([connect(['--dry-run']), connect([])]);
});
afterAll(async () => {
  await stopProcesses();
  await alloy.stop();
  await rm(folder, { recursive: true });
});

const variables = (): Variables => ({
  ALLOY_TOKEN: 'token-canary-4417',
  ALLOY_SECRET: 'secret-canary-9026',
  ALLOY_BASE_URL: `${alloy.origin}/v1`,
  ALLOY_FILES_DIR: folder,
  ALLOY_WORKFLOW_TOKEN: 'T-default',
  // What is compared is the request itself; that it is shown as protected as any result is said below.
  ALLOY_PII: 'off',
});

async function connect(flags: readonly string[], more: Variables = {}): Promise<LineClient> {
  const client = createLineClient(startProcess(flags, { ...variables(), ...more }));
  await client.initialize();
  return client;
}

async function callDry(name: string, args: Arguments) {
  const { result } = await dry.callTool(name, args);
  expect(alloy.take()).toEqual([]);
  return shown.parse(readEnvelope(result)).result;
}

/** Of the connection itself, and the credentials. */
const unshown = [
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
];

/** Credentials are shown nowhere, whoever brought them. */
const hideCredentials = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, member) =>
    /^(?:application_secret|bearer_token)$/.test(name) ? '[removed]' : member,
  );

function describeSent({ method, path: target, headers, body }: ReceivedRequest) {
  const type = headers['content-type'];
  const entries = Object.entries(headers).filter(([name]) => !unshown.includes(name));
  const file = { size_bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
  return {
    method,
    url: alloy.origin + target,
    headers: { ...Object.fromEntries(entries), authorization: '[the server adds its own]' },
    ...(type === undefined
      ? {}
      : { body: type === 'application/json' ? hideCredentials(JSON.parse(body.toString('utf8'))) : file }),
  };
}

describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  it.each(['required', 'all'] as const)(
    'sends nothing and shows what is sent: %s arguments',
    async (extent) => {
      for (const args of buildCalls(tool, extent)) {
        const wouldBeSent = await callDry(name, args);
        await wet.callTool(name, args);
        expect([wouldBeSent]).toEqual(alloy.take().map(describeSent));
      }
    },
  );
});

function buildCalls(tool: Tool, extent: 'required' | 'all'): readonly Arguments[] {
  if (extent === 'required') return [buildExample(tool, extent)];
  return buildFullCalls(tool).filter((args) => (tool.check?.(args) ?? []).length === 0);
}

it('has a call with every argument of every tool but the one whose data depend on a type', () => {
  const without = tools.filter((tool) => buildCalls(tool, 'all').length === 0);
  expect(without.map(({ name }) => name)).toEqual(['create_a_alloy_event']);
});

describe('a file that would be sent', () => {
  const upload = findTool('update_a_alloy_entity_document_by_id');
  it.each([{ file_path: 'scan.pdf' }, { content_base64: Buffer.from('%PDF-1.7 scan').toString('base64') }])(
    'is told by its size and digest: %o',
    async (content) => {
      const { content_base64: _, ...rest } = buildExample(upload, 'required');
      const { body } = await callDry(upload.name, { ...rest, ...content });
      expect(body).toEqual({
        size_bytes: 13,
        sha256: createHash('sha256').update('%PDF-1.7 scan').digest('hex'),
      });
    },
  );

  it('is neither fetched nor saved', async () => {
    const args = { entity_token: 'P-1', id: 'D-1', save_as: 'copy.pdf' };
    const { method, url } = await callDry('get_single_alloy_entity_document_by_id', args);
    expect(`${method} ${url}`).toBe(`GET ${alloy.origin}/v1/entities/P-1/documents/D-1`);
    const { error } = await dry.ask('resources/read', { uri: 'alloy://entities/P-1/documents/D-1' });
    expect(error?.message).toBe(`Dry run: nothing was sent. It would be ${method} ${url}. ${hints.dry_run}`);
    expect(alloy.take()).toEqual([]);
    expect(await readdir(folder)).toEqual(['scan.pdf']);
  });
});

it('asks nobody, whatever the policy', async () => {
  const client = await connect(['--dry-run', '--confirm', 'always']);
  const { result } = await client.callTool('delete_a_alloy_investigation_type_by_id', { id: 'Fraud' });
  expect(readAnswered(result, 'result.method')).toBe('DELETE');
  expect(alloy.take()).toEqual([]);
});

it('fetches no bearer token', async () => {
  const client = await connect(['--dry-run', '--auth', 'oauth']);
  const { result } = await client.callTool('get_single_alloy_evaluation_by_id', { id: 'S-1' });
  expect(readAnswered(result, 'result.headers.authorization')).toBe('[the server adds its own]');
  expect(alloy.take()).toEqual([]);
});

it('refuses bad arguments as ever, and shows no credentials', async () => {
  const { result } = await dry.callTool('get_single_alloy_evaluation_by_id', { id: '../x' });
  expect(readAnswered(result, 'error.kind')).toBe('invalid_arguments');
  expect(JSON.stringify(dry.messages)).not.toMatch(/canary/);
});

it('works on the command line too', async () => {
  const call = ['call', 'get_single_alloy_evaluation_by_id', '--json', '{"id":"S-1"}', '--dry-run'];
  const { code, output } = await runCommand(call, { variables: variables() });
  expect(code).toBe(0);
  expect(shown.parse(JSON.parse(output)).result.url).toBe(`${alloy.origin}/v1/evaluations/S-1`);
  expect(alloy.take()).toEqual([]);
});
