/** Messages beyond the limit of a line: refused by their id, while everything else goes on. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxFileBytes } from '../../../src/calls/files.ts';
import { maxLineBytes } from '../../../src/mcp/transports/message-limits.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { createLineClient, type LineClient } from '../../helpers/clients/line-client.ts';
import { type RunningProcess, startProcess, stopProcesses } from '../../helpers/clients/start-process.ts';
import { isLong } from '../../helpers/extent.ts';

const part = Buffer.alloc(1024 * 1024, 'x');

let alloy: LoopbackAlloy;
let release: () => void;
let server: RunningProcess;
let client: LineClient;
beforeAll(async () => {
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  alloy = await startLoopbackAlloy(async ({ method }) => {
    if (method === 'POST') await gate;
    return { body: { document_token: 'D-1', note_token: 'N-1' } };
  });
  server = startProcess([], {
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    LOG_LEVEL: 'error',
  });
  client = createLineClient(server);
  await client.initialize();
});
afterAll(async () => {
  await stopProcesses();
  await alloy.stop();
});

const write = (bytes: Buffer | string) =>
  new Promise<void>((resolve) => server.stdin.write(bytes, () => resolve()));

/** Writes a line whose long text is that many times a mebibyte, and waits for what comes of it. */
async function sendLong(before: string, after: string, mebibytes: number): Promise<void> {
  await write(before);
  for (let count = 0; count < mebibytes; count += 1) await write(part);
  await write(`${after}\n`);
  await client.ask('ping');
}

const mebibytes = maxLineBytes / part.length;
const refusal = { code: -32600, message: expect.stringMatching(new RegExp(`${maxLineBytes}.*file_path`)) };

describe('a message beyond the limit', () => {
  it('is refused by its id, wherever it stands; a call under way is untouched, and others are served', async () => {
    const note = client.callTool('create_a_alloy_entity_note', {
      entity_token: 'P-1',
      note: 'Called',
      note_author_agent_email: 'ada@example.com',
    });
    await alloy.received(0);
    const head = '"method":"tools/call","params":{"name":"x","id":3,"arguments":{"id":"';
    await sendLong(`{"jsonrpc":"2.0","id":"front",${head}`, '"}}}', mebibytes);
    await sendLong(`{${head}`, '\\"id\\":4,"}},"jsonrpc":"2.0","id":77}', mebibytes);
    expect(client.messages).toContainEqual({ jsonrpc: '2.0', id: 'front', error: refusal });
    expect(client.messages).toContainEqual({ jsonrpc: '2.0', id: 77, error: refusal });
    release();
    expect(await note).toMatchObject({ result: { content: expect.any(Array) } });
    expect(alloy.requests).toHaveLength(1);
  });

  it('is refused without an id where there is none, and not at all where nobody waits', async () => {
    const before = client.messages.length;
    await sendLong('', '', mebibytes + 1);
    await sendLong('{"jsonrpc":"2.0","method":"notifications/x","params":{"x":"', '"}}', mebibytes);
    expect(client.messages.slice(before).filter(({ error }) => error !== undefined)).toEqual([
      { jsonrpc: '2.0', id: null, error: refusal },
    ]);
  });

  // The system tells how much memory a process had at most on Linux only.
  it.runIf(isLong && process.platform === 'linux')('takes no more memory the longer it is', async () => {
    const readPeak = () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
    await sendLong('{"id":"x', '"}', mebibytes + 8);
    const before = readPeak();
    await sendLong('{"id":"x', '"}', 20 * mebibytes);
    expect(readPeak() - before).toBeLessThan(2 * mebibytes);
  });
});

it('the largest file that is promised goes through, with line breaks in its base64 too', async () => {
  const bytes = Buffer.alloc(isLong ? maxFileBytes : maxFileBytes * 0.6, 'alloy');
  const sent = alloy.requests.length;
  const answer = await client.callTool('update_a_alloy_entity_document_by_id', {
    entity_token: 'P-1',
    id: 'D-1',
    content_base64: bytes.toString('base64'),
  });
  expect(answer.result).not.toHaveProperty('isError', true);
  const { body } = await alloy.received(sent);
  expect(body.equals(bytes)).toBe(true);
  // As `base64` prints it, escaped in JSON.
  const escaped = Math.ceil(maxFileBytes / 57) * (76 + '\\r\\n'.length);
  expect(maxLineBytes - escaped).toBeGreaterThan(1024 * 1024);
});
