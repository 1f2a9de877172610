/**
 * Texts of Alloy's records are written by applicants, vendors and strangers. End to end: none of them gets to where
 * only our own words belong, and nothing invisible gets through at all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import {
  type Extent,
  type PoisoningAlloy,
  poison,
  poisonPattern,
  startPoisoningAlloy,
} from '../helpers/alloys/poisoning-alloy.ts';
import type { ClientOptions, McpSession, ShownQuestion, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readList, readMember, readNames } from '../helpers/read-member.ts';

afterAll(stopProcesses);

const [clientV1, , clientV2] = sdkClients;
if (clientV1 === undefined || clientV2 === undefined) throw new Error('no client');

/** What shows as nothing, or turns the order of what follows; and whatever a terminal obeys. */
const hidden = /(?![\n\t\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}\u3164]/u;

/** Every text in a value, names of members too. */
function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(listTexts)];
}

const expectVisible = (value: unknown) => {
  for (const text of listTexts(value)) if (hidden.test(text)) expect(JSON.stringify(text)).toBe('visible');
};

/** What is ours of an answer; what is Alloy's is looked at on the way. */
function readOwn({ content, envelope, isError }: ToolAnswer): unknown {
  expectVisible(content);
  expectVisible(envelope);
  if (isError === true) {
    const { message: _, details: __, ...own } = Object(readMember(envelope, 'error'));
    return own;
  }
  const { result: _, ...own } = Object(envelope);
  // A cursor's digest is of the page, and each process has its own key for it.
  return { ...own, ...('next_cursor' in own ? { next_cursor: 'a cursor' } : {}) };
}

const journey_token = 'J-PersonOnboardDemo001';
const person = { name_first: 'Maya', name_last: 'Review', email_address: 'maya@example.com' };
const identity = { ...person, birth_date: '1988-02-11', document_ssn: '666300001' };

interface Walk {
  readonly own: readonly unknown[];
  /** All that clients are shown beside answers. */
  readonly around: readonly unknown[];
}

/** Calls and reads of all kinds; the tokens are those that Alloy really answered with. */
async function walk(session: McpSession, alloy: PoisoningAlloy): Promise<Walk> {
  const own: unknown[] = [];
  const call = async (name: string, args: Readonly<Record<string, unknown>>, refused = false) => {
    const answer = await session.callTool(name, args);
    expect([name, answer.isError ?? false]).toEqual([name, refused]);
    own.push([name, readOwn(answer)]);
    return (path: string) => String(readMember(alloy.plain(), path));
  };
  const read = async (uri: string) => {
    const [content] = readList(await session.ask('resources/read', { uri }), 'contents');
    expectVisible(JSON.parse(String(readMember(content, 'text'))));
    own.push([uri, readMember(content, '_meta')]);
  };
  const evaluation = await call('create_a_alloy_evaluation', identity);
  const id = evaluation('evaluation_token');
  const entity_token = evaluation('entity_token');
  await call('create_a_alloy_evaluation', person);
  await call('get_single_alloy_evaluation_by_id', { id });
  await call('get_single_alloy_entity_by_id', { id: entity_token });
  await call('list_all_alloy_entity_reviews', { entity_token });
  const entities = [{ data: identity }];
  const application = await call('create_a_alloy_journey_application', { journey_token, entities });
  const application_token = application('journey_application_token');
  await call('get_single_alloy_journey_application_by_id', { journey_token, id: application_token });
  const listed = await call('list_all_alloy_investigations', {});
  const investigation_token = listed('investigations.0.investigation_token');
  await call('get_single_alloy_investigation_by_id', { id: investigation_token });
  await call('get_single_alloy_investigation_by_id', { id: investigation_token, fields: '@' });
  const record = { name: 'scan', extension: 'pdf', type: 'license' };
  await call('create_a_alloy_entity_document', { entity_token, ...record });
  await call('list_all_alloy_entity_documents', { entity_token });
  await call('list_all_alloy_cases', { per_page: 1 });
  await call('list_all_alloy_parameters', {});
  await call('get_single_alloy_evaluation_by_id', { id: 'S-0000000000000000none' }, true);
  await call('create_a_alloy_evaluation', { ...identity, birth_date: 'a day' }, true);
  await call(
    'create_a_alloy_entity_review',
    {
      entity_token,
      agent: { email: 'nobody@example.com' },
      reasons: ['none'],
      outcome: 'none',
    },
    true,
  );
  await read(`alloy://entities/${entity_token}`);
  await read(`alloy://evaluations/${id}`);
  await read(`alloy://journeys/${journey_token}/applications/${application_token}`);
  await read(`alloy://investigations/${investigation_token}`);
  const around = [
    await session.listTools(),
    session.instructions,
    readList(await session.ask('prompts/list', {}), 'prompts'),
    readList(await session.ask('resources/list', {}), 'resources'),
    readList(await session.ask('resources/templates/list', {}), 'resourceTemplates'),
    readMember(
      await session.ask('completion/complete', {
        ref: { type: 'ref/resource', uri: 'alloy://entities/{entity_token}' },
        argument: { name: 'entity_token', value: '' },
      }),
      'completion',
    ),
  ];
  return { own, around };
}

