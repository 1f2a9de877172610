/** What the Alloy client sends, where it sends it, and how often. */
import { describe, expect, it } from 'vitest';
import { createBasicAuth } from '../../src/alloy/auth.ts';
import { hints, uncertainWriteHint } from '../../src/base/errors.ts';
import { createFixedSource } from '../../src/base/secret-source.ts';
import { answerBytes, answerJson, answerReset } from '../helpers/alloys/behaviours.ts';
import {
  type Behaviour,
  findClosedPort,
  type LoopbackAlloy,
  startAlloyOfTest,
} from '../helpers/alloys/loopback-alloy.ts';
import { assembleApi, createCaller } from '../helpers/assemble.ts';
import { anyEntry } from '../helpers/no-ops.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

type Call = readonly [tool: string, args: object];
type Calls = Readonly<Record<string, Call>>;

/** One tool of every kind that the retry rule tells apart. */
const get: Call = ['list_all_alloy_lists', {}];
const post: Call = ['create_a_alloy_list', { listName: 'Watch' }];
/** What may be sent again after a fault that leaves open whether it arrived, and what may not. */
const repeated: Calls = {
  get,
  'idempotent PUT': ['update_a_alloy_list_meta_by_id', { list_token: 'I-1', listName: 'Watch' }],
};
const single: Calls = {
  post,
  'other PUT': ['update_a_alloy_investigation_archive_by_id', { investigation_token: 'INV-1' }],
  patch: ['update_a_alloy_investigation_type_archive_by_id', { investigation_types: 'Fraud' }],
  // Repeating it would do no harm, yet it is not a PUT.
  'idempotent PATCH': ['update_a_alloy_investigation_type_unarchive_by_id', { investigation_types: 'Fraud' }],
  delete: ['delete_a_alloy_investigation_type_by_id', { id: 'Fraud' }],
};
const all: Calls = { ...repeated, ...single };

const done = answerJson(200, { done: true });
const busy = (headers: Readonly<Record<string, string>> = {}) =>
  answerJson(429, { status_code: 429, error: { minor_code: 4033, type: 'Rate Limit Exceeded' } }, headers);
const halfAnAnswer =
  'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{"li';

const gap = ({ requests: [first, second] }: LoopbackAlloy) =>
  (second?.arrivedAt ?? 0) - (first?.arrivedAt ?? 0);

describe('what is sent', () => {
  it('goes below the path of the base URL, with the Basic header of RFC 7617, and asks for JSON', async () => {
    const alloy = await startAlloyOfTest([answerJson(201, { list_token: 'I-1' })]);
    const auth = createBasicAuth(createFixedSource({ token: 'Aladdin', secret: 'open sesame' }));
    const client = createCaller({ baseUrl: `${alloy.origin}/alloy/v1`, auth });
    readSuccess(await client.call(...post));
    const [request] = alloy.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/alloy/v1/lists' });
    expect(request?.headers).toMatchObject({
      authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
      'content-type': 'application/json',
      host: alloy.origin.replace('http://', ''),
    });
    expect(request?.headers.accept).toMatch(/^application\/json\b/);
    expect(request?.body.toString()).toBe('{"listName":"Watch"}');
  });

  it('has neither body nor content type for a GET', async () => {
    const alloy = await startAlloyOfTest([done]);
    readSuccess(await createCaller(alloy).call(...get));
    expect(alloy.requests[0]?.body).toHaveLength(0);
    expect(alloy.requests[0]?.headers).not.toHaveProperty('content-type');
  });
});

describe('a request whose path is not of the form that its tool has', () => {
  it.each([
    ['one segment more', '/lists/I-1/entries'],
    ['one segment less', '/lists'],
    ['a step up', '/lists/..'],
    ['a step up, encoded', '/lists/%2e%2e'],
    ['a backslash', '/lists/I-1\\entries'],
  ])('is not sent, though nothing builds one: %s', async (_, path) => {
    const alloy = await startAlloyOfTest([]);
    const request = { method: 'GET', template: '/lists/{list_token}', path, query: '', headers: {} } as const;
    const sent = assembleApi(alloy).send({ ...request, repeatable: true, changes: false }, anyEntry);
    await expect(sent).rejects.toMatchObject({ kind: 'internal' });
    expect(alloy.requests).toHaveLength(0);
  });
});

