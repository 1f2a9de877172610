/** Values made from the facts, for bodies whose form the tool's own schema leaves open. Pure and always the same. */
import type { Extent } from '../../../src/registry/example.ts';
import type { FieldFacts, Fields } from './operation-facts.ts';

type Sets = readonly (readonly string[])[];

/**
 * An object with the members that the facts put below `path`: all of them, or those required and, where one set out of
 * several is needed, the set of that number (the last one, if there are fewer).
 */
export function buildObject(
  fields: Fields,
  path: string,
  extent: Extent,
  oneOf: Sets | undefined,
  choice = 0,
): Readonly<Record<string, unknown>> {
  const chosen = oneOf?.[Math.min(choice, oneOf.length - 1)] ?? [];
  const members = Object.entries(fields).flatMap(([field, facts]) => {
    const name = field.startsWith(`${path}.`) ? field.slice(path.length + 1) : '.';
    return /[.[]/.test(name) ? [] : [[name, facts] as const];
  });
  return Object.fromEntries(
    members
      .filter(([name, { required }]) => extent === 'all' || required === true || chosen.includes(name))
      .map(([name, facts]) => [name, buildValue(fields, `${path}.${name}`, facts, extent, choice)]),
  );
}

function buildValue(
  fields: Fields,
  path: string,
  facts: FieldFacts,
  extent: Extent,
  choice: number,
): unknown {
  const [value] = facts.enum ?? [];
  if (value !== undefined) return value;
  switch (facts.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    case 'object':
      return buildObject(fields, path, extent, facts.oneOf, choice);
    case 'object[]':
      return [buildObject(fields, `${path}[]`, extent, facts.oneOf, choice)];
    case 'string[]':
      return [facts.itemEnum?.[0] ?? 'item'];
    default:
      return buildText(path);
  }
}

const samples: readonly (readonly [RegExp, string])[] = [
  [/birth_date$/, '1990-01-31'],
  [/document_ssn$/, '000000001'],
  [/federal_ein$/, '000000002'],
  [/email_address$/, 'ada@example.com'],
  [/phone_number$/, '+12025550123'],
  [/timestamp$|_at$|_date$/, '2026-01-31T12:00:00Z'],
  [/country_code$/, 'US'],
  [/currency$/, 'USD'],
  [/expiry_month$/, '7'],
  [/expiry_year$/, '2031'],
];

function buildText(path: string): string {
  return samples.find(([pattern]) => pattern.test(path))?.[1] ?? path.slice(path.lastIndexOf('.') + 1);
}
