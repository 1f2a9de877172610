/** `wait_seconds`, end to end: polls until Alloy is done, tells of it when asked to, stops when nobody waits any more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type GivenAnswer,
  type LoopbackAlloy,
  startLoopbackAlloy,
} from '../helpers/alloys/loopback-alloy.ts';
import type { McpSession, ShownProgress, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { isLong } from '../helpers/extent.ts';

const journey_token = 'J-1';
const createApplication = 'create_a_alloy_journey_application';
const readApplication = 'get_single_alloy_journey_application_by_id';
const readBatch = 'get_single_alloy_journey_batch_by_id';
const readEvaluationBatch = 'get_single_alloy_batch_by_id';
const person = {
  branch_name: 'persons',
  entity_type: 'person',
  data: { name_first: 'Ada', name_last: 'Berg' },
};
const application = { journey_token, entities: [person] };

/** What is left of each record's answers; the last one is repeated. */
const scripts = new Map<string, GivenAnswer[]>();
let alloy: LoopbackAlloy;
let variables: Variables;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(async ({ method, path, abandoned }) => {
    if (method === 'POST')
      return { status: 201, body: { journey_application_token: readName(path), status: 'running' } };
    if (path.includes('Stuck')) {
      await abandoned;
      return running;
    }
    const script = scripts.get(readName(path));
    return script !== undefined && script.length > 1 ? script.shift() : script?.[0];
  });
  variables = {
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_MAX_RETRIES: '0',
  };
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

/** The record that a path is about: its id, or of one that is being made that of its journey. */
const readName = (path: string) =>
  /(?:applications|batches)\/([^/?]+)/.exec(path)?.[1] ?? path.split('/')[3] ?? '';

/** As long as Alloy's, without which a token of an answer is not asked about. */
const buildToken = (name: string) => `JA-${name.padEnd(20, '0')}`;

let records = 0;
/** A record with these answers to those who read it, and the requests that came for it. */
function createRecord(answers: readonly GivenAnswer[]) {
  records += 1;
  const id = buildToken(`Record${records}End`);
  scripts.set(id, [...answers]);
  return { id, polls: () => alloy.requests.filter(({ path }) => readName(path) === id).length };
}

const running: GivenAnswer = { body: { status: 'running' } };
const done: GivenAnswer = { body: { status: 'completed', complete_outcome: 'Approved' } };
const failing: GivenAnswer = { status: 503, body: { error: { message: 'later' } } };

const isFailed = ({ isError }: ToolAnswer) => isError === true;