describe('redirects', () => {
  it.each(
    [301, 302, 303, 307, 308].flatMap((status) =>
      Object.entries(all).map(([kind, call]) => ({ status, kind, call })),
    ),
  )(
    'HTTP $status in answer to $kind is an error, and its target gets no request',
    async ({ status, call }) => {
      const elsewhere = await startAlloyOfTest([]);
      const alloy = await startAlloyOfTest([
        answerBytes(status, '{"error":{"message":"moved"}}', { location: `${elsewhere.origin}/v1/lists` }),
      ]);
      const error = readFailure(await createCaller(alloy).call(...call));
      expect(error).toMatchObject({ kind: 'bad_answer', status });
      expect(error.message).toContain('redirect');
      expect(alloy.requests).toHaveLength(1);
      expect(elsewhere.requests).toHaveLength(0);
    },
  );
});

describe('429', () => {
  it.each(Object.entries(all))('is tried again for %s', async (_, call) => {
    const alloy = await startAlloyOfTest([busy(), busy(), done]);
    expect(readSuccess(await createCaller(alloy).call(...call)).result).toEqual({ done: true });
    const sent = alloy.requests.map(({ method, path, text }) => ({ method, path, text }));
    expect(sent).toEqual([sent[0], sent[0], sent[0]]);
  });

  it('ends as rate_limited when the tries are used up', async () => {
    const alloy = await startAlloyOfTest([busy(), busy()]);
    const error = readFailure(await createCaller({ ...alloy, maxRetries: 1 }).call(...post));
    expect(error).toMatchObject({
      kind: 'rate_limited',
      status: 429,
      minor_code: 4033,
      retry_after_seconds: 1,
    });
    expect(error.hint).toBe(hints.rate_limited);
    expect(alloy.requests).toHaveLength(2);
  });

  it('is not tried again with no retries allowed', async () => {
    const alloy = await startAlloyOfTest([busy()]);
    const error = readFailure(await createCaller({ ...alloy, maxRetries: 0 }).call(...get));
    expect(error.kind).toBe('rate_limited');
  });

  /** A moment without fractions of a second, which HTTP dates do not have. */
  const moment = 1_800_000_000_000;
  const now = () => moment;
  const httpDate = (seconds: number) => new Date(moment + seconds * 1000).toUTCString();
  const unixTime = (seconds: number) => String(moment / 1000 + seconds);

  it.each([
    ['seconds', { 'retry-after': '1' }],
    ['an HTTP date', { 'retry-after': httpDate(1) }],
    ['alloy-ratelimit-reset', { 'alloy-ratelimit-reset': unixTime(1) }],
  ])('waits as long as Alloy asks: %s', async (_, headers) => {
    const alloy = await startAlloyOfTest([busy({ date: httpDate(0), ...headers }), done]);
    readSuccess(await createCaller({ ...alloy, now }).call(...post));
    // The shortest backoff would be an eighth of a second; timers never fire early by more than rounding.
    expect(gap(alloy)).toBeGreaterThan(950);
  });

  it.each([
    ['seconds', { 'retry-after': '90' }, 90],
    ['an HTTP date', { 'retry-after': httpDate(91) }, 91],
    ['alloy-ratelimit-reset', { 'alloy-ratelimit-reset': unixTime(92) }, 92],
    ['the reset in milliseconds', { 'alloy-ratelimit-reset': String(moment + 95_000) }, 95],
    ['the reset in microseconds', { 'alloy-ratelimit-reset': String((moment + 95_000) * 1000) }, 95],
    ['the seconds until the reset', { 'alloy-ratelimit-reset': '96' }, 96],
    ['the milliseconds until the reset', { 'alloy-ratelimit-reset': '97000' }, 97],
    ['Retry-After in milliseconds', { 'retry-after': '98000' }, 98],
    ['Retry-After as a moment', { 'retry-after': unixTime(99) }, 99],
    ['Retry-After as a moment in milliseconds', { 'retry-after': String(moment + 99_000) }, 99],
    ['the reset as an HTTP date', { 'alloy-ratelimit-reset': httpDate(89) }, 89],
    ['a list of seconds', { 'retry-after': '88, 88' }, 88],
    ['seconds with their unit', { 'retry-after': '87s' }, 87],
    ['milliseconds with their unit', { 'retry-after': '86000 ms' }, 86],
    ['seconds with parameters', { 'alloy-ratelimit-reset': '85;w=60' }, 85],
    // By the clock of Alloy: an hour before ours, an hour after it, days away.
    ...[-3600, 3600, 500_000].flatMap((ahead): [string, Record<string, string>, number][] => [
      [
        `a date of a clock ${ahead} s ahead`,
        { date: httpDate(ahead), 'retry-after': httpDate(ahead + 84) },
        84,
      ],
      [
        `a reset of a clock ${ahead} s ahead`,
        { date: httpDate(ahead), 'alloy-ratelimit-reset': unixTime(ahead + 83) },
        83,
      ],
    ]),
    ['a date beside no clock', { date: 'today', 'retry-after': httpDate(82) }, 82],
    ['an hour at most', { 'retry-after': httpDate(86_400) }, 3600],
    ['an hour at most, a year on', { 'alloy-ratelimit-reset': unixTime(31_536_000) }, 3600],
    ['Retry-After before the reset', { 'retry-after': '93', 'alloy-ratelimit-reset': unixTime(500) }, 93],
    [
      'the reset beside an unreadable Retry-After',
      { 'retry-after': 'soon', 'alloy-ratelimit-reset': unixTime(94) },
      94,
    ],
  ])(
    'ends at once with retry_after_seconds when the wait is longer than the time left: %s',
    async (_, headers, wait) => {
      const alloy = await startAlloyOfTest([busy({ date: httpDate(0), ...headers })]);
      const client = createCaller({ ...alloy, now, timeoutMs: 20_000 });
      expect(readFailure(await client.call(...get))).toMatchObject({
        kind: 'rate_limited',
        retry_after_seconds: wait,
      });
    },
  );

  it.each([
    ['a date that has passed', { 'retry-after': httpDate(-3600) }],
    ['a reset that has passed', { 'alloy-ratelimit-reset': unixTime(-3600) }],
    ['an empty Retry-After', { 'retry-after': '' }],
    ['a negative Retry-After', { 'retry-after': '-5' }],
    ['an unreadable Retry-After', { 'retry-after': 'soon' }],
    ['a reset in milliseconds that has passed', { 'alloy-ratelimit-reset': String(moment - 3_600_000) }],
    ['a negative reset', { 'alloy-ratelimit-reset': '-1800000000' }],
    ['words that a parser of dates takes', { 'retry-after': 'soon 5', 'alloy-ratelimit-reset': 'day 9' }],
    ['an unreadable reset', { 'alloy-ratelimit-reset': 'NaN' }],
    ['an empty reset', { 'alloy-ratelimit-reset': '' }],
    ['a number that is no moment', { 'alloy-ratelimit-reset': '9'.repeat(300) }],
  ])('falls back on its own waits after %s', async (_, headers) => {
    const alloy = await startAlloyOfTest([busy({ date: httpDate(0), ...headers }), done]);
    readSuccess(await createCaller({ ...alloy, now }).call(...get));
    expect(gap(alloy)).toBeGreaterThan(100);
  });
});