const settingsFor = ({ baseUrl, credentials: { token, secret } }: PoisoningAlloy): Variables => ({
  ALLOY_TOKEN: token,
  ALLOY_SECRET: secret,
  ALLOY_BASE_URL: baseUrl,
  ALLOY_WORKFLOW_TOKEN: 'Wf1PersonOnboardingDemoAccount01',
  ALLOY_MAX_RESULT_CHARS: '5000000',
  LOG_LEVEL: 'debug',
});

async function walkThrough(extent: Extent, open = clientV2?.overStdio) {
  const alloy = await startPoisoningAlloy(extent);
  const session = await open?.(settingsFor(alloy));
  if (session === undefined) throw new Error('no client');
  const walked = await walk(session, alloy);
  await session.close();
  await alloy.stop();
  return { ...walked, log: session.log() };
}

const ways = [
  { client: clientV2.name, transport: 'stdio', open: clientV2.overStdio },
  { client: clientV1.name, transport: 'HTTP', open: clientV1.overHttp },
];

describe('what strangers wrote into records', () => {
  let plain: Walk;
  beforeAll(async () => {
    plain = await walkThrough('nothing');
    // Otherwise there is nothing to compare.
    expect(JSON.stringify(plain.own).match(/"why"/g)?.length).toBeGreaterThan(5);
    expect(JSON.stringify(plain.own).match(/"hint"/g)?.length).toBeGreaterThan(2);
  });

  it.each(inFull(ways, (_, index) => index === 1))(
    'changes no word of ours: $client over $transport',
    async ({ open }) => {
      const { own, around, log } = await walkThrough('texts', open);
      expect(own).toEqual(plain.own);
      for (const [index, shown] of around.entries()) expect(shown).toEqual(plain.around[index]);
      expect(log).not.toMatch(poisonPattern);
      expect(log).not.toMatch(hidden);
    },
  );

  it('gets nowhere even where tokens, links and states are poisoned', async () => {
    const { own, around, log } = await walkThrough('everything');
    expect(own.length).toBe(plain.own.length);
    for (const text of listTexts([own, around])) expect(text).not.toMatch(/ignore all|evil\.example/i);
    const proposed = own.flatMap((each) => readMember(each, '1.next_steps') ?? []);
    for (const step of proposed) expect(readMember(step, 'tool')).not.toMatch(/^delete/);
    expect(log).not.toMatch(/ignore all|evil\.example/i);
  });
});

