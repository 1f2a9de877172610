/** What a tool call answers: the one envelope, its notices, and what becomes of faults of our own. */

import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/alloy/client.ts';
import { localCall } from '../../src/calls/call-context.ts';
import { toolsets } from '../../tools/index.ts';
import { answerBytes, answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { assembleExecutor, createCaller } from '../helpers/assemble.ts';
import { findTool } from '../helpers/find-tool.ts';
import { createLogRecord } from '../helpers/log-record.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';
import { makeShield } from '../shield/shield-maker.ts';

const evaluate = ['create_a_alloy_evaluation', { name_first: 'Ada', name_last: 'Lovelace' }] as const;
const waiting = {
  status_code: 200,
  evaluation_token: 'S-1',
  required: [{ key: 'document_ssn', type: 'string' }],
  optional: [],
};

describe('a success', () => {
  it('holds the answer as it came, the HTTP status and the environment, and nothing else', async () => {
    const answer = { lists: [{ list_token: 'I-1', count: 3, note: null, name: 'Ünïcode – ok' }], more: [] };
    const alloy = await startAlloyOfTest([answerJson(200, answer)]);
    const envelope = readSuccess(await createCaller(alloy).call('list_all_alloy_lists', {}));
    expect(envelope).toEqual({ result: answer, status: 200, environment: 'sandbox' });
  });

  it.each([
    ['a list', '[{"a":1}]', [{ a: 1 }]],
    ['a text', '"ok"', 'ok'],
    ['null', 'null', null],
    ['false', 'false', false],
    ['a byte order mark before it', '\ufeff{"a":1}', { a: 1 }],
  ])('may be JSON of any kind: %s', async (_, body, result) => {
    const alloy = await startAlloyOfTest([answerBytes(200, body)]);
    expect(readSuccess(await createCaller(alloy).call('list_all_alloy_lists', {})).result).toEqual(result);
  });

  it('has next steps that show no more than the answer', async () => {
    const alloy = await startAlloyOfTest([
      answerJson(201, { document_token: 'D-2WU9staJ5pVCQ6xgn3KV', uploaded: false }),
    ]);
    // Somebody's SSN as the external id of their record.
    const args = { entity_token: '666-12-0417', name: 'scan', extension: 'pdf', type: 'license' };
    const caller = createCaller({ ...alloy, shield: makeShield('mask') });
    const { next_steps } = readSuccess(await caller.call('create_a_alloy_entity_document', args));
    expect(next_steps).toMatchObject([
      { tool: 'update_a_alloy_entity_document_by_id', arguments: { entity_token: '***0417' } },
    ]);
  });

  it('without content (204) is a plain success', async () => {
    const alloy = await startAlloyOfTest([answerBytes(204)]);
    const client = createCaller(alloy);
    const result = await client.call('delete_a_alloy_investigation_type_by_id', { id: 'Fraud' });
    expect(readSuccess(result)).toEqual({ result: { success: true }, status: 204, environment: 'sandbox' });
  });

  it.each([201, 202])('without content (%i) answers a write the same way', async (status) => {
    const alloy = await startAlloyOfTest([answerBytes(status)]);
    const client = createCaller(alloy);
    const args = { custom_list_token: 'CI-1', major_version: '2' };
    const envelope = readSuccess(await client.call('create_a_alloy_custom_list_activation', args));
    expect(envelope).toMatchObject({ result: { success: true }, status });
  });
});

describe('the notice', () => {
  it.each([
    ['202: pending', 202, { evaluation_token: 'S-1' }, /read the record again/],
    ['206: partial', 206, { evaluation_token: 'S-1', warnings: {} }, /PATCH/],
    ['200 with required data: waiting', 200, waiting, /update_a_alloy_evaluation_by_id/],
    ['200 without required data', 200, { ...waiting, required: [] }, undefined],
    ['201 with required data: done', 201, waiting, undefined],
    ['201: done', 201, { evaluation_token: 'S-1' }, undefined],
  ] as const)('%s', async (_, status, answer, notice) => {
    const alloy = await startAlloyOfTest([answerJson(status, answer)]);
    const envelope = readSuccess(await createCaller(alloy).call(...evaluate));
    expect(envelope).toMatchObject({ result: answer, status });
    if (notice === undefined) expect(envelope).not.toHaveProperty('notice');
    else expect(envelope.notice).toMatch(notice);
  });

  it('does not take the inputs of a workflow for a waiting evaluation', async () => {
    const parameters = { required: [{ key: 'name_first' }], optional: [], or: [] };
    const alloy = await startAlloyOfTest([answerJson(200, parameters)]);
    const envelope = readSuccess(await createCaller(alloy).call('list_all_alloy_parameters', {}));
    expect(envelope).not.toHaveProperty('notice');
  });
});

describe('the configured workflow', () => {
  const header = async (args: object) => {
    const alloy = await startAlloyOfTest([answerJson(200, {})]);
    const client = createCaller({ ...alloy, workflowToken: 'configured' });
    readSuccess(await client.call('list_all_alloy_parameters', args));
    return alloy.requests[0]?.headers['alloy-workflow-token'];
  };

  it('stands in for the one that a call does not name', async () => {
    expect(await header({})).toBe('configured');
    expect(await header({ alloy_workflow_token: 'named' })).toBe('named');
  });

  it('is not sent with operations that have no such header', async () => {
    const alloy = await startAlloyOfTest([answerJson(200, {})]);
    readSuccess(
      await createCaller({ ...alloy, workflowToken: 'configured' }).call('list_all_alloy_lists', {}),
    );
    expect(alloy.requests[0]?.headers).not.toHaveProperty('alloy-workflow-token');
  });
});

describe('refused arguments', () => {
  const names = Object.values(toolsets).flatMap((toolset) => Object.keys(toolset));

  it.each(names)(
    '%s: nothing is sent, and the example in the message is a call that is accepted',
    async (name) => {
      const alloy = await startAlloyOfTest([answerJson(200, {})]);
      const client = createCaller(alloy);
      const error = readFailure(await client.call(name, { no_such_argument: 1 }));
      expect(error.kind).toBe('invalid_arguments');
      expect(error.message).toContain('no_such_argument is not an argument of');
      expect(alloy.requests).toHaveLength(0);
      const example: unknown = JSON.parse(error.message.slice(error.message.indexOf('Example: ') + 9));
      readSuccess(await client.call(name, example));
      expect(alloy.requests).toHaveLength(1);
    },
  );
});

describe('a fault of our own', () => {
  const secrets = 'Ada Lovelace 123-45-6789';
  const api: Api = {
    send: () => {
      throw new TypeError(`cannot read ${secrets}`);
    },
  };
  const run = async (name: string, args: object) => {
    const log = createLogRecord();
    const executor = assembleExecutor({ baseUrl: 'http://alloy.test/v1', api, logger: log.logger });
    return { result: await executor.execute(findTool(name), args, localCall), log };
  };

  it('is a result of kind internal that shows nothing of it, logged once with its place', async () => {
    const { result, log } = await run('list_all_alloy_lists', {});
    expect(readFailure(result)).toMatchObject({ kind: 'internal' });
    expect(JSON.stringify(result)).not.toMatch(/Ada|at |TypeError/);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { tool: 'list_all_alloy_lists' } }]);
    const logged = JSON.stringify(log.lines);
    expect(logged).toContain('TypeError');
    expect(logged).toContain('executor.test.ts');
    expect(logged).not.toContain('Ada');
  });

  it('says of a write that it may have been done', async () => {
    const { result } = await run('create_a_alloy_list', { listName: 'Watch' });
    expect(readFailure(result).hint).toContain('may have reached Alloy');
  });
});

it('logs a failed call once, with its kind and without its arguments', async () => {
  const answer = { error: { minor_code: 4013, message: 'no Ada', error_token: 'tok1' } };
  const alloy = await startAlloyOfTest([answerJson(400, answer)]);
  const client = createCaller(alloy);
  readFailure(await client.call('get_single_alloy_person_entity_by_id', { id: 'Ada' }));
  expect(client.log.lines).toEqual([
    {
      level: 'info',
      message: 'call failed',
      fields: {
        tool: 'get_single_alloy_person_entity_by_id',
        kind: 'unknown_object',
        status: 400,
        errorToken: 'tok1',
      },
    },
  ]);
});