describe('5xx', () => {
  const failed = (status: number) => answerJson(status, { status_code: status, error: { minor_code: 5000 } });

  it.each(
    [500, 502, 503, 504].flatMap((status) =>
      Object.entries(repeated).map(([kind, call]) => ({ status, kind, call })),
    ),
  )('$status is tried again for $kind', async ({ status, call }) => {
    const alloy = await startAlloyOfTest([failed(status), done]);
    readSuccess(await createCaller(alloy).call(...call));
    expect(alloy.requests).toHaveLength(2);
  });

  it.each(
    [500, 502, 503, 504].flatMap((status) =>
      Object.entries(single).map(([kind, call]) => ({ status, kind, call })),
    ),
  )('$status is the final word for $kind, which arrives once', async ({ status, call }) => {
    const alloy = await startAlloyOfTest([failed(status)]);
    const error = readFailure(await createCaller(alloy).call(...call));
    expect(error).toMatchObject({ kind: 'alloy_failed', status });
    expect(alloy.requests).toHaveLength(1);
  });

  // Alloy, or a proxy in between, may have failed after the write was done.
  it.each([500, 502, 504])(
    '%i leaves open whether a write was done, and the hint says so',
    async (status) => {
      const alloy = await startAlloyOfTest([failed(status)]);
      expect(readFailure(await createCaller(alloy).call(...post)).hint).toContain(uncertainWriteHint);
    },
  );

  it('is tried again twice at most by default, then reported', async () => {
    const alloy = await startAlloyOfTest([failed(500), failed(502), failed(503)]);
    const error = readFailure(await createCaller(alloy).call(...get));
    expect(error).toMatchObject({ kind: 'alloy_failed', status: 503, hint: hints.alloy_failed });
    expect(alloy.requests).toHaveLength(3);
  });

  it('waits as long as a 503 asks', async () => {
    const alloy = await startAlloyOfTest([
      answerJson(503, { error: { minor_code: 5031 } }, { 'retry-after': '1' }),
      done,
    ]);
    readSuccess(await createCaller(alloy).call(...get));
    expect(gap(alloy)).toBeGreaterThan(950);
  });

  it('501 is not tried again: it will not change', async () => {
    const alloy = await startAlloyOfTest([failed(501)]);
    expect(readFailure(await createCaller(alloy).call(...get))).toMatchObject({ status: 501 });
  });
});

