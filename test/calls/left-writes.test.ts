/** Writes whose callers go away: what was sent is finished and recorded with its record's token, all else ends. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type GivenAnswer,
  type LoopbackAlloy,
  startLoopbackAlloy,
} from '../helpers/alloys/loopback-alloy.ts';
import type { McpSession } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const create = 'create_a_alloy_journey_application';
const read = 'get_single_alloy_journey_application_by_id';
const entities = [
  { branch_name: 'persons', entity_type: 'person', data: { name_first: 'Ada', name_last: 'Berg' } },
];
const token = 'JA-Application000000001';

/** What the application that is made in a journey of that name has for an answer, and when. */
const answers = new Map<string, Promise<GivenAnswer>>();
let alloy: LoopbackAlloy;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(async ({ method, path: requested }) => {
    if (method === 'GET') return { body: { status: 'running' } };
    return answers.get(requested.split('/')[3] ?? '');
  });
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

/** A journey in which an application is made when the test says so. */
function openJourney() {
  const journey_token = `J-Journey${answers.size}`;
  let answer: (given: GivenAnswer) => void = () => undefined;
  answers.set(
    journey_token,
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const requests = (method: string) =>
    alloy.requests.filter((each) => each.method === method && each.path.includes(`/${journey_token}/`));
  return {
    journey_token,
    answer,
    requests,
    requested: async (method: string, count = 1) => {
      while (requests(method).length < count) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

const made: GivenAnswer = {
  status: 201,
  body: { journey_application_token: token, status: 'running', name_first: 'Ada', entity_token: 'Ada Berg' },
};

interface Recording {
  readonly variables: Variables;
  /** The lines of the trail about calls. */
  calls(): readonly Readonly<Record<string, unknown>>[];
}

function openTrail(): Recording {
  const file = path.join(createTemporaryFolder(), 'audit.jsonl');
  return {
    variables: {
      ALLOY_TOKEN: 'a-token',
      ALLOY_SECRET: 'a-secret',
      ALLOY_BASE_URL: alloy.baseUrl,
      ALLOY_AUDIT: `file:${file}`,
      ALLOY_AUDIT_KEY: 'an example key for tests, of 32 characters or more',
    },
    calls: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"type":"call"'))
        .map((line) => JSON.parse(line)),
  };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const hasGone = /"tool":"create_a_alloy_journey_application".*JA-Application000000001.*the caller has gone/;

/** The server learns of it by a message, or by the end of a connection, which nothing tells of. */
async function untilNoticed(session: McpSession): Promise<void> {
  await session.ask('prompts/list', {});
  await new Promise((resolve) => setTimeout(resolve, 300));
}

describe.each(fewRoutes)('$client', ({ open }) => {
  it('a write that is on its way when its caller goes is finished, logged and recorded', async () => {
    const { variables, calls } = openTrail();
    const session = await open(variables);
    const journey = openJourney();
    const controller = new AbortController();
    const args = { journey_token: journey.journey_token, entities };
    const call = expect(session.callTool(create, args, { signal: controller.signal })).rejects.toThrow();
    await journey.requested('POST');
    controller.abort();
    await call;
    await untilNoticed(session);
    journey.answer(made);
    await until(() => hasGone.test(session.log()));
    await until(() => calls().length === 1);
    expect(calls()).toEqual([
      expect.objectContaining({
        tool: create,
        outcome: 'ok',
        status: 201,
        unseen: { journey_application_token: token },
      }),
    ]);
    expect(session.log()).not.toMatch(/Ada|Berg/);
    await session.close();
  });

  it('a write whose answer is none of Alloy is not recorded as done when its caller goes', async () => {
    const { variables, calls } = openTrail();
    const session = await open(variables);
    const journey = openJourney();
    const controller = new AbortController();
    const args = { journey_token: journey.journey_token, entities };
    const call = expect(session.callTool(create, args, { signal: controller.signal })).rejects.toThrow();
    await journey.requested('POST');
    controller.abort();
    await call;
    await untilNoticed(session);
    journey.answer({ status: 201, headers: { 'content-type': 'text/html' }, body: '<h1>Gateway</h1>' });
    await until(() => calls().length === 1);
    expect(calls()).toEqual([expect.objectContaining({ tool: create, outcome: 'bad_answer', status: 201 })]);
    await session.close();
  });

  it('a wait ends when its caller goes, and what was written before is logged and recorded', async () => {
    const { variables, calls } = openTrail();
    const session = await open(variables);
    const journey = openJourney();
    journey.answer(made);
    const controller = new AbortController();
    const args = { journey_token: journey.journey_token, entities, wait_seconds: 120 };
    const call = expect(session.callTool(create, args, { signal: controller.signal })).rejects.toThrow();
    await journey.requested('GET');
    controller.abort();
    await call;
    await until(() => hasGone.test(session.log()));
    await until(() => calls().some(({ tool }) => tool === create));
    expect(calls().find(({ tool }) => tool === create)).toMatchObject({
      outcome: 'ok',
      status: 201,
      unseen: { journey_application_token: token },
    });
    expect(journey.requests('POST')).toHaveLength(1);
    await session.close();
  });
});

it.each(['SIGTERM', 'the end of its input'])('%s waits for a write whose caller has gone', async (end) => {
  const { variables, calls } = openTrail();
  const server = startProcess([], variables);
  const journey = openJourney();
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'a-client', version: '1' };
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
  });
  send({ method: 'notifications/initialized' });
  const args = { journey_token: journey.journey_token, entities };
  send({ id: 2, method: 'tools/call', params: { name: create, arguments: args } });
  await journey.requested('POST');
  send({ method: 'notifications/cancelled', params: { requestId: 2 } });
  // The call itself ends at once.
  await server.waitFor('log', /"kind":"cancelled"/);
  if (end === 'SIGTERM') server.kill('SIGTERM');
  else server.stdin.end();
  setTimeout(() => journey.answer(made), 1500);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(server.log()).toMatch(hasGone);
  expect(calls()).toEqual([
    expect.objectContaining({ outcome: 'ok', status: 201, unseen: { journey_application_token: token } }),
  ]);
  expect(server.output()).not.toContain('"id":2');
});

it('a read that is on its way when its caller goes is left', async () => {
  const { variables, calls } = openTrail();
  const [route] = fewRoutes;
  if (route === undefined) throw new Error('no client');
  const session = await route.open(variables);
  const journey = openJourney();
  const controller = new AbortController();
  const args = { journey_token: journey.journey_token, id: token, wait_seconds: 60 };
  const call = expect(session.callTool(read, args, { signal: controller.signal })).rejects.toThrow();
  await journey.requested('GET', 2);
  controller.abort();
  await call;
  await until(() => calls().some(({ outcome }) => outcome === 'cancelled'));
  expect(JSON.stringify(calls())).not.toContain('unseen');
  expect(session.log()).not.toContain('the caller has gone');
  await session.close();
});
