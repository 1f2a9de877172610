/**
 * What moves the record on that a call answered with: the rules that tools share (tools/next-steps), then those of the
 * tool itself -> at most three calls. Pure. Nothing of Alloy's free texts gets in: tools, names and reasons are ours,
 * values are the caller's own or tokens (reference.ts).
 */
import type { Condition, NextStepRule, ToolNextStep } from '../registry/next-step-rule.ts';
import { type Path, resolveArguments, type Scope, select } from '../registry/reference.ts';
import type { Arguments, Tool } from '../registry/tool.ts';

export interface NextStep {
  readonly tool: string;
  /** Filled in as far as they are known; what is missing is refused by name, so that no decision is made by accident. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Arguments that the caller has to add: `outcome`, or inside of one `entities.0.data`. */
  readonly needs?: readonly string[];
  readonly why: string;
}

export interface NextStepContext {
  /** Those that several tools share. */
  readonly rules: readonly NextStepRule[];
  readonly tool: Pick<Tool, 'name' | 'aliasOf' | 'nextSteps'>;
  readonly args: Arguments;
  readonly result: unknown;
  /** HTTP status of the answer. */
  readonly status: number;
  /** False for tools that this client is not shown. */
  readonly isVisible: (tool: string) => boolean;
}

/** More would be advice nobody reads. */
const maxSteps = 3;

export function buildNextSteps(context: NextStepContext): readonly NextStep[] {
  const { rules, tool, args, result, status, isVisible } = context;
  const steps: NextStep[] = [];
  for (const rule of listRules(rules, tool)) {
    if (!isVisible(rule.tool)) continue;
    if (rule.status !== undefined && !rule.status.includes(status)) continue;
    for (const scope of buildScopes(rule, { args, result })) {
      if (steps.length === maxSteps) return steps;
      const step = buildStep(rule, scope);
      if (step !== undefined) steps.push(step);
    }
  }
  return steps;
}

/** All that is proposed after a tool, in the order of usefulness. */
export function listRules(
  shared: readonly NextStepRule[],
  { name, aliasOf, nextSteps = [] }: NextStepContext['tool'],
): readonly ToolNextStep[] {
  return [...findShared(shared, aliasOf ?? name), ...nextSteps];
}

const none: readonly NextStepRule[] = [];
const byTool = new WeakMap<readonly NextStepRule[], ReadonlyMap<string, readonly NextStepRule[]>>();

/** Those about one tool: there are ten times as many. */
function findShared(rules: readonly NextStepRule[], tool: string): readonly NextStepRule[] {
  let index = byTool.get(rules);
  if (index === undefined) {
    const names = new Set(rules.flatMap(({ after }) => after));
    index = new Map([...names].map((name) => [name, rules.filter(({ after }) => after.includes(name))]));
    byTool.set(rules, index);
  }
  return index.get(tool) ?? none;
}

function buildScopes({ each }: ToolNextStep, scope: Scope): readonly Scope[] {
  return each === undefined ? [scope] : select(each, scope).map((item) => ({ ...scope, item }));
}

function buildStep(rule: ToolNextStep, scope: Scope): NextStep | undefined {
  const { when = {} } = rule;
  for (const path in when) {
    const condition = when[path];
    if (condition !== undefined && !check(path, condition, scope)) return undefined;
  }
  const args = resolveArguments(rule.arguments, scope);
  if (args === undefined) return undefined;
  const needs = listNeeds(rule.needs, scope);
  return { tool: rule.tool, arguments: args, ...(needs.length === 0 ? {} : { needs }), why: rule.why };
}

function check(path: Path, condition: Condition, scope: Scope): boolean {
  const values = select(path, scope);
  if (condition === 'present') return values.length > 0;
  if (condition === 'absent') return values.length === 0;
  // Alloy types some numbers as texts.
  return values.some((value) => condition.some((word) => String(word) === String(value)));
}

function listNeeds(needs: ToolNextStep['needs'], scope: Scope): readonly string[] {
  if (needs === undefined) return [];
  if (!('asked' in needs)) return needs;
  const asked = select(needs.asked, scope);
  const known = needs.among.filter((name) => asked.includes(name));
  return asked.some((key) => !needs.among.some((name) => name === key)) ? [...known, needs.otherwise] : known;
}