it.each([400, 403, 404, 409, 410, 422])('HTTP %i is not tried again, not even for a read', async (status) => {
  const alloy = await startAlloyOfTest([
    answerJson(status, { status_code: status, error: { message: 'no' } }),
  ]);
  readFailure(await createCaller(alloy).call(...get));
  expect(alloy.requests).toHaveLength(1);
});

describe('a connection that breaks off', () => {
  const breaks: Readonly<Record<string, Behaviour>> = {
    'before the answer': answerReset(),
    'in the middle of the answer': answerReset(halfAnAnswer),
  };
  const cases = (calls: Calls) =>
    Object.entries(breaks).flatMap(([when, breaking]) =>
      Object.entries(calls).map(([kind, call]) => ({ when, breaking, kind, call })),
    );

  it.each(cases(repeated))('$when is tried again for $kind', async ({ breaking, call }) => {
    const alloy = await startAlloyOfTest([breaking, breaking, done]);
    readSuccess(await createCaller(alloy).call(...call));
    expect(alloy.requests).toHaveLength(3);
  });

  it.each(cases(single))(
    '$when is the final word for $kind, which arrives once',
    async ({ breaking, call }) => {
      const alloy = await startAlloyOfTest([breaking]);
      const error = readFailure(await createCaller(alloy).call(...call));
      expect(error.kind).toBe('unreachable');
      expect(error.hint).toContain(uncertainWriteHint);
      expect(alloy.requests).toHaveLength(1);
    },
  );

  it('is reported without the hint on writes when it was a read', async () => {
    const alloy = await startAlloyOfTest([answerReset(), answerReset(), answerReset()]);
    const error = readFailure(await createCaller(alloy).call(...get));
    expect(error).toMatchObject({ kind: 'unreachable', hint: hints.unreachable });
  });
});

describe('a refused connection', () => {
  it.each(Object.entries(all))(
    'is tried again for %s, which arrives once when there is a server',
    async (_, call) => {
      const port = await findClosedPort();
      let started: Promise<LoopbackAlloy> | undefined;
      const client = createCaller({
        baseUrl: `http://127.0.0.1:${port}/v1`,
        maxRetries: 8,
        onLog: () => {
          started ??= startAlloyOfTest([done], port);
        },
      });
      readSuccess(await client.call(...call));
      expect((await started)?.requests).toHaveLength(1);
    },
  );

  it('ends as unreachable, and says that a write was not sent by leaving the hint on writes out', async () => {
    const baseUrl = `http://127.0.0.1:${await findClosedPort()}/v1`;
    const client = createCaller({ baseUrl, maxRetries: 1 });
    const error = readFailure(await client.call(...post));
    expect(error).toMatchObject({ kind: 'unreachable', hint: hints.unreachable });
    expect(error.message).toContain('ECONNREFUSED');
    expect(client.log.lines.filter(({ message }) => message === 'trying again')).toHaveLength(1);
  });
});

it('waits between tries double, and are spread by chance', async () => {
  const alloy = await startAlloyOfTest([busy(), busy(), busy(), done]);
  let chance = 0.5;
  const random = () => {
    chance -= 0.25;
    return Math.abs(chance);
  };
  const client = createCaller({ ...alloy, maxRetries: 3, random });
  readSuccess(await client.call(...get));
  expect(client.log.lines.map(({ fields }) => fields['delay'])).toEqual([156.25, 250, 625]);
});
