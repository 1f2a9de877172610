/**
 * Every tool against what is known of Alloy: its request, sent over the network to a recording server, is the one that
 * the fixtures ask for. Events have a file of their own, since their data depends on the type.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { buildExample } from '../../../src/registry/example.ts';
import { argumentSchemas, fullSchema } from '../../../src/registry/schema.ts';
import { createToolCaller, type ToolCaller } from '../../helpers/clients/tool-caller.ts';
import { checkCall, openMember } from '../../helpers/contract/contract.ts';
import {
  buildFullCalls,
  renameToAlloys,
  withAwkwardText,
  withTwoOfEach,
} from '../../helpers/contract/contract-calls.ts';
import {
  oneOfSeveral,
  requiredBeyondFacts,
  substitutes,
  withoutAdditionalFields,
} from '../../helpers/contract/contract-exceptions.ts';
import { listMissingFields, listRequiredArguments } from '../../helpers/contract/contract-facts.ts';
import { readToolFacts } from '../../helpers/contract/operation-facts.ts';
import { expectNone } from '../../helpers/expect-none.ts';
import { tools } from '../../helpers/tools.ts';

const facts = readToolFacts();
let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

const contracts = tools.flatMap((tool) => {
  const known = facts.get(tool.name);
  return known === undefined || known.operation.variants !== undefined
    ? []
    : [[tool.name, { tool, known }] as const];
});

test('the tools are those of the facts', () => {
  expect(tools.map(({ name }) => name).sort()).toEqual([...facts.keys()].sort());
  expect(contracts).toHaveLength(137);
});

describe.each(contracts)('%s', (name, { tool, known }) => {
  const calls = buildFullCalls(tool);

  test('sends the documented request with the arguments it requires', async () => {
    const { differences } = await checkCall(caller, tool, known, buildExample(tool, 'required'));
    expectNone(differences);
  });

  test('sends the documented request with all its arguments, and every documented field is among them', async () => {
    const results = [];
    for (const args of calls) results.push(await checkCall(caller, tool, known, args));
    const sent = new Set(results.flatMap((result) => [...result.sent]));
    expectNone(results.flatMap(({ differences }) => differences));
    expectNone(listMissingFields(known.operation.fields, sent));
  });

  test("sends the same request for Alloy's own names", async () => {
    for (const args of calls) {
      const { differences } = await checkCall(caller, tool, known, renameToAlloys(known, args), {
        meaning: args,
      });
      expectNone(differences);
    }
  });

  test('encodes what a URL or a header would read otherwise', async () => {
    const [args = {}] = calls;
    const { differences } = await checkCall(caller, tool, known, withAwkwardText(known, args));
    expectNone(differences);
  });

  test('sends every item of an array, in order', async () => {
    for (const args of calls) {
      const { differences } = await checkCall(caller, tool, known, withTwoOfEach(args));
      expectNone(differences);
    }
  });

  test('takes further members where the body is open, and only there', async () => {
    const isOpen = known.operation.body.open === true && withoutAdditionalFields[name] === undefined;
    expect(argumentSchemas(tool).has('additional_fields')).toBe(isOpen);
    if (!isOpen) return;
    const [args = {}] = calls;
    const additional_fields = { [openMember]: { nested: [1, null, 'ü'] } };
    const { differences } = await checkCall(caller, tool, known, { ...args, additional_fields });
    expectNone(differences);
  });

  test('requires what the seed or Alloy requires', () => {
    const required = z.array(z.string()).default([]).parse(fullSchema(tool)['required']);
    expect([...argumentSchemas(tool).keys()]).toEqual(expect.arrayContaining([...known.required]));
    const replaceable = Object.keys(substitutes[name] ?? {});
    const expected = listRequiredArguments(known).filter((argument) => !replaceable.includes(argument));
    expect([...required].sort()).toEqual(
      [...expected, ...Object.keys(requiredBeyondFacts[name] ?? {})].sort(),
    );
    expect(tool.anyOf !== undefined).toBe(oneOfSeveral[name] !== undefined);
    for (const argument of replaceable) expect(tool.anyOf?.flat()).toContain(argument);
  });
});
