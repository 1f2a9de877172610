/**
 * What to do about a failed call: the next tool, or the argument to change. Pure. Alloy's answer only helps to choose;
 * no word of it gets into a hint.
 */

import { type CallError, hints, uncertainWriteHint } from '../base/errors.ts';
import { isContainer } from '../base/values.ts';
import type { HintFacts, HintRule } from '../registry/hint-rule.ts';
import { argumentSchemas } from '../registry/schema.ts';
import { type Arguments, argumentName, type Source, sourceArguments, type Tool } from '../registry/tool.ts';

export type BuildHint = (tool: Tool, args: Arguments, error: CallError) => string;

/** The facts are those of tools/hints; what one tool says of its own failures it brings along. */
export const createHints =
  (facts: HintFacts): BuildHint =>
  (tool, args, error) =>
    buildHint(facts, tool, args, error);

function buildHint(facts: HintFacts, tool: Tool, args: Arguments, error: CallError): string {
  const { kind, details } = error;
  const fields = collectFields(error, args);
  const rules: readonly HintRule[] = [...facts.firstRules, ...(tool.hints ?? []), ...facts.lastRules];
  const rule = rules.find((each) => fits(each, tool, args, error, fields));
  const specific =
    details.hint ??
    (kind === 'unknown_object'
      ? buildUnknownHint(facts, tool, args, fields)
      : rule && fill(rule.hint, tool, args, fields));
  const hint = specific ?? hints[kind];
  if (details.sent === 'maybe' && tool.effect !== 'read')
    return `${hint} ${uncertainWriteHint}${nameReader(facts, tool)}`;
  if (specific !== undefined) return hint;
  if (kind === 'conflict') return `${hint}${nameReader(facts, tool)}`;
  return kind === 'invalid_request' ? `${hint} ${checkWhat(tool, args, fields)}`.trim() : hint;
}

function fits(
  rule: HintRule,
  tool: Tool,
  args: Arguments,
  { kind, details, message }: CallError,
  fields: readonly string[],
): boolean {
  return (
    (rule.kind === undefined || rule.kind === kind) &&
    (rule.minorCode === undefined || rule.minorCode === details.minorCode) &&
    (rule.status === undefined || rule.status === details.status) &&
    (rule.tool === undefined || rule.tool.test(tool.aliasOf ?? tool.name)) &&
    (rule.path === undefined || rule.path.test(tool.path)) &&
    (rule.argument === undefined || args[rule.argument] !== undefined) &&
    (rule.message === undefined ||
      rule.message.test(`${message} ${JSON.stringify(details.details ?? '')}`)) &&
    (rule.field === undefined || fields.some((field) => rule.field?.test(field) === true))
  );
}

/** Names that the details have for members, or point at as a path (Joi and zod alike); and our words for the type of an event. */
function collectFields({ details: { details } }: CallError, args: Arguments): readonly string[] {
  const fields: string[] = [];
  const add = (value: unknown): void => {
    if (!isContainer(value)) return;
    if (Array.isArray(value)) {
      for (const item of value) add(item);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      if (name === 'path') fields.push(...[member].flat().map(String), [member].flat().join('.'));
      // A name by itself: {object: 'entity_group'}, {header: 'alloy-workflow-token'}.
      else if ((name === 'object' || name === 'header') && typeof member === 'string') fields.push(member);
      else fields.push(name);
    }
  };
  add(details);
  const type = args['event_type'];
  return typeof type === 'string' ? [...fields, `args.event_type=${type}`] : fields;
}

