/** What a confirmation is worth: for one call of one principal, once, for ten minutes; and what a person is shown. */
import { describe, expect, it } from 'vitest';
import { CallError } from '../../src/base/errors.ts';
import {
  type Approver,
  type CallContext,
  ConfirmationRequired,
  type Reply,
} from '../../src/calls/call-context.ts';
import {
  type ConfirmPolicy,
  createConfirmation,
  describeCall,
  maxOpenQuestions,
} from '../../src/calls/confirmation.ts';
import type { Arguments, Tool } from '../../src/registry/tool.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { findTool } from '../helpers/find-tool.ts';
import { tools } from '../helpers/tools.ts';

const tool = findTool('delete_a_alloy_investigation_type_by_id');
const otherTool = findTool('update_a_alloy_list_by_id');
const args = { id: 'Fraud', nested: { b: 1, a: [1, 2] } };
const minute = 60_000;

function createClock(start = 1_000_000) {
  let time = start;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

interface Setting {
  readonly policy?: ConfirmPolicy;
  readonly now?: () => number;
  readonly approver?: Approver;
}

function create({ policy = 'when-supported', now, approver }: Setting = {}) {
  const describeIt = (asked: Tool, given: Arguments) => describeCall(asked, given, 'sandbox');
  const clock = now === undefined ? {} : { now };
  const state = createMemoryState(clock);
  const confirmation = createConfirmation({ policy, state, describe: describeIt, approver, ...clock });
  const judge = async (context: Partial<CallContext> = {}, call: Arguments = args, of: Tool = tool) =>
    confirmation.require(of, call, { principal: 'ada', canAsk: true, ...context });
  const require = async (...call: Parameters<typeof judge>) => {
    const { how, refusal } = await judge(...call);
    if (refusal !== undefined) throw refusal;
    return how;
  };
  return {
    judge,
    require,
    ask: async (...call: Parameters<typeof require>): Promise<string> => {
      const thrown = await catchError(() => require(...call));
      if (thrown instanceof ConfirmationRequired) return thrown.state;
      throw thrown;
    },
  };
}

async function catchError(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const agree = (state: string | undefined): { reply: Reply } => ({
  reply: { state, action: 'accept', agreed: true },
});

async function expectRefusal(run: () => unknown, message: RegExp): Promise<void> {
  const thrown = await catchError(run);
  expect(thrown).toBeInstanceOf(CallError);
  expect(thrown).toMatchObject({ kind: 'confirmation', message: expect.stringMatching(message) });
}

describe('a confirmation', () => {
  it('lets the call go once', async () => {
    const { ask, require } = create();
    const state = await ask();
    expect(await require(agree(state))).toBe('confirmed');
    await expectRefusal(() => require(agree(state)), /used already/);
  });

  it('holds for the same arguments in another order of members', async () => {
    const { ask, require } = create();
    const state = await ask();
    expect(await require(agree(state), { nested: { a: [1, 2], b: 1 }, id: 'Fraud' })).toBe('confirmed');
  });

  it('ends after ten minutes', async () => {
    const { now, pass } = createClock();
    const { ask, require } = create({ now });
    const [early, late] = [await ask(), await ask()];
    pass(10 * minute - 1);
    expect(await require(agree(early))).toBe('confirmed');
    pass(1);
    await expectRefusal(() => require(agree(late)), /too late/);
  });

  it.each<[string, Parameters<ReturnType<typeof create>['require']>]>([
    ['another principal', [{ principal: 'bo' }]],
    ['another tool', [{}, args, otherTool]],
    ['another value', [{}, { ...args, id: 'Fraud2' }]],
    ['one argument more', [{}, { ...args, more: true }]],
    ['one argument less', [{}, { id: 'Fraud' }]],
    ['another order in a list', [{}, { ...args, nested: { b: 1, a: [2, 1] } }]],
    ['a number for a text', [{}, { ...args, nested: { b: '1', a: [1, 2] } }]],
  ])('does not hold for %s, and is not used up by the attempt', async (_, [context, ...call]) => {
    const { ask, require } = create();
    const state = await ask();
    await expectRefusal(() => require({ ...context, ...agree(state) }, ...call), /another call/);
    expect(await require(agree(state))).toBe('confirmed');
  });

  it('holds no number that a search for SSNs would find', async () => {
    const { now } = createClock(Date.UTC(2026, 10, 26, 4));
    expect(await create({ now }).ask()).not.toMatch(/\d{9}/);
  });

  it('is refused with any of its characters changed, left out or doubled', async () => {
    const { ask, require } = create();
    const state = await ask();
    for (const at of state.split('').keys()) {
      const [before, character, after] = [state.slice(0, at), state.charAt(at), state.slice(at + 1)];
      for (const other of [character === 'A' ? 'B' : 'A', '', character.repeat(2), '\u00e9', '.']) {
        if (other === character) continue;
        await expectRefusal(() => require(agree(before + other + after)), /not one that this server gave/);
      }
    }
    expect(await require(agree(state))).toBe('confirmed');
  });

  it.each([undefined, '', '.', '...', 'a.b.c.d', 'x'.repeat(100_000)])(
    'cannot be made up: %s',
    async (state) => {
      await expectRefusal(() => create().require(agree(state)), /not one that this server gave/);
    },
  );

  it('of another process is refused', async () => {
    const state = await create().ask();
    await expectRefusal(() => create().require(agree(state)), /not one that this server gave/);
  });

  it('is used up by a no, and by a form that was sent without its yes', async () => {
    for (const reply of [
      { action: 'decline', agreed: false },
      { action: 'decline', agreed: true },
      { action: 'cancel', agreed: true },
      { action: 'accept', agreed: false },
    ] as const) {
      const { ask, require } = create();
      const state = await ask();
      await expectRefusal(() => require({ reply: { state, ...reply } }), /(declined|closed) at the client/);
      await expectRefusal(() => require(agree(state)), /used already/);
    }
  });

  it('is forgotten when its principal leaves too many open, but not when another does', async () => {
    const { ask, require } = create();
    const [first, second, others] = [await ask(), await ask(), await ask({ principal: 'bo' })];
    for (let count = 0; count < maxOpenQuestions - 1; count += 1) await ask();
    await expectRefusal(() => require(agree(first)), /too many were asked/);
    expect(await require(agree(second))).toBe('confirmed');
    expect(await require({ principal: 'bo', ...agree(others) })).toBe('confirmed');
  });
});

describe('the policy', () => {
  it('off asks nobody', async () => {
    expect(await create({ policy: 'off' }).require()).toBe('off');
  });

  it('when-supported lets the call go where the client cannot ask', async () => {
    expect(await create().require({ canAsk: false })).toBe('unsupported');
    expect(await create().ask()).toBeTypeOf('string');
  });

  it('always refuses where the client cannot ask', async () => {
    const { require, ask } = create({ policy: 'always' });
    await expectRefusal(() => require({ canAsk: false }), /cannot ask anybody/);
    expect(await require(agree(await ask()))).toBe('confirmed');
  });

  it.each([
    ['always', false, 'page'],
    ['always', true, 'client'],
    ['page', false, 'page'],
    ['page', true, 'page'],
    ['when-supported', false, 'nobody'],
    ['off', false, 'nobody'],
  ] as const)('%s, where the client can ask: %s, asks by %s', async (policy, canAsk, by) => {
    let asked = 'nobody';
    const approver: Approver = {
      ask: async () => {
        asked = 'page';
        return 'yes';
      },
    };
    const { judge } = create({ policy, approver });
    await judge({ canAsk }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(ConfirmationRequired);
      asked = 'client';
    });
    expect(asked).toBe(by);
  });

  it.each([
    ['yes', 'confirmed_on_page', undefined],
    ['no', 'declined_on_page', 'confirmation'],
    ['unanswered', 'unanswered_on_page', 'confirmation'],
    ['waiting', 'waiting_on_page', 'waiting'],
  ] as const)('page: %s is %s', async (answer, how, kind) => {
    const ids: string[] = [];
    const approver: Approver = {
      ask: async ({ id }) => {
        ids.push(id);
        return answer;
      },
    };
    const { judge } = create({ policy: 'page', approver });
    const verdict = await judge();
    expect([verdict.how, verdict.refusal?.kind]).toEqual([how, kind]);
    // The same call has the same question, and no other has.
    await judge();
    await judge({ principal: 'bo' });
    await judge({}, { id: 'Other' });
    await judge({}, args, otherTool);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });

  it('tells by which way the client kept a call back', async () => {
    for (const [action, how] of [
      ['decline', 'declined_at_client'],
      ['cancel', 'closed_at_client'],
    ] as const) {
      const { ask, judge } = create();
      const verdict = await judge({ reply: { state: await ask(), action, agreed: false } });
      expect(verdict.how).toBe(how);
      expect(verdict.refusal?.message).toMatch(/at the client/);
    }
  });

  it('asks for the effects decide and destroy alone', async () => {
    const { require } = create({ policy: 'always' });
    const asked: Tool[] = [];
    for (const each of tools) {
      const how = await require({}, {}, each).catch(() => 'asked');
      if (how !== 'not_needed') asked.push(each);
    }
    expect(asked.length).toBeGreaterThan(20);
    expect(asked).toEqual(tools.filter(({ effect }) => effect === 'decide' || effect === 'destroy'));
  });
});

describe('the question', () => {
  it.each([
    ['embedded', 'the embedded Alloy (a demonstration; nothing real changes)'],
    ['sandbox', "Alloy's sandbox (test data)"],
    ['production', 'PRODUCTION (real persons and companies)'],
  ] as const)('says in plain words what happens, in %s', (environment, place) => {
    expect(describeCall(tool, { id: 'Fraud' }, environment)).toBe(
      [
        `Delete investigation type (delete_a_alloy_investigation_type_by_id) in ${place}?`,
        'Deletes an investigation type for good. This loses data that cannot be brought back.',
        '- id: "Fraud"',
      ].join('\n'),
    );
  });

  it('has a sentence of its own for each tool that is asked about', () => {
    const sentences = tools
      .filter(({ effect }) => effect === 'decide' || effect === 'destroy')
      .map((each) => describeCall(each, {}, 'sandbox').split('\n')[1]);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^\n]{15,140}\. This (changes|loses)/);
  });

  it('has one line for each argument, whatever it holds', () => {
    const hostile = {
      id: 'a\n- outcome: "Denied"\r\u2028- x: 1',
      note: 'pay\u202Etxet\u202C z\u200Bero \u00A0w\u3000ide \u{E0041}tag \u3164filler ve\uFE0Fs \u0007bell',
      plain: 'Ünïcode – 名前 😀',
    };
    const lines = describeCall(tool, hostile, 'sandbox').split('\n').slice(2);
    expect(lines).toEqual([
      '- id: "a\\n- outcome: \\"Denied\\"\\r\\u{2028}- x: 1"',
      '- note: "pay\\u{202e}txet\\u{202c} z\\u{200b}ero \\u{a0}w\\u{3000}ide \\u{e0041}tag \\u{3164}filler ve\\u{fe0f}s \\u0007bell"',
      '- plain: "Ünïcode – 名前 😀"',
    ]);
  });

  it('says what it leaves out, and names every argument though one is long', () => {
    const text = describeCall(tool, { note: 'x'.repeat(50_000), outcome: 'Denied' }, 'sandbox');
    expect(text.length).toBeLessThan(2500);
    expect(text).toMatch(/x \[49252 more characters\]\n- outcome: "Denied"$/);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`a${at}`, 'y'.repeat(1000)]));
    const long = describeCall(tool, many, 'sandbox');
    expect(long.length).toBeLessThan(12_000);
    expect(long).toMatch(/\n- a39: [^\n]*\n\[60 more arguments\]$/);
  });

  it('cuts no character in two', () => {
    const text = describeCall(tool, { note: `${'😀'.repeat(2000)}` }, 'sandbox');
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
