/**
 * Runs a JMESPath expression within a budget. A few characters such as `[@,@][]|[@,@][]` double a value again and
 * again, so what the library's interpreter creates is counted as it goes. Only own members are read: `constructor` or
 * `__proto__` are names like any other.
 */
import { TreeInterpreter } from '@jmespath-community/jmespath';
import type { ExpressionNode } from './fields.ts';

type Value = Parameters<typeof TreeInterpreter.visit>[1];

export class BudgetError extends Error {}

/** Steps and values, long texts as one for every 16 characters: about half a second. */
const budget = 5_000_000;
const charsPerUnit = 16;
let left = 0;

const visitPlainly = TreeInterpreter.visit;
const creating = new Set([
  'MultiSelectList',
  'MultiSelectHash',
  'Projection',
  'ValueProjection',
  'FilterProjection',
  'Flatten',
]);

TreeInterpreter.visit = (node, value) => {
  charge(1);
  if (node.type === 'Field') return readOwn(value, node.name);
  if (node.type === 'Function') return call(node, value);
  const result = visitPlainly.call(TreeInterpreter, node, value);
  if (creating.has(node.type)) chargeFor(result);
  return result;
};

export function searchWithin(node: ExpressionNode, value: unknown): unknown {
  left = budget;
  try {
    // Answers are parsed JSON; the library's type says no more than that.
    return TreeInterpreter.search(node, value as Parameters<typeof TreeInterpreter.search>[1]);
  } finally {
    left = 1;
    // The interpreter would hold on to the answer.
    TreeInterpreter.search({ type: 'Current' }, null);
  }
}

function readOwn(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return null;
  const member: Value | undefined = Reflect.get(value, name);
  return member ?? null;
}

function call({ name, children }: Extract<ExpressionNode, { type: 'Function' }>, value: Value): Value {
  const values = children.map((child) => TreeInterpreter.visit(child, value));
  for (const argument of values) chargeFor(argument);
  const [glue, parts] = values;
  if (name === 'join' && typeof glue === 'string' && Array.isArray(parts)) {
    charge((glue.length * parts.length) / charsPerUnit);
  }
  const result = TreeInterpreter.runtime.callFunction(name, values);
  chargeFor(result);
  return result;
}

function charge(units: number): void {
  left -= units;
  if (left < 0) throw new BudgetError('The expression makes too much of this answer.');
}

/** By all that would be written, though parts may be one and the same object. */
function chargeFor(value: unknown): void {
  const open = [value];
  while (open.length > 0) {
    const at = open.pop();
    if (typeof at === 'string') charge(at.length / charsPerUnit);
    if (typeof at !== 'object' || at === null || 'expref' in at) continue;
    const members: readonly unknown[] = Array.isArray(at) ? at : Object.values(at);
    charge(members.length);
    for (const member of members) open.push(member);
  }
}
