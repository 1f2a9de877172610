/**
 * Walks through every lifecycle, over MCP, as a user would do them; and a count of what they have covered. They share
 * one account, as its users do, and so one file: none may find less than it left, but each may find more.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leastFaults } from '../../src/alloy/overload-guard.ts';
import { buildExample } from '../../src/registry/example.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { findTool } from '../helpers/find-tool.ts';
import { tools } from '../helpers/tools.ts';
import { accessWalks } from './access-walks.ts';
import { accountWalks } from './account-walks.ts';
import { type Agent, openAgent } from './agent.ts';
import { batchWalks } from './batch-walks.ts';
import { businessWalks } from './business-walks.ts';
import { caseWalks } from './case-walks.ts';
import { unauthorized } from './demo-account.ts';
import { documentWalks } from './document-walks.ts';
import { entityWalks } from './entity-walks.ts';
import { evaluationWalks } from './evaluation-walks.ts';
import { groupWalks } from './group-walks.ts';
import { investigationWalks } from './investigation-walks.ts';
import { journeyWalks } from './journey-walks.ts';
import { createLedger, type ToolName, toolNames } from './ledger.ts';
import { ruleWalks } from './rule-walks.ts';
import { serveAlloy } from './served-alloy.ts';

const ledger = createLedger();
/** Of refusals that have nothing to do with what was asked. */
const others = createLedger();
let agent: Agent;
let served: Awaited<ReturnType<typeof serveAlloy>>;
beforeAll(async () => {
  [agent, served] = await Promise.all([openAgent(ledger), serveAlloy(ledger)]);
});
afterAll(async () => {
  await Promise.all([agent.close(), served.stop()]);
  await stopProcesses();
});

describe.each(
  Object.entries({
    evaluations: evaluationWalks,
    journeys: journeyWalks,
    businesses: businessWalks,
    documents: documentWalks,
    rules: ruleWalks,
    investigations: investigationWalks,
    batches: batchWalks,
    cases: caseWalks,
    entities: entityWalks,
    groups: groupWalks,
    accounts: accountWalks,
    access: accessWalks,
  }),
)('%s', (_, walks) => {
  it.each(Object.entries(walks))('%s', (_, walk) => walk(agent, served));
});

/**
 * Nothing that these may be asked is refused by Alloy: they list without arguments, take filters and pages that our
 * schemas have checked, or refuse single entries only.
 */
const alwaysAnswer: readonly ToolName[] = [
  'create_a_alloy_entity_feedback',
  'list_all_alloy_cases',
  'list_all_alloy_entity_feedback',
  'list_all_alloy_event_schemas',
  'list_all_alloy_investigation_agents',
  'list_all_alloy_investigation_filters',
  'list_all_alloy_investigation_types',
  'list_all_alloy_investigation_use_cases',
  'list_all_alloy_investigations',
  'list_all_alloy_lists',
  'list_all_alloy_published_attributes',
];

/**
 * Minor codes by status. Sources: https://developer.alloy.com/public/docs/_errors and, of lists, the OpenAPI of April
 * 2024. Of custom lists no body of an error is public: 4031 is the embedded Alloy's.
 */
const minorCodes: Readonly<Record<number, readonly (number | undefined)[]>> = {
  400: [4000, 4001, 4002, 4013],
  401: [4011, 4012],
  403: [4031, 4033],
  404: [4041, 4042],
  409: [4091],
};
const eventTools: readonly string[] = [
  'create_a_alloy_event',
  'get_single_alloy_event_by_id',
  'list_all_alloy_events',
];

describe('the count', () => {
  it('is of 138 tools', () => {
    expect(toolNames).toHaveLength(138);
    expect(toolNames).toEqual(tools.map(({ name }) => name));
  });

  it('finds that every tool has succeeded', () => {
    expect(toolNames.filter((name) => !ledger.successes.has(name))).toEqual([]);
  });

  it('finds that every tool has been refused what it was asked, but for those that are asked nothing', () => {
    const never = toolNames.filter((name) => !ledger.refusals.has(name));
    expect(never.toSorted()).toEqual(alwaysAnswer);
  });

  it('finds no refusal in a form that Alloy does not have', () => {
    const odd = [...ledger.refusals].flatMap(([tool, refusals]) =>
      refusals
        .filter(({ status, minor_code }) => {
          const known = eventTools.includes(tool) ? [undefined] : minorCodes[status];
          return known?.includes(minor_code) !== true;
        })
        .map((refusal) => ({ tool, ...refusal })),
    );
    expect(odd).toEqual([]);
  });

  it('finds that tools are refused to a stranger, in the long suite every one', async () => {
    const alloy = await serveAlloy(others);
    const stranger = await alloy.open({ token: 'nobodys-token', secret: 'nobodys-secret' });
    const asked = inFull(toolNames, (_, index) => index % 5 === 0);
    for (const name of asked) await stranger.refused(name, exampleOf(name), unauthorized);
    await stranger.close();
    await alloy.stop();
  });

  it('finds that tools say so when Alloy is down, in the long suite every one', async () => {
    const down = await serveAlloy(others, ['--fault', '* /*:503']);
    const asked = inFull(toolNames, (_, index) => index % 10 === 0);
    // A server leaves Alloy alone after so many failures, so each gets fewer.
    for (let first = 0; first < asked.length; first += leastFaults - 1) {
      const caller = await down.open(down.credentials, { ALLOY_MAX_RETRIES: '0' });
      for (const name of asked.slice(first, first + leastFaults - 1))
        await caller.refused(name, exampleOf(name), { status: 503, minor_code: 5031 });
      await caller.close();
    }
    await down.stop();
  });

  it('finds that tools that are asked nothing are told when to call again, as others are', async () => {
    const busy = await serveAlloy(others, ['--fault', '* /*:429']);
    const caller = await busy.open(busy.credentials, { ALLOY_MAX_RETRIES: '0' });
    for (const name of [...alwaysAnswer, 'create_a_alloy_evaluation' as const]) {
      const error = await caller.refused(name, exampleOf(name), { status: 429, minor_code: 4033 });
      expect(error).toMatchObject({ kind: 'rate_limited', retry_after_seconds: 1 });
    }
    await caller.close();
    await busy.stop();
  });
});

function exampleOf(name: ToolName) {
  return buildExample(findTool(name), 'required');
}
