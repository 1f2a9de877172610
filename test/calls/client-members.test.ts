/** What clients put among the arguments for themselves is left out of every tool; all else is refused by name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExample } from '../../src/registry/example.ts';
import { answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { configureApp } from '../helpers/assemble.ts';
import { createToolCaller, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { findTool } from '../helpers/find-tool.ts';
import { describeSent } from '../helpers/sent-request.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';
import { tools } from '../helpers/tools.ts';

const added = {
  toolCallId: 'call_1',
  sessionId: 'a1b2',
  action: 'sendMessage',
  chatInput: 'Find Ada (SSN 666-01-0203)',
  wait_for_previous: true,
  task_progress: '- [x] look her up',
  _sessionID: 'ses_1',
};

let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

it('they change no request of any tool', async () => {
  const faults = [];
  for (const tool of tools) {
    const example = buildExample(tool, 'required');
    const plain = await describeSent(caller, tool, example);
    const sent = await describeSent(caller, tool, { ...added, ...example });
    if (sent !== plain) faults.push(`${tool.name}: ${sent}`);
  }
  expectNone(faults);
});

it.each(['toolCallID', 'session_id', 'Action', 'input', 'waitForPrevious', 'tool_call_id'])(
  '%s is refused by name, like anything else',
  async (name) => {
    const { requests, text } = await caller.call(findTool('list_all_alloy_lists'), { ...added, [name]: 'x' });
    expect(requests).toHaveLength(0);
    expect(text).toContain(`${name} is not an argument of list_all_alloy_lists`);
  },
);

describe('in the program', () => {
  it('what is said in them is no argument, masked values and stand-ins included', async () => {
    const alloy = await startAlloyOfTest([answerJson(200, {})]);
    const app = await configureApp(alloy, {
      ALLOY_AUTH: 'basic',
      ALLOY_PII: 'token',
      ALLOY_PII_KEY: 'a-key-of-the-tests-0123456789abcdefghij',
    });
    const result = await app.execute('list_all_alloy_lists', {
      chatInput: 'use pii:ssn:abcdefghijklmnopqrstuvwxyz',
      sessionId: '***6789',
    });
    readSuccess(result);
    expect(readFailure(await app.execute('list_all_alloy_lists', { fields: '***6789' })).message).toContain(
      'masked',
    );
  });
});