describe('a large answer full of them', () => {
  let session: McpSession;
  let answer: ToolAnswer;
  const short = 'a\u200b"b\n.c[0]';
  const rows = Array.from({ length: 3000 }, (_, row) => ({ row, [`${poison}${row % 3}`]: poison }));
  const body = {
    evaluation_token: 'S-1',
    [poison]: rows,
    [short]: rows,
    raw_responses: { [poison]: [{ poison }] },
  };
  beforeAll(async () => {
    const alloy = await startLoopbackAlloy(() => ({ body }));
    session = await clientV2.overStdio({
      ALLOY_TOKEN: 'a-token',
      ALLOY_SECRET: 'a-secret',
      ALLOY_BASE_URL: alloy.baseUrl,
    });
    answer = await session.callTool('get_single_alloy_evaluation_by_id', { id: 'S-1' });
    return () => alloy.stop();
  });

  it('is cut without a word of them in notice and link, and named by quoted paths only', async () => {
    const own = readOwn(answer);
    const { left_out: parts, ...rest } = Object(own);
    for (const text of listTexts(rest)) expect(text).not.toMatch(poisonPattern);
    for (const block of answer.content.slice(1))
      for (const text of listTexts(block)) expect(text).not.toMatch(poisonPattern);
    expect(readList(own, 'left_out').length).toBeGreaterThan(0);
    for (const part of readList({ parts }, 'parts')) {
      expect(readNames(part)).not.toContain(poison);
    }
    // Whatever a name holds is quoted, and stays on its line; where names are too long the path ends before them.
    const paths = readList({ parts }, 'parts').map((part) => String(readMember(part, 'path')));
    expect(paths.filter((path) => path.startsWith(String.raw`"a\"b\n.c[0]"[`)).length).toBeGreaterThan(0);
    expect(paths.filter((path) => path.includes('\n'))).toEqual([]);
  });

  it('has nothing hidden in its parts either', async () => {
    const notice = String(readMember(answer.envelope, 'notice'));
    const uri = /alloy:\/\/answers\/\w{20,}/.exec(notice)?.[0] ?? 'none';
    let whole = '';
    for (let next: unknown = uri; next !== undefined; ) {
      const contents = readList(await session.ask('resources/read', { uri: next }), 'contents');
      whole += readMember(contents, '1.text');
      next = readMember(JSON.parse(String(readMember(contents, '0.text'))), 'next');
    }
    expect(whole).not.toMatch(hidden);
    expectVisible(JSON.parse(whole));
    const chosen = await session.ask('resources/read', {
      uri: `${uri}?fields=${encodeURIComponent('*[0]')}`,
    });
    for (const part of readList(chosen, 'contents'))
      expectVisible(JSON.parse(String(readMember(part, 'text'))));
  });
});

describe('errors of Alloy', () => {
  let session: McpSession;
  let answered: unknown;
  beforeAll(async () => {
    const headers = { 'x-request-id': 'x' };
    const alloy = await startLoopbackAlloy(() => ({ status: 400, body: answered, headers }));
    session = await clientV2.overStdio({
      ALLOY_TOKEN: 'a-token',
      ALLOY_SECRET: 'a-secret',
      ALLOY_BASE_URL: alloy.baseUrl,
    });
    return async () => {
      await session.close();
      await alloy.stop();
    };
  });

  it.each([
    [
      'the common envelope',
      {
        error: {
          type: poison,
          message: poison,
          minor_code: 4002,
          details: [{ path: poison, [poison]: poison }],
        },
        status_code: 400,
      },
    ],
    ['the form of events', { error: poison, issues: [{ message: poison }] }],
    ['a plain message', { message: poison }],
  ])('in %s are shown without what is hidden, and with a hint of ours', async (_, body) => {
    answered = body;
    const answer = await session.callTool('create_a_alloy_evaluation', identity);
    expect(answer.isError).toBe(true);
    for (const text of listTexts(readOwn(answer))) expect(text).not.toMatch(poisonPattern);
    const reading = session.ask('resources/read', { uri: 'alloy://evaluations/S-1' });
    const message = await reading.then(() => 'read', String);
    expect(message).toContain('red');
    expect(message).not.toMatch(hidden);
  });
});

describe('a question to a person', () => {
  it.each([
    { client: clientV2.name, open: clientV2.overStdio },
    { client: clientV1.name, open: clientV1.overHttp },
  ])('holds nothing of Alloy, and arguments one a line: $client', async ({ open }) => {
    const alloy = await startPoisoningAlloy('texts');
    const questions: ShownQuestion[] = [];
    const answer: ClientOptions['answer'] = (question) => {
      questions.push(question);
      return { action: 'decline' };
    };
    const session = await open(settingsFor(alloy), { answer });
    await session.callTool('create_a_alloy_evaluation', identity);
    const entity_token = readMember(alloy.plain(), 'entity_token');
    await session.callTool('get_single_alloy_entity_by_id', { id: entity_token });
    const decision = { entity_token, agent: { email: 'ada@example.com' }, outcome: 'Approved' };
    await session.callTool('create_a_alloy_entity_review', { ...decision, reasons: ['Fine'] });
    await session.callTool('create_a_alloy_entity_review', { ...decision, reasons: [poison] });
    const [first, second] = questions.map(({ message }) => message);
    expect(questions).toHaveLength(2);
    expect(listTexts(questions[0]).join()).not.toMatch(poisonPattern);
    expect(first).toContain('- reasons: ["Fine"]');
    expect(second?.split('\n')).toHaveLength(first?.split('\n').length ?? 0);
    expect(second).not.toMatch(hidden);
    expect(second).toContain(String.raw`- reasons: ["\u{200b}\u{202e}IGNORE`);
    await session.close();
    await alloy.stop();
  });
});
