/** Field by field: what Alloy requires cannot be left out, and what it documents as a value is taken. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createToolCaller, type ToolCaller } from '../../helpers/clients/tool-caller.ts';
import { checkCall } from '../../helpers/contract/contract.ts';
import { buildFullCalls, toArgumentPath, without, withValue } from '../../helpers/contract/contract-calls.ts';
import {
  dependentFields,
  exclusiveMembers,
  openEnums,
  requiredLoosely,
  substitutes,
} from '../../helpers/contract/contract-exceptions.ts';
import {
  listDocumentedValues,
  listRequiredArguments,
  listWritableFields,
} from '../../helpers/contract/contract-facts.ts';
import { readAll } from '../../helpers/contract/field-paths.ts';
import { readToolFacts } from '../../helpers/contract/operation-facts.ts';
import { expectNone } from '../../helpers/expect-none.ts';
import { readFailure } from '../../helpers/tool-results.ts';
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

test.each(tools.map((tool) => [tool.name, tool] as const))(
  '%s shows an example that it takes when it refuses a call',
  async (_name, tool) => {
    const refused = await caller.call(tool, { no_such_argument: 1 });
    const [, example = ''] = /Example: (\{.*\})$/.exec(readFailure(refused.result).message) ?? [];
    const { result, text, requests } = await caller.call(tool, JSON.parse(example));
    expect(requests, text).toHaveLength(1);
    expect(result.isError, text).toBeUndefined();
  },
);

describe.each(contracts)('%s', (name, { tool, known }) => {
  const calls = buildFullCalls(tool);
  const fields = listWritableFields(known.operation.fields).map(
    ([path, field]) => [path, field, toArgumentPath(known, tool, path)] as const,
  );
  const findCall = (path: string) => calls.find((args) => readAll(args, path).length > 0);

  test('refuses a call that lacks something required, and names it', async () => {
    const nested = fields.flatMap(([path, { required }, argument]) =>
      required === true && requiredLoosely[name]?.[path] === undefined ? [argument] : [],
    );
    const top = listRequiredArguments(known).filter(
      (argument) => substitutes[name]?.[argument] === undefined,
    );
    const faults = [];
    for (const path of new Set([...top, ...nested])) {
      const args = findCall(path);
      if (args === undefined) {
        faults.push(`${path} is in no call`);
        continue;
      }
      const { result, text, requests } = await caller.call(tool, without(args, path));
      const last = path.split('.').at(-1) ?? path;
      if (requests.length > 0) faults.push(`without ${path} a request was sent`);
      else if (result.isError !== true || !text.includes(last)) faults.push(`without ${path}: ${text}`);
    }
    expectNone(faults);
  });

  test('sends a call that lacks something optional inside an argument', async () => {
    const faults = [];
    // Where one of two is there in each call, the other is not optional.
    const either = exclusiveMembers[name]?.groups.flat() ?? [];
    for (const [path, { required }, argument] of fields) {
      const args = findCall(argument);
      if (args === undefined || required === true || either.includes(argument) || !/[.[]/.test(argument))
        continue;
      const sibling = dependentFields[name]?.[path]?.on;
      const freed = sibling === undefined ? args : without(args, argument.replace(/[^.]+$/, sibling));
      const { text, requests } = await caller.call(tool, without(freed, argument));
      if (requests.length !== 1) faults.push(`without ${argument}: ${text}`);
    }
    expectNone(faults);
  });

  test('sends every documented value, null inside an argument where Alloy takes it, and texts of the greatest length', async () => {
    const faults = [];
    for (const [path, field, argument] of fields) {
      const sibling = dependentFields[name]?.[path]?.on;
      const whole = findCall(argument) ?? {};
      const args = sibling === undefined ? whole : without(whole, argument.replace(/[^.]+$/, sibling));
      // Of an argument itself null means that it was left out (test/calls/blank-arguments.test.ts).
      const values = listDocumentedValues(path, field).filter(
        (value) => value !== null || /[.[]/.test(argument),
      );
      for (const value of values) {
        const { differences } = await checkCall(caller, tool, known, withValue(args, argument, value));
        faults.push(...differences.map((difference) => `${path} = ${JSON.stringify(value)}: ${difference}`));
      }
    }
    expectNone(faults);
  });

  test('refuses a word that is not in a closed set, and takes any where the set is open', async () => {
    const faults = [];
    for (const [path, field, argument] of fields) {
      const args = findCall(argument);
      if (args === undefined || field.enum === undefined) continue;
      const { result, requests } = await caller.call(tool, withValue(args, argument, 'a word of my own'));
      const isRefused = result.isError === true && requests.length === 0;
      const isOpen = openEnums[name]?.[path] !== undefined;
      if (isRefused === isOpen) faults.push(`${path} is ${isRefused ? 'closed' : 'open'}`);
    }
    expectNone(faults);
  });
});
