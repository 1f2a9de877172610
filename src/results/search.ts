/**
 * Runs a JMESPath expression within a budget. A few characters such as `[@,@][]|[@,@][]` double a value again and
 * again, so what the library's interpreter creates is counted as it goes. Only own members are read: `constructor` or
 * `__proto__` are names like any other.
 */

import { TreeInterpreter } from '@jmespath-community/jmespath';
import { isContainer, isObject } from '../base/values.ts';
import type { ExpressionNode } from './fields.ts';

type Interpreter = typeof TreeInterpreter;
type Value = Parameters<Interpreter['visit']>[1];

export class BudgetError extends Error {}

/** Steps and values, long texts as one for every 16 characters: about half a second. */
const budget = 5_000_000;
const charsPerUnit = 16;

const creating = new Set([
  'MultiSelectList',
  'MultiSelectHash',
  'Projection',
  'ValueProjection',
  'FilterProjection',
  'Flatten',
]);

/** The library exports one instance of its class and not the class, which is read from that. */
const PlainInterpreter = TreeInterpreter.constructor as new () => Interpreter;

/** For one search: it holds on to the answer, and its budget is spent once. */
class LimitedInterpreter extends PlainInterpreter {
  #left = budget;

  override visit(node: ExpressionNode, value: Value): Value {
    this.#charge(1);
    if (node.type === 'Field') return readOwn(value, node.name);
    if (node.type === 'Function') return this.#call(node, value);
    const result = super.visit(node, value);
    if (creating.has(node.type)) this.#chargeFor(result);
    return result;
  }

  #call({ name, children }: Extract<ExpressionNode, { type: 'Function' }>, value: Value): Value {
    const values = children.map((child) => this.visit(child, value));
    for (const argument of values) this.#chargeFor(argument);
    const [glue, parts] = values;
    if (name === 'join' && typeof glue === 'string' && Array.isArray(parts)) {
      this.#charge((glue.length * parts.length) / charsPerUnit);
    }
    const result = this.runtime.callFunction(name, values);
    this.#chargeFor(result);
    return result;
  }

  #charge(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetError('The expression makes too much of this answer.');
  }

  /** By all that would be written, though parts may be one and the same object. */
  #chargeFor(value: unknown): void {
    const open = [value];
    while (open.length > 0) {
      const at = open.pop();
      if (typeof at === 'string') this.#charge(at.length / charsPerUnit);
      if (!isContainer(at) || 'expref' in at) continue;
      const members: readonly unknown[] = Array.isArray(at) ? at : Object.values(at);
      this.#charge(members.length);
      for (const member of members) open.push(member);
    }
  }
}

export function searchWithin(node: ExpressionNode, value: unknown): unknown {
  // Answers are parsed JSON; the library's type says no more than that.
  return new LimitedInterpreter().search(node, value as Parameters<Interpreter['search']>[1]);
}

function readOwn(value: Value, name: string): Value {
  if (!isObject(value) || !Object.hasOwn(value, name)) return null;
  const member: Value | undefined = Reflect.get(value, name);
  return member ?? null;
}
