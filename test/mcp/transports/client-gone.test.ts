/** Whatever ends a connection, calls under way are finished and recorded, and the trail is closed in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { createTrail, keyText, type Trail } from '../../helpers/audit-trail.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { createLineClient } from '../../helpers/clients/line-client.ts';
import { postRpc } from '../../helpers/clients/send-http.ts';
import {
  binary,
  buildEnvironment,
  type RunningProcess,
  startProcess,
  stopProcesses,
} from '../../helpers/clients/start-process.ts';
import { inFull, isLong } from '../../helpers/extent.ts';

/** As many writes as are under way; Alloy answers one after the other, so that the first answer shows who has gone. */
const writes = [
  ...['P-1', 'P-2'].map((entity) => ({
    name: 'create_a_alloy_entity_note',
    arguments: { entity_token: entity, note: 'Called', note_author_agent_email: 'ada@example.com' },
  })),
  {
    name: 'update_a_alloy_evaluation_audit_access_by_id',
    arguments: { evaluation_token: 'S-3', alloy_audit_account_slugs: ['parent-bank'] },
  },
];

let alloy: LoopbackAlloy;
let answerAll: () => void;
let gate: Promise<void>;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(async () => {
    const place = alloy.requests.length;
    await gate;
    await new Promise((resolve) => setTimeout(resolve, place * 100));
    return { status: 201, body: { note_token: 'N-1' } };
  });
});
afterEach(stopProcesses);
afterAll(() => alloy.stop());

function listVariables(trail: Trail): Readonly<Record<string, string>> {
  gate = new Promise((resolve) => {
    answerAll = resolve;
  });
  alloy.take();
  return {
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_CONFIRM: 'off',
    ALLOY_AUDIT: `file:${trail.file},required`,
    ALLOY_AUDIT_KEY: keyText,
  };
}

async function untilUnderWay(since: number): Promise<void> {
  await alloy.received(since + writes.length - 1);
}

async function expectAllRecorded(trail: Trail): Promise<void> {
  expect(alloy.take()).toHaveLength(writes.length);
  const calls = trail.records().filter(({ type }) => type === 'call');
  expect(calls.map(({ tool, outcome, status }) => ({ tool, outcome, status }))).toEqual(
    writes.map(({ name }) => ({ tool: name, outcome: 'ok', status: 201 })),
  );
  expect(await trail.verify()).toMatchObject({ problems: [], warnings: [], unfinished: [], closed: true });
}

const ways: readonly (readonly [string, (server: RunningProcess) => Promise<unknown> | unknown])[] = [
  ['closes its end of stdout and keeps stdin open', (server) => server.stdout.destroy()],
  [
    'closes stdin first, and stdout then',
    async (server) => {
      server.stdin.end();
      await once(server.stdin, 'finish');
      server.stdout.destroy();
    },
  ],
  [
    'closes both at once',
    (server) => {
      server.stdout.destroy();
      server.stdin.destroy();
    },
  ],
  ['closes stdin', (server) => server.stdin.end()],
  [
    'closes stdout and asks it to end',
    (server) => {
      server.stdout.destroy();
      server.kill('SIGTERM');
    },
  ],
];

describe('a client that', () => {
  it.each(inFull(ways, (_, index) => index < 2))(
    '%s leaves whole records of its writes',
    async (_, leave) => {
      const trail = createTrail(true);
      const since = alloy.requests.length;
      const server = startProcess([], listVariables(trail));
      const client = createLineClient(server);
      await client.initialize();
      for (const [id, params] of writes.entries()) client.send({ id, method: 'tools/call', params });
      await untilUnderWay(since);
      await leave(server);
      answerAll();
      expect(await server.ended).toEqual({ code: 0, signal: null });
      await expectAllRecorded(trail);
    },
  );

  it.runIf(isLong)('only closes stdin is waited for as long as a write may take', async () => {
    const trail = createTrail(true);
    const since = alloy.requests.length;
    const server = startProcess([], listVariables(trail));
    const client = createLineClient(server);
    await client.initialize();
    for (const [id, params] of writes.entries()) client.send({ id, method: 'tools/call', params });
    await untilUnderWay(since);
    server.stdin.end();
    setTimeout(answerAll, 12_000);
    expect(await server.ended).toEqual({ code: 0, signal: null });
    await expectAllRecorded(trail);
  });

  it.runIf(isLong)(
    'asks for the end of writes that Alloy does not answer finds them in the trail',
    async () => {
      const trail = createTrail(true);
      const since = alloy.requests.length;
      const server = startProcess([], listVariables(trail));
      const client = createLineClient(server);
      await client.initialize();
      for (const [id, params] of writes.entries()) client.send({ id, method: 'tools/call', params });
      await untilUnderWay(since);
      server.kill('SIGTERM');
      expect(await server.ended).toEqual({ code: 0, signal: null });
      answerAll();
      const { problems, closed, unfinished } = await trail.verify();
      expect({ problems, closed, count: unfinished.length }).toEqual({
        problems: [],
        closed: true,
        count: 3,
      });
    },
  );

  it.skipIf(process.platform === 'win32')('is killed leaves whole records of its writes', async () => {
    const trail = createTrail(true);
    const since = alloy.requests.length;
    const hosting = `
      const server = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: ['pipe', 'pipe', 'inherit'] });
      server.stdin.write(process.argv[2]);
    `;
    const lines = writes.map((params, id) =>
      JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }),
    );
    const host = spawn(process.execPath, ['-e', hosting, binary, `${lines.join('\n')}\n`], {
      env: buildEnvironment(listVariables(trail)),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // The server shares the host's stderr, so that it closes when both have ended.
    const bothEnded = once(host, 'close');
    host.stderr.resume();
    await untilUnderWay(since);
    host.kill('SIGKILL');
    answerAll();
    await bothEnded;
    await expectAllRecorded(trail);
  });
});

it('the HTTP service whose starter reads no more ends in order all the same', async () => {
  const trail = createTrail(true);
  const since = alloy.requests.length;
  const { url, server } = await startHttpService(listVariables(trail));
  const answers = writes.map((params, id) => postRpc(url, 'tools/call', params, { id }));
  await untilUnderWay(since);
  server.stdout.destroy();
  server.stdin.destroy();
  server.kill('SIGTERM');
  answerAll();
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  await expectAllRecorded(trail);
});
