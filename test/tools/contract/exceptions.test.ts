/** The exceptions that the contract makes: each is still needed, so that none outlives its reason. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildExample } from '../../../src/registry/example.ts';
import { argumentSchemas } from '../../../src/registry/schema.ts';
import { createToolCaller, type ToolCaller } from '../../helpers/clients/tool-caller.ts';
import { buildFullCalls, toArgumentPath, without, withValue } from '../../helpers/contract/contract-calls.ts';
import * as exceptions from '../../helpers/contract/contract-exceptions.ts';
import { readToolFacts } from '../../helpers/contract/operation-facts.ts';
import { expectNone } from '../../helpers/expect-none.ts';
import { findTool } from '../../helpers/find-tool.ts';

const facts = readToolFacts();
let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

function findFacts(name: string) {
  const known = facts.get(name);
  if (known === undefined) throw new TypeError(`There are no facts of ${name}`);
  return known;
}

/** `[tool, field, exception]` of a table by tool and field. */
function listEntries<T>(table: Readonly<Record<string, Readonly<Record<string, T>>>>) {
  return Object.entries(table).flatMap(([name, entries]) =>
    Object.entries(entries).map(([field, exception]) => ({ name, field, exception })),
  );
}

test('name tools that exist', () => {
  const { addedArguments: _, openEventEnums: __, ...byTool } = exceptions;
  const names = Object.values(byTool).flatMap((table) => Object.keys(table));
  expectNone(names.filter((name) => !facts.has(name)));
});

test('of places: the argument is there, and the facts have no field that it would reach by its name', () => {
  for (const { name, field, exception } of listEntries(exceptions.beyondFacts)) {
    const { operation, places } = findFacts(name);
    expect([...argumentSchemas(findTool(name)).keys()]).toContain(field);
    expect(places).not.toHaveProperty(field);
    const [place = '', target = ''] = exception.place.split('.');
    if (target === field || place === 'headers')
      expect(Object.keys(operation.fields)).not.toContain(exception.place);
  }
});

test('of members that exclude each other: the tool refuses them together', async () => {
  for (const name of Object.keys(exceptions.exclusiveMembers)) {
    const tool = findTool(name);
    const { result, requests } = await caller.call(tool, buildExample(tool, 'all'));
    expect([name, result.isError, requests]).toEqual([name, true, []]);
  }
});

test('of open sets: the facts list values', () => {
  for (const { name, field } of listEntries(exceptions.openEnums)) {
    expect(findFacts(name).operation.fields[field]?.enum ?? []).not.toEqual([]);
  }
  const { variants = {} } = findFacts('create_a_alloy_event').operation;
  const fields = Object.values(variants).flatMap((variant) => Object.keys(variant.fields));
  expect(fields).toEqual(expect.arrayContaining(Object.keys(exceptions.openEventEnums)));
});

test('of members that are not enforced: Alloy requires them, and the tool sends a call without', async () => {
  for (const { name, field } of listEntries(exceptions.requiredLoosely)) {
    const [tool, known] = [findTool(name), findFacts(name)];
    expect(known.operation.fields[field]?.required).toBe(true);
    const calls = buildFullCalls(tool).map((args) => without(args, toArgumentPath(known, tool, field)));
    const sent = [];
    for (const args of calls) sent.push(...(await caller.call(tool, args)).requests);
    expect(sent.length).toBeGreaterThan(0);
  }
});

test('of fields that hang on a sibling: with it, null is refused', async () => {
  for (const { name, field } of listEntries(exceptions.dependentFields)) {
    const tool = findTool(name);
    const [args = {}] = buildFullCalls(tool);
    const { requests } = await caller.call(
      tool,
      withValue(args, toArgumentPath(findFacts(name), tool, field), null),
    );
    expect([name, field, requests]).toEqual([name, field, []]);
  }
});

test('of open bodies without an argument for further members: the facts call them open', () => {
  for (const name of Object.keys(exceptions.withoutAdditionalFields)) {
    expect([name, findFacts(name).operation.body.open]).toEqual([name, true]);
  }
});
