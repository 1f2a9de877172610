/** Every form of answer that is not a success becomes the kind, message and hint that say what to do. */
import { describe, expect, it } from 'vitest';
import { type ErrorKind, uncertainWriteHint } from '../../src/base/errors.ts';
import { answerBytes, answerJson, answerRaw, answerReset } from '../helpers/alloys/behaviours.ts';
import { type Behaviour, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { readFailure } from '../helpers/tool-results.ts';

const read = ['get_single_alloy_person_entity_by_id', { id: 'cust-99999' }] as const;
const write = ['create_a_alloy_list', { listName: 'Watch' }] as const;

interface Form {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>> & { readonly kind: ErrorKind };
}

const joi = {
  message: '"listName" must be a string',
  path: ['listName'],
  type: 'any.required',
  context: { key: 'listName' },
};
const expired = { minor_code: 4012, type: 'API Authentication Failure', message: 'Expired.', details: null };

/** The common envelope; types and codes as documented, messages our own. */
const forms: Readonly<Record<string, Form>> = {
  '4000, a bad request of its own': {
    status: 400,
    error: { minor_code: 4000, type: 'Bad Request', message: 'Not that way.', details: null },
    expected: { kind: 'invalid_request', minor_code: 4000, message: 'Bad Request: Not that way.' },
  },
  '4001, a header': {
    status: 400,
    error: { minor_code: 4001, type: 'Header Validation Failure', message: 'Bad header.', details: null },
    expected: {
      kind: 'invalid_request',
      minor_code: 4001,
      message: 'Header Validation Failure: Bad header.',
    },
  },
  '4002, the body, with the details of Joi': {
    status: 400,
    error: {
      minor_code: 4002,
      type: 'Request Body Validation Failure',
      message: 'Bad body.',
      details: [joi],
    },
    expected: {
      kind: 'invalid_request',
      minor_code: 4002,
      message: 'Request Body Validation Failure: Bad body.',
      details: [joi],
    },
  },
  '4011, the key pair': {
    status: 401,
    error: { minor_code: 4011, type: 'Unauthorized', message: 'Unknown pair.', details: null },
    expected: { kind: 'authentication', minor_code: 4011, message: 'Unauthorized: Unknown pair.' },
  },
  '4012, an expired token': {
    status: 401,
    error: expired,
    expected: { kind: 'authentication', minor_code: 4012, message: 'API Authentication Failure: Expired.' },
  },
  '4013, which Alloy answers with 400 to an unknown object': {
    status: 400,
    error: {
      minor_code: 4013,
      type: 'Authorization Error',
      message: 'Not allowed, or no such object.',
      details: { entity_token_or_external_id: 'cust-99999' },
      error_token: 'f3k9q2m7ab',
    },
    expected: {
      kind: 'unknown_object',
      minor_code: 4013,
      message: 'Authorization Error: Not allowed, or no such object.',
      details: { entity_token_or_external_id: 'cust-99999' },
      error_token: 'f3k9q2m7ab',
    },
  },
  '4033 with 429, the rate limit': {
    status: 429,
    error: { minor_code: 4033, type: 'Rate Limit Exceeded', message: 'Too many.', details: null },
    expected: {
      kind: 'rate_limited',
      minor_code: 4033,
      message: 'Rate Limit Exceeded: Too many.',
      retry_after_seconds: 1,
    },
  },
  '4033 with 403, a limit of lists': {
    status: 403,
    error: {
      minor_code: 4033,
      type: 'NEW_LIST_NOT_ALLOWED',
      message: 'No more.',
      details: { customerId: 7, isBlacklist: true, isWhitelist: false },
    },
    expected: {
      kind: 'forbidden',
      minor_code: 4033,
      message: 'NEW_LIST_NOT_ALLOWED: No more.',
      details: { customerId: 7, isBlacklist: true, isWhitelist: false },
    },
  },
  '4041, a journey or attribute': {
    status: 404,
    error: { minor_code: 4041, type: 'Not Found', message: 'None.', details: { journey_token: 'J-1' } },
    expected: {
      kind: 'unknown_object',
      minor_code: 4041,
      message: 'Not Found: None.',
      details: { journey_token: 'J-1' },
    },
  },
  '4042, a list': {
    status: 404,
    error: { minor_code: 4042, type: 'Not Found', message: 'None.', details: { list_token: 'I-1' } },
    expected: { kind: 'unknown_object', minor_code: 4042, message: 'Not Found: None.' },
  },
  '4091, a conflict': {
    status: 409,
    error: { minor_code: 4091, type: 'LIST_NAME_EXISTS', message: 'Taken.', details: { listName: 'Watch' } },
    expected: {
      kind: 'conflict',
      minor_code: 4091,
      message: 'LIST_NAME_EXISTS: Taken.',
      details: { listName: 'Watch' },
    },
  },
  '5000, not handled': {
    status: 500,
    error: { minor_code: 5000, type: 'Internal', message: 'Oh.', details: null, error_token: 'abc123' },
    expected: { kind: 'alloy_failed', minor_code: 5000, message: 'Internal: Oh.', error_token: 'abc123' },
  },
  '5031, maintenance': {
    status: 503,
    error: { minor_code: 5031, type: 'Unavailable', message: 'Later.', details: null },
    expected: { kind: 'alloy_failed', minor_code: 5031, message: 'Unavailable: Later.' },
  },
  '501, not built': {
    status: 501,
    error: { minor_code: 5010, type: 'Not Implemented', message: 'Not here.', details: null },
    expected: { kind: 'alloy_failed', minor_code: 5010, message: 'Not Implemented: Not here.' },
  },
  'no reason at all': {
    status: 400,
    error: {},
    expected: { kind: 'invalid_request', message: 'Alloy answered HTTP 400 without a reason' },
  },
};

const envelope = (status: number, error: unknown) => ({
  status_code: status,
  error,
  timestamp: 1_791_990_131_000,
  evaluation_token: null,
  entity_token: null,
  application_token: 'eqyZpmUzrWBEL6YzKTdDwddQB7AxAcB6',
  application_version_id: null,
});

/** What a hint says is the matter of test/error-hints.test.ts; here, that there is one and that it is ours. */
function expectOurWords({ hint }: { readonly hint: string }, expected: Readonly<Record<string, unknown>>) {
  const { message } = expected;
  expect(hint).toMatch(/^[A-Z].{20,}/);
  if (typeof message === 'string') expect(hint).not.toContain(message);
}

describe('the common envelope', () => {
  it.each(Object.entries(forms))('%s', async (_, { status, error, expected }) => {
    const alloy = await startAlloyOfTest([answerJson(status, envelope(status, error))]);
    const found = readFailure(await createCaller({ ...alloy, maxRetries: 0 }).call(...read));
    expect(found).toMatchObject({ status, ...expected });
    expectOurWords(found, expected);
    // null says nothing, so that it is not shown.
    expect(Object.values(found)).not.toContain(null);
  });

  it.each(Object.entries(forms).filter(([, { status }]) => status !== 429))(
    '%s: a write arrives once',
    async (_, { status, error, expected }) => {
      const alloy = await startAlloyOfTest([answerJson(status, envelope(status, error))]);
      const found = readFailure(await createCaller(alloy).call(...write));
      expect(found).toMatchObject({ kind: expected.kind, status });
      expect(alloy.requests).toHaveLength(1);
    },
  );

  it('may carry its status as text, which the HTTP status overrules', async () => {
    const alloy = await startAlloyOfTest([answerJson(409, { ...envelope(409, {}), status_code: '409' })]);
    expect(readFailure(await createCaller(alloy).call(...read))).toMatchObject({
      kind: 'conflict',
      status: 409,
    });
  });

  it('has details cut that would repeat a whole request', async () => {
    const details = { sent: 'x'.repeat(50_000) };
    const alloy = await startAlloyOfTest([answerJson(400, envelope(400, { minor_code: 4002, details }))]);
    const error = readFailure(await createCaller(alloy).call(...read));
    expect(error.details).toMatch(/^\{"sent":"x+ \[cut\]$/);
    expect(String(error.details).length).toBeLessThan(5000);
  });
});

const event = [
  'create_a_alloy_event',
  {
    event_type: 'person_created',
    data: { external_entity_id: 'cust-20418', timestamp: '2026-03-01T12:00:00Z' },
  },
] as const;
const eventAnswer = (status: number, error: unknown) => ({
  status_code: status,
  event_request_token: 'EV-NBtsXpNufnYabUwwQcHR',
  _links: { self: { href: '/v1/events/EV-NBtsXpNufnYabUwwQcHR' } },
  event: { event_type: 'person_created', event_status: 'ERROR', evaluations: [], journey_applications: [] },
  error,
});

describe('the events form', () => {
  it('400 gives the issues, and the token of the event that failed', async () => {
    const issues = [
      {
        code: 'invalid_type',
        expected: 'string',
        received: 'undefined',
        path: ['external_entity_id'],
        message: 'Required',
      },
    ];
    const answer = eventAnswer(400, { issues, name: 'ValidationError', statusCode: 400, status: 400 });
    const alloy = await startAlloyOfTest([answerJson(400, answer)]);
    const error = readFailure(await createCaller(alloy).call(...event));
    expect(error).toMatchObject({
      kind: 'invalid_request',
      status: 400,
      details: issues,
      error_token: 'EV-NBtsXpNufnYabUwwQcHR',
    });
    expect(error.message).toContain('ValidationError');
    expect(error).not.toHaveProperty('minor_code');
  });

  it('409 gives the message', async () => {
    const answer = eventAnswer(409, { message: 'Entity cust-20418', exists: null });
    const alloy = await startAlloyOfTest([answerJson(409, answer)]);
    const error = readFailure(await createCaller(alloy).call(...event));
    expect(error).toEqual({
      kind: 'conflict',
      status: 409,
      message: 'Entity cust-20418',
      hint: expect.stringContaining('send event_type person_updated'),
      error_token: 'EV-NBtsXpNufnYabUwwQcHR',
    });
  });

  it('404 is a text alone', async () => {
    const alloy = await startAlloyOfTest([answerJson(404, { error: 'EV-404 not found' })]);
    const error = readFailure(
      await createCaller(alloy).call('get_single_alloy_event_by_id', { id: 'EV-404' }),
    );
    expect(error).toEqual({
      kind: 'unknown_object',
      status: 404,
      message: 'EV-404 not found',
      hint: expect.stringContaining('create_a_alloy_event answers'),
    });
  });
});

describe('the OAuth form, which has nothing around the error', () => {
  it.each([
    [400, 4001, 'Header Validation Failure', 'invalid_request'],
    [400, 4002, 'Request Body Validation Failure', 'invalid_request'],
    // The token that was refused came with the call; the credentials of the server were not.
    [401, 4011, 'Unauthorized', 'invalid_request'],
  ])('HTTP %i with minor code %i', async (status, minor_code, type, kind) => {
    const error = { minor_code, type, message: 'No.', details: null };
    const alloy = await startAlloyOfTest([answerJson(status, { error })]);
    const call = ['create_a_alloy_oauth_validation', { bearer_token: 'a.b.c' }] as const;
    expect(readFailure(await createCaller(alloy).call(...call))).toMatchObject({
      kind,
      status,
      minor_code,
      message: `${type}: No.`,
    });
    expect(alloy.requests).toHaveLength(1);
  });
});

const page = '<!doctype html><h1>Gateway</h1>';
const html = { 'content-type': 'text/html; charset=utf-8' };

describe('answers that are not from Alloy, or not whole', () => {
  const answers: Readonly<
    Record<string, readonly [Behaviour, ErrorKind, Readonly<Record<string, unknown>>]>
  > = {
    'a page with 502': [answerBytes(502, page, html), 'alloy_failed', { status: 502 }],
    'a page with 404': [answerBytes(404, page, html), 'unknown_object', { status: 404 }],
    'a page with 403': [answerBytes(403, page, html), 'forbidden', { status: 403 }],
    'a page with 200': [answerBytes(200, page, html), 'bad_answer', { status: 200 }],
    'a page that calls itself JSON': [answerBytes(201, page), 'bad_answer', { status: 201 }],
    'an empty 404': [answerBytes(404), 'unknown_object', { status: 404 }],
    'an empty 503': [answerBytes(503), 'alloy_failed', { status: 503 }],
    'an empty 400': [answerBytes(400), 'invalid_request', { status: 400 }],
    'an error that is cut off': [
      answerBytes(400, '{"status_code":400,"error":{"minor'),
      'invalid_request',
      { status: 400 },
    ],
    'an error that is a list': [answerJson(400, ['no']), 'invalid_request', { status: 400 }],
    'an error that is a text': [answerJson(500, 'no'), 'alloy_failed', { status: 500 }],
    'JSON that is cut off': [answerBytes(200, '{"lists":[{"a":1},'), 'bad_answer', { status: 200 }],
    'bytes that are no UTF-8': [
      answerBytes(200, Buffer.from([0x22, 0xff, 0x22])),
      'bad_answer',
      { status: 200 },
    ],
    'more than its content-length': [
      answerRaw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{"a":1}'),
      'bad_answer',
      { status: 200 },
    ],
    'less than its content-length': [
      answerRaw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":1}'),
      'unreachable',
      {},
    ],
    'two content-lengths': [
      answerRaw('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'),
      'bad_answer',
      {},
    ],
    'chunks that are cut off': [
      answerRaw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n'),
      'unreachable',
      {},
    ],
    'chunks that are none': [
      answerRaw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{"a":1}\r\n'),
      'bad_answer',
      {},
    ],
    'another protocol': [answerRaw('220 mail.example.com ESMTP ready\r\n\r\n'), 'bad_answer', {}],
    noise: [answerRaw('\u0000\u0001\u0002\u0003 lorem ipsum\r\n\r\n'), 'bad_answer', {}],
    'the end of the connection': [answerRaw(''), 'unreachable', {}],
    'a reset in the middle': [
      answerReset('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
      'unreachable',
      {},
    ],
    'more bytes than are ever due': [
      ({ response }) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('"');
        response.end(Buffer.alloc(66 * 1024 * 1024, 'a'));
        return 'handled';
      },
      'bad_answer',
      { message: expect.stringContaining('larger') },
    ],
  };

  it.each(Object.entries(answers))('%s, to a read', async (_, [responder, kind, rest]) => {
    const alloy = await startAlloyOfTest(responder);
    const error = readFailure(await createCaller({ ...alloy, maxRetries: 0 }).call(...read));
    expect(error).toMatchObject({ kind, ...rest });
    expectOurWords(error, rest);
    // What a proxy says is neither Alloy's word nor fit for a model.
    expect(error.message).not.toContain('<');
  });

  it.each(Object.entries(answers))(
    '%s, to a write, which arrives once',
    async (_, [responder, kind, rest]) => {
      const alloy = await startAlloyOfTest([responder]);
      const error = readFailure(await createCaller(alloy).call(...write));
      expect(error).toMatchObject({ kind, ...rest });
      if (['bad_answer', 'unreachable'].includes(kind)) expect(error.hint).toContain(uncertainWriteHint);
      expect(alloy.requests).toHaveLength(1);
    },
  );

  it.each<[string, readonly [string, object]]>([
    ['GET', read],
    ['POST', ['create_a_alloy_oauth_validation', { bearer_token: 'a.b.c' }]],
  ])('an empty 200 does not pass for the data that a read asked for by %s', async (_, call) => {
    const alloy = await startAlloyOfTest([answerBytes(200)]);
    const error = readFailure(await createCaller(alloy).call(...call));
    expect(error).toMatchObject({ kind: 'bad_answer', status: 200 });
  });
});