/** Of what the details name; otherwise of the last object in the path, which the others only lead to. */
function buildUnknownHint(
  facts: HintFacts,
  tool: Tool,
  args: Arguments,
  fields: readonly string[],
): string | undefined {
  const path = [...tool.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const named = fields
    .filter((name) => isPlace(facts, name))
    .map((field) => (path.includes(field) ? field : (facts.samePlaces[field] ?? field)));
  const place =
    named.find((field) => !path.includes(field)) ??
    path.findLast((field) => named.includes(field)) ??
    path.at(-1) ??
    guessPlace(facts, tool, args);
  if (place === undefined) return undefined;
  const isAlert = tool.path.startsWith('/investigations/') && place === 'journey_application_token';
  const hint = facts.unknownObjectHints[isAlert ? 'journey_alert_token' : place];
  return hint?.replace('{}', findArgument(facts, tool, args, place));
}

const workflow = 'alloy-workflow-token';

/** Where neither path nor details tell: what the call names, and the workflow that it may leave to the configuration. */
function guessPlace({ entityPlaces }: HintFacts, tool: Tool, args: Arguments): string | undefined {
  const isGiven = (name: string) => args[argumentName(name)] !== undefined;
  if (!isGiven(workflow) && entityPlaces.some(isGiven)) return 'entity_token';
  return workflow in tool.headers ? workflow : undefined;
}

const isPlace = ({ unknownObjectHints, samePlaces }: HintFacts, name: string) =>
  Object.hasOwn(unknownObjectHints, name) || Object.hasOwn(samePlaces, name);

/** The argument that stands for one of Alloy's fields in this tool; of several those that were given. */
function findArgument({ entityPlaces }: HintFacts, tool: Tool, args: Arguments, place: string): string {
  const body = tool.body?.kind === 'json' ? tool.body.fields : {};
  const sources: Readonly<Record<string, Source>> = {
    ...body,
    ...tool.query,
    ...tool.headers,
    ...tool.params,
  };
  const related = place === 'entity_token' ? entityPlaces : [];
  const names = [place, `alloy-${place.replaceAll('_', '-')}`, ...related].flatMap((name) => {
    const source = sources[name];
    return source === undefined ? [] : sourceArguments(name, source).map(([argument]) => argument);
  });
  const known = argumentSchemas(tool);
  const lists =
    related.length === 0 ? [] : ['entities', 'entries', 'values'].filter((name) => known.has(name));
  const all = [...names, ...lists];
  const given = all.filter((name) => args[name] !== undefined);
  return given.length > 0 ? given.join(' and ') : (all[0] ?? argumentName(place));
}

function fill(hint: string, tool: Tool, args: Arguments, fields: readonly string[]): string {
  const headers = Object.entries(tool.headers).flatMap(([name, source]) =>
    sourceArguments(name, source).map(([argument]) => argument),
  );
  const given = headers.filter((name) => args[name] !== undefined);
  const suspects = given.length > 0 ? given : headers;
  const list = Object.entries(args).find(([, value]) => Array.isArray(value))?.[0];
  return hint
    .replace('{headers}', suspects.length === 0 ? checkWhat(tool, args, fields) : formatCheck(suspects))
    .replace('{items}', list === undefined ? '' : `, each with a part of ${list}`)
    .trim();
}

/** The arguments that details point at; otherwise those given, otherwise what the tool takes. Ours in name, all of them. */
function checkWhat(tool: Tool, args: Arguments, fields: readonly string[]): string {
  const known = [...argumentSchemas(tool).keys()];
  const named = known.filter((name) => fields.some((field) => field.split('.')[0] === name));
  const given = known.filter((name) => args[name] !== undefined);
  return formatCheck([named, given, known].find((names) => names.length > 0) ?? []);
}

const formatCheck = (names: readonly string[]) =>
  names.length === 0 ? '' : `Check ${names.slice(0, 6).join(', ')}.`;

/** The tool that shows whether a write was done; undefined where none does. */
export const findReader = ({ readBackTools }: HintFacts, { path, readBack }: Tool): string | undefined =>
  readBack ?? readBackTools.find(([form]) => form.test(path))?.[1];

function nameReader(facts: HintFacts, tool: Tool): string {
  const reader = findReader(facts, tool);
  return reader === undefined ? '' : ` What shows it: ${reader}.`;
}
