/**
 * The parts from which tools/event-types.ts describes the data of an event: open zod objects with rules, the text a
 * model reads of them, and the faults found in a caller's data. One definition serves all three.
 */
import * as z from 'zod';
import { listed, readListing } from '../../src/registry/argument-listing.ts';
import { formatSignature } from '../../src/registry/schema.ts';
import type { Issue } from '../../src/registry/tool.ts';

export type Members = Readonly<Record<string, z.ZodType>>;

/** Sets of members, one of which has to be complete. */
export type OneOf = readonly (readonly string[])[];

/** A rule between the members of one object; a fault is reported at `member`. */
export interface Rule {
  readonly member: string;
  readonly message: string;
  readonly holds: (value: Readonly<Record<string, unknown>>) => boolean;
}

/** `null` means the same to Alloy as a member left out. */
const isGiven = (value: unknown) => value !== undefined && value !== null;

/** An object that also takes members of the caller's own, as all of Alloy's event schemas do. */
export function openObject(members: Members, oneOf: OneOf = [], rules: readonly Rule[] = []): z.ZodType {
  const all = oneOf.length === 0 ? rules : [oneOfRule(oneOf), ...rules];
  const schema = all.reduce(
    (object, { member, message, holds }) =>
      object.refine((value) => !isRecord(value) || holds(value), {
        path: [member],
        error: message,
        // Without this, zod skips the rules of an object as soon as one member is wrong, and a caller learns of
        // the next fault only in the next call.
        when: () => true,
      }),
    z.looseObject(members),
  );
  return oneOf.length === 0 ? schema : schema.meta({ oneOf });
}

function oneOfRule(oneOf: OneOf): Rule {
  return {
    member: oneOf[0]?.[0] ?? '',
    message: `One of these is required: ${oneOf.map((set) => set.join(' with ')).join('; or ')}.`,
    holds: (value) => oneOf.some((set) => set.every((member) => isGiven(value[member]))),
  };
}

/** Of updates; a new account has at least one holder anyway. */
export const groupNeedsEntities: Rule = {
  member: 'entities',
  message:
    'entities needs at least one entry when entity_group_token or external_entity_group_id is sent, e.g. [{"external_entity_id": "..."}].',
  holds: ({ entity_group_token, external_entity_group_id, entities }) =>
    !(isGiven(entity_group_token) || isGiven(external_entity_group_id)) ||
    (Array.isArray(entities) && entities.length > 0),
};

export const stateInTheUs: Rule = {
  member: 'state',
  message: 'state is required when country_code is US, e.g. "NY".',
  holds: ({ country_code, state }) => country_code !== 'US' || isGiven(state),
};

/**
 * `{name*, tags:[string]}` in the notation of the tool list, with two additions: a schema with a `pieceName` is
 * written as that where it is used, and members of which one is required become a single `a|b+c*`.
 */
export function formatSchema(schema: z.ZodType, pieces: 'named' | 'whole' = 'named'): string {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      const { pieceName } = readListing(jsonSchema);
      if (pieces === 'named' && pieceName !== undefined && path.length > 0) jsonSchema.enum = [pieceName];
      const { properties = {}, required = [] } = jsonSchema;
      const sets = parseOneOf(jsonSchema['oneOf']);
      if (sets.length === 0) return;
      const chosen = new Set(sets.flat());
      const format = (name: string) =>
        formatSignature({ properties: { [name]: properties[name] } }).slice(1, -1);
      const choice = sets.map((set) => set.map(format).join('+')).join('|');
      const others = Object.entries(properties).filter(([name]) => !chosen.has(name));
      jsonSchema.properties = { [choice]: { type: 'string' }, ...Object.fromEntries(others) };
      jsonSchema.required = [choice, ...required];
    },
  });
  return formatSignature(json);
}

/** `formatSchema` of an object, without its braces. */
export const formatMembers = (schema: z.ZodType): string => formatSchema(schema).replace(/^\{|\}$/g, '');

/**
 * `formatMembers` with no more than the names of what is not required, and of those only `named` where that is given;
 * `...` stands for the others. Of members in `whole` all is told.
 */
export function formatBriefly(schema: z.ZodType, { whole = [], named }: Brevity = {}): string {
  const { required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const { oneOf } = schema.meta() ?? {};
  const told = new Set([...required, ...whole]);
  const kept = new Set([...told, ...parseOneOf(oneOf).flat()]);
  const all = Object.entries(membersOf(schema));
  const shown = all.filter(([name]) => named?.includes(name) !== false || kept.has(name));
  const members = shown.map(([name, member]) => [name, told.has(name) ? shorten(member, named) : bare]);
  const more = shown.length < all.length ? [['...', bare]] : [];
  const pruned = z.looseObject(Object.fromEntries([...members, ...more]));
  return formatMembers(oneOf === undefined ? pruned : pruned.meta({ oneOf }));
}

interface Brevity {
  readonly whole?: readonly string[];
  readonly named?: readonly string[];
}

const bare = z.string().nullish();

/** An object within is written as briefly as the one it is in. */
const shorten = (member: z.ZodType, named: Brevity['named']): z.ZodType =>
  named !== undefined && member instanceof z.ZodObject
    ? listed(member, { signature: `{${formatBriefly(member, { named })}}` })
    : member;

const membersOf = (schema: z.ZodType): Members => (schema instanceof z.ZodObject ? schema.shape : {});

const oneOfSets = z.array(z.array(z.string())).catch([]);
const parseOneOf = (value: unknown): OneOf => oneOfSets.parse(value);

/** What is wrong with the `data` of an event, all of it at once. */
export function dataIssues(eventType: string, schema: z.ZodType, data: unknown): readonly Issue[] {
  const { error } = schema.safeParse(data, { error: (issue) => describeFault(issue, eventType) });
  return (error?.issues ?? []).map((issue) => ({
    argument: ['data', ...issue.path.map(String)].join('.'),
    message: issue.message,
    ...(issue.code === 'invalid_type' ? { expected: issue.expected } : {}),
  }));
}

/**
 * `undefined` leaves the wording to zod (bounds and lengths) or to the rule that failed. Values are not repeated: they
 * are personal data, and messages reach logs.
 */
function describeFault(issue: z.core.$ZodRawIssue, eventType: string): string | undefined {
  if (!(issue.inst instanceof z.ZodType) || issue.code === 'custom') return undefined;
  const path = issue.path ?? [];
  if (path.length === 0) return `data must be an object, not ${kindOf(issue.input)}.`;
  const expected = formatSchema(issue.inst, 'whole');
  // An entry of an array has no name of its own: `roles.0`.
  const name = path.slice(typeof path.at(-1) === 'number' ? -2 : -1).join('.');
  if (issue.input === undefined) {
    const { description } = issue.inst;
    const meaning = description === undefined ? '' : ` (${description})`;
    return `${name} is required${path.length === 1 ? ` for ${eventType}` : ''}: ${expected}${meaning}.`;
  }
  const actual = issue.code === 'invalid_value' ? '' : `, not ${kindOf(issue.input)}`;
  return `${name} must be ${expected}${actual}.`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'a fraction';
  return typeof value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