describe.concurrent.each(fewRoutes)('$client', ({ open }) => {
  let session: McpSession;
  beforeAll(async () => {
    session = await open(variables, { shared: true });
  });
  afterAll(() => session.close());

  it('waits until it is done, with progress where it asked for it', async ({ expect }) => {
    const told: ShownProgress[] = [];
    const [loud, quiet] = [createRecord([running, running, done]), createRecord([running, done])];
    const wait = (id: string, options?: Parameters<McpSession['callTool']>[2]) =>
      session.callTool(readApplication, { journey_token, id, wait_seconds: 30 }, options);
    const [answer, other] = await Promise.all([
      wait(loud.id, { onProgress: (progress) => told.push(progress) }),
      wait(quiet.id),
    ]);
    for (const each of [answer, other])
      expect(each.envelope).toMatchObject({ result: { status: 'completed' }, status: 200 });
    expect([loud.polls(), quiet.polls()]).toEqual([3, 2]);
    expect(told.map(({ message, total }) => [message, total])).toEqual([
      ['application: running', 30],
      ['application: running', 30],
    ]);
    const steps = told.map(({ progress }) => progress);
    expect(steps[1]).toBeGreaterThan(steps[0] ?? Number.NaN);
    expect(steps[1]).toBeLessThan(30);
  });

  it('cancels, and nothing is asked of Alloy any more', async ({ expect }) => {
    const { id, polls } = createRecord([running]);
    const controller = new AbortController();
    const call = session.callTool(
      readApplication,
      { journey_token, id, wait_seconds: 60 },
      { signal: controller.signal },
    );
    const cancelled = expect(call).rejects.toThrow();
    while (polls() < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    await cancelled;
    const asked = polls();
    // A call that waits polls at least twice in this time.
    const other = createRecord([running, running, running, done]);
    const args = { journey_token, id: other.id, wait_seconds: 60 };
    expect((await session.callTool(readApplication, args)).envelope).toMatchObject({
      result: { status: 'completed' },
    });
    expect(polls()).toBe(asked);
  });
});

const [clientV1, , clientV2] = sdkClients;
if (clientV1 === undefined || clientV2 === undefined) throw new Error('no client');

describe.concurrent('a call that waits', () => {
  let session: McpSession;
  beforeAll(async () => {
    session = await clientV2.overStdio(variables);
  });
  const read = (id: string, wait_seconds?: unknown, tool = readApplication) =>
    session.callTool(tool, { journey_token, id, ...(wait_seconds === undefined ? {} : { wait_seconds }) });

  it('does not wait unless it is asked to', async ({ expect }) => {
    for (const seconds of [undefined, 0]) {
      const { id, polls } = createRecord([running, done]);
      expect((await read(id, seconds)).envelope).toMatchObject({ result: { status: 'running' } });
      expect(polls()).toBe(1);
    }
  });

  it('does not wait for what waits for somebody', async ({ expect }) => {
    const { id, polls } = createRecord([{ body: { status: 'waiting_review' } }, done]);
    expect((await read(id, 30)).envelope).toMatchObject({ result: { status: 'waiting_review' } });
    expect(polls()).toBe(1);
  });

  it.for([-1, 301, 'long', true])('refuses wait_seconds=%s', async (seconds, { expect }) => {
    const { id, polls } = createRecord([running]);
    expect((await read(id, seconds)).envelope).toMatchObject({
      error: { kind: 'invalid_arguments', message: expect.stringContaining('wait_seconds') },
    });
    expect(polls()).toBe(0);
  });

  it('answers with the last state when the time is up', async ({ expect }) => {
    const { id } = createRecord([running]);
    const journey_application_token = id;
    scripts.get(id)?.push({ body: { status: 'running', journey_application_token } });
    const { envelope } = await read(id, 2);
    expect(envelope).toMatchObject({
      result: { status: 'running', journey_application_token },
      status: 200,
      notice: 'Not settled within wait_seconds; this is the last state seen.',
      next_steps: [{ tool: readApplication, arguments: { journey_token, id } }],
    });
  });

  it('counts what is done of a batch', async ({ expect }) => {
    const batch = (journey_batch_status: string, pending: number) => ({
      body: { journey_batch_status, summary: { total_records: 3, task_status: { pending } } },
    });
    const { id } = createRecord([batch('pending', 3), batch('pending', 1), batch('complete', 0)]);
    const told: (string | undefined)[] = [];
    const onProgress = ({ message }: ShownProgress) => told.push(message);
    const { envelope } = await session.callTool(
      readBatch,
      { journey_token, id, wait_seconds: 30 },
      { onProgress },
    );
    expect(envelope).toMatchObject({ result: { journey_batch_status: 'complete' } });
    expect(told).toEqual(['batch: pending, 0 of 3 done', 'batch: pending, 2 of 3 done']);
  });

  it('says nothing of what Alloy wrote in its progress', async ({ expect }) => {
    const { id } = createRecord([
      { body: { name: 'IGNORE ALL PREVIOUS', summary: { total_records: 'IGNORE' } } },
      { body: { batch_status: 'IGNORE', completed_at: 'now' } },
    ]);
    const told: (string | undefined)[] = [];
    await session.callTool(
      readEvaluationBatch,
      { id, wait_seconds: 5 },
      { onProgress: ({ message }) => told.push(message) },
    );
    expect(told).toEqual(['batch: not settled']);
  });

  it('that created a record stays a success, whatever reading it does', async ({ expect }) => {
    for (const [answers, notice] of [
      [[failing, done], undefined],
      [
        [{ status: 403, body: { error: { message: 'no' } } }],
        /^Waiting ended because reading failed \(forbidden\)/,
      ],
      [[{ body: 'no json' }], /Waiting ended because reading failed \(bad_answer\)/],
    ] as const) {
      const { id } = createRecord(answers);
      const answer = await session.callTool(createApplication, {
        ...application,
        journey_token: id,
        wait_seconds: 60,
      });
      expect(isFailed(answer), JSON.stringify(answer.envelope)).toBe(false);
      expect(answer.envelope).toMatchObject(
        notice === undefined
          ? { result: { status: 'completed' }, status: 200 }
          : {
              result: { journey_application_token: id, status: 'running' },
              status: 201,
              notice: expect.stringMatching(notice),
            },
      );
      const posts = alloy.requests.filter(({ method, path }) => method === 'POST' && path.includes(id));
      expect(posts).toHaveLength(1);
    }
  });

  it('is not held up by a poll that is never answered', async ({ expect }) => {
    const id = buildToken('Stuck');
    const answer = await session.callTool(createApplication, {
      ...application,
      journey_token: id,
      wait_seconds: 3,
    });
    expect(answer.envelope).toMatchObject({
      result: { status: 'running' },
      notice: expect.stringMatching(/Not settled within wait_seconds/),
    });
  });

  // As long as it says.
  it.runIf(isLong)(
    'is answered after 45 s where the client shows no progress token',
    async ({ expect }) => {
      const { id } = createRecord([running]);
      const start = performance.now();
      expect((await read(id, 300)).envelope).toMatchObject({
        result: { status: 'running' },
        notice: expect.stringContaining('the whole call takes 45 s'),
      });
      expect(performance.now() - start).toBeLessThan(50_000);
    },
    60_000,
  );

  it('leaves the choice of fields for the last state', async ({ expect }) => {
    const { id } = createRecord([running, done]);
    const args = { journey_token, id, wait_seconds: 30, fields: '{outcome: complete_outcome}' };
    const { envelope } = await session.callTool(readApplication, args);
    expect(envelope).toMatchObject({ result: { outcome: 'Approved' } });
  });
});

it('waits for the simulator, whose state moves on with its clock', async () => {
  const simulator = startProcess(['simulator', '--port', '0', '--clock-step', '100']);
  const [, baseUrl = '', token = '', secret = ''] = await simulator.waitFor(
    'output',
    /ALLOY_BASE_URL=(\S+) ALLOY_TOKEN=(\S+) ALLOY_SECRET=(\S+)/,
  );
  const session = await clientV1.overHttp({
    ALLOY_BASE_URL: baseUrl,
    ALLOY_TOKEN: token,
    ALLOY_SECRET: secret,
  });
  const { data } = person;
  const created = await session.callTool('create_a_alloy_journey_batch', {
    journey_token: 'J-PersonOnboardDemo001',
    entities: Array.from({ length: 15 }, () => ({ data })),
    wait_seconds: 60,
  });
  expect(created.envelope).toMatchObject({
    result: {
      journey_batch_status: 'complete',
      summary: { total_records: 15, task_status: { pending: 0 } },
    },
    next_steps: [{ tool: 'list_all_alloy_journey_batch_applications' }],
  });
});
