/**
 * The request that the facts ask for, given the arguments of a call. Made from the fixtures alone: what a definition in
 * tools/ says of places and names plays no part.
 */
import type { Arguments } from '../../../src/registry/tool.ts';
import { authorization, pathPrefix } from '../clients/tool-caller.ts';
import { addedArguments, beyondFacts, wrapperArguments } from './contract-exceptions.ts';
import { isObject } from './field-paths.ts';
import type { ToolFacts } from './operation-facts.ts';

export interface ExpectedRequest {
  readonly method: string;
  readonly path: string;
  /** Sorted `name=value` pairs, decoded. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or a JSON value; several when the facts leave open which. */
  readonly bodies: readonly unknown[];
  /** Arguments for which the facts have no place. */
  readonly strays: readonly string[];
}

/** Header names have hyphens and may have capitals; arguments are snake case. */
export const headerArgument = (header: string) => header.toLowerCase().replaceAll('-', '_');

/** Where the facts put an argument: `path.id`, `query.page`, `body.agent_token`, `body[]`, `bytes`. */
export function findPlaces(facts: ToolFacts, argument: string): readonly string[] {
  const own = facts.places[argument] ?? beyondFacts[facts.name]?.[argument]?.place;
  if (own !== undefined) return [own];
  const { operation } = facts;
  if (operation.body.kind === 'array' && wrapperArguments[facts.name] === argument) return ['body[]'];
  if (operation.body.kind === 'bytes' && argument === 'content_base64') return ['bytes'];
  if (operation.body.open === true && argument === 'additional_fields') return ['body'];
  return Object.keys(operation.fields).filter((field) => {
    const [place, name = '', ...deeper] = field.split('.');
    if (deeper.length > 0 || name.includes('[]')) return false;
    return place === 'headers' ? headerArgument(name) === argument : name === argument;
  });
}

export function buildExpectedRequest(facts: ToolFacts, args: Arguments): ExpectedRequest {
  const { operation } = facts;
  let path = operation.path;
  const query: string[] = [];
  const headers: Record<string, string> = { authorization };
  let members: Record<string, unknown> = {};
  let whole: unknown;
  const strays: string[] = [];

  for (const [argument, value] of Object.entries(args)) {
    const places = findPlaces(facts, argument);
    if (places.length === 0 && addedArguments[argument] === undefined) strays.push(argument);
    for (const place of places) {
      const [kind = '', name = ''] = place.split('.');
      if (place === 'body') members = { ...members, ...(isObject(value) ? value : {}) };
      else if (place === 'body[]') whole = value;
      else if (place === 'bytes') whole = Buffer.from(String(value), 'base64');
      else if (kind === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
      else if (kind === 'query') query.push(...formatPairs(name, value));
      else if (kind === 'headers') headers[name.toLowerCase()] = formatText(value);
      else if (name.endsWith('[0]')) {
        const target = name.slice(0, -3);
        const others = args[target];
        members[target] = [
          value,
          ...(Array.isArray(others) ? others.filter((other) => other !== value) : []),
        ];
      } else members[name] ??= value;
    }
  }
  return {
    method: operation.method,
    path: pathPrefix + path,
    query: query.sort(),
    headers,
    bodies: expectBodies(facts, members, whole),
    strays,
  };
}

function expectBodies(
  facts: ToolFacts,
  members: Record<string, unknown>,
  whole: unknown,
): readonly unknown[] {
  const { kind, required } = facts.operation.body;
  switch (kind) {
    case 'none':
      return [undefined];
    case 'array':
    case 'bytes':
      return [whole];
    case 'json':
      // An empty object and no body at all say the same where Alloy does not require one.
      return Object.keys(members).length === 0 && required !== true ? [undefined, {}] : [members];
  }
}

const formatText = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));

/** Objects travel in brackets, and what Alloy calls "a string holding a JSON array" as one. */
function formatPairs(name: string, value: unknown): readonly string[] {
  if (!isObject(value)) return [`${name}=${formatText(value)}`];
  return Object.entries(value).map(
    ([key, member]) => `${name}[${key}]=${Array.isArray(member) ? JSON.stringify(member) : String(member)}`,
  );
}
