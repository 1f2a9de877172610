/**
 * Answers of Alloy that hold a planted value in every documented field of personal data, in vendors' raw answers, in
 * sentences, in keys and in errors. Which fields are personal is known here by the fixtures alone, not by the shield.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isObject, type JsonObject } from '../contract/field-paths.ts';
import type { PlantKind } from './planted-values.ts';

export type Plant = (kind: PlantKind, place: string) => string;

const names = z.array(z.string());
const classes = z.looseObject({
  government_ids: names,
  account_numbers: names,
  birth_dates: names,
  document_numbers: names,
});
const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));
const personal = z.object({ alloy: classes, vendors: classes }).parse(readFixture('personal-fields.json'));
/** The fields of each operation's answer: `POST /accounts` -> `account_number entities[].entity_token meta:object`. */
const answerFields = z.record(z.string(), z.string()).parse(readFixture('answer-fields.json'));

const protectedClasses = ['government_ids', 'account_numbers', 'birth_dates', 'document_numbers'] as const;
/** The last four digits are what masks show as well. */
const shownByMasks = new Set(['account_number_last4']);
const listFields = (set: z.infer<typeof classes>) =>
  protectedClasses.flatMap((each) => set[each]).filter((name) => !shownByMasks.has(name));
/** Alloy's documented fields of the classes that are protected by default. */
export const personalFields = listFields(personal.alloy);
const vendorFields = listFields(personal.vendors);
const isPersonal = new Set(personalFields);

/** By the fixture's names, none of which leaves open what it holds. */
export function kindOf(name: string): PlantKind {
  const lower = name.toLowerCase();
  if (/birth|dob/.test(lower)) return 'birth_date';
  if (/passport/.test(lower)) return 'passport';
  if (/licen|dl_/.test(lower)) return 'license';
  if (/card_?number|pan$|creditcard/.test(lower) && !/id_?card|identity|green/.test(lower)) return 'card';
  if (/iban/.test(lower)) return 'iban';
  if (/secret/.test(lower)) return 'secret';
  if (/routing|aba|rtn/.test(lower)) return 'routing';
  if (personal.alloy.account_numbers.includes(name) || personal.vendors.account_numbers.includes(name))
    return 'account';
  if (/ssn|social|itin/.test(lower)) return 'ssn';
  if (/ein|tin|tax|employer/.test(lower)) return 'ein';
  if (personal.alloy.government_ids.includes(name) || personal.vendors.government_ids.includes(name))
    return 'national_id';
  return 'id_card';
}

const writeDate = {
  us: (iso: string) => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1'),
  words: (iso: string) =>
    new Date(iso).toLocaleDateString('en-US', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    }),
};
const withDashes = (ssn: string) => ssn.replace(/^(...)(..)(....)$/, '$1-$2-$3');
const inFours = (number: string) => number.replace(/(.{4})(?=.)/g, '$1 ');

/** Sentences as people and machines write them into notes, reasons and messages. */
export const sentences: readonly ((plant: Plant) => string)[] = [
  (plant) => `SSN is ${withDashes(plant('ssn', 'with dashes'))}`,
  (plant) => `The applicant's social security number: ${plant('ssn', 'bare')}, verified by phone`,
  (plant) => `Customer was born on ${writeDate.us(plant('birth_date', 'born'))} in Ohio`,
  (plant) => `DOB ${plant('birth_date', 'DOB')} does not match`,
  (plant) => `His date of birth is ${writeDate.words(plant('birth_date', 'words'))}.`,
  (plant) => `Moved money to account number ${plant('account', 'account')} yesterday`,
  (plant) => `Wired by routing number ${plant('routing', 'routing')} last week`,
  (plant) => `Paid with card ${inFours(plant('card', 'card'))} at noon`,
  (plant) => `Paid with ${plant('card', 'bare card')}`,
  (plant) => `Refund to ${inFours(plant('iban', 'iban'))} please`,
  (plant) => `Showed passport number ${plant('passport', 'passport')} at the desk`,
  (plant) => `Showed licence ${plant('license', 'licence')} at the desk`,
  (plant) => `Identity card number ${plant('id_card', 'id card')} was unreadable`,
  (plant) => `EIN ${plant('ein', 'ein').replace(/^(..)/, '$1-')} belongs to another company`,
  (plant) => `ssn=${plant('ssn', 'assigned')}; dob=${plant('birth_date', 'assigned dob')}`,
  (plant) =>
    `ssn ending in 0417 was ${plant('ssn', 'emoji ssn')} \u{1F600} see https://example.com/?ssn=${withDashes(plant('ssn', 'in a link'))}`,
];

const isText =
  /^(?:note|notes|text|reason|reasons|message|description|comment|comments|details|error|status_detail|changelog)$/;

function scoped(plant: Plant, scope: string): Plant {
  return (kind, place) => plant(kind, `${scope} ${place}`);
}

/** Numbers come as texts and, at every third place, as numbers. */
function buildValue(name: string, plant: Plant, turn: number): unknown {
  const kind = kindOf(name);
  const value = plant(kind, name);
  if (kind === 'birth_date') return turn % 2 === 0 ? value : writeDate.us(value);
  if (kind === 'ssn' && turn % 3 === 1) return withDashes(value);
  return /^[1-9]\d+$/.test(value) && turn % 3 === 2 ? Number(value) : value;
}

export function buildAll(fields: readonly string[], plant: Plant): JsonObject {
  return Object.fromEntries(
    fields.map((name, turn) => {
      const value = buildValue(name, plant, turn);
      return [name, /s$/.test(name) && !/licens|address/i.test(name) ? [value] : value];
    }),
  );
}

function buildXml(fields: readonly string[], plant: Plant): string {
  const members = fields.map((name) => {
    const element = name.replaceAll(/[^A-Za-z_]/g, '_');
    return `<v:${element} type="x">${plant(kindOf(name), name)}</v:${element}>`;
  });
  return `<?xml version="1.0"?><v:Person xmlns:v="urn:v">${members.join('')}</v:Person>`;
}

/** What stands beside the documented fields: open objects, notes, keys, raw answers. */
function buildSurroundings(plant: Plant): JsonObject {
  const vendor = buildAll(vendorFields, scoped(plant, 'raw_responses'));
  const [ssn, account] = [plant('ssn', 'as a key'), plant('account', 'as a key of accounts')];
  return {
    supplied: buildAll(personalFields, scoped(plant, 'supplied')),
    formatted_responses: {
      'Vendor One': {
        data: buildAll(vendorFields, scoped(plant, 'formatted_responses')),
        pairs: personalFields.map((key, turn) => ({
          key,
          value: buildValue(key, scoped(plant, 'key and value'), turn),
        })),
      },
    },
    matching: {
      ssn: { score: 0.9, matched: [plant('ssn', 'matched')] },
      dob: { matched: [], unmatched: [plant('birth_date', 'unmatched')] },
    },
    note_to_file: sentences.map((write, turn) => write(scoped(plant, `note ${turn}`))).join('\n'),
    ssns: { [withDashes(ssn)]: { entity_token: 'P-2WU9staJ5pVCQ6xgn3KV' } },
    account_numbers: { [account]: 'open' },
    raw_responses: {
      'Vendor One': [
        { results: vendor },
        JSON.stringify({
          deep: JSON.stringify(buildAll(vendorFields, scoped(plant, 'raw_responses text'))),
        }),
        buildXml(vendorFields, scoped(plant, 'raw_responses xml')),
      ],
    },
  };
}

/** A success of the operation (`POST /accounts`) with plants in it. */
export function buildPlantedAnswer(operation: string, plant: Plant): unknown {
  const fields = answerFields[operation];
  if (fields === undefined) throw new Error(`answer-fields.json has no ${operation}`);
  let turn = 0;
  const root: { value: unknown } = { value: fields.startsWith('[]') ? [] : {} };
  for (const field of fields.split(' ').filter(Boolean)) {
    const [path = '', type = 'string'] = field.split(':');
    turn += 1;
    put(root, path, buildLeaf(path, type, plant, turn));
  }
  const surroundings = buildSurroundings(plant);
  const { value } = root;
  return Array.isArray(value) ? [join(value[0], surroundings)] : join(value, surroundings);
}

/** Objects that both have keep the members of both. */
function join(answer: unknown, surroundings: JsonObject): JsonObject {
  const documented = asMembers(answer ?? {});
  const joined = Object.entries(surroundings).map(([name, value]) => {
    const other = documented[name];
    return [name, isObject(other) && isObject(value) ? { ...other, ...value } : value];
  });
  return { ...documented, ...Object.fromEntries(joined) };
}

function buildLeaf(path: string, type: string, plant: Plant, turn: number): unknown {
  const name = path.replaceAll('[]', '').split('.').at(-1) ?? '';
  const here = scoped(plant, path);
  if (type === 'object') return buildAll(personalFields, here);
  if (type === 'object[]') return [buildAll(personalFields, here)];
  if (isPersonal.has(name)) return buildValue(name, here, turn);
  if (isText.test(name) && (type === 'string' || type === 'string[]')) {
    const text = sentences[turn % sentences.length]?.(here) ?? '';
    return type === 'string' ? text : [text];
  }
  if (type === 'number') return /timestamp|_at$|created|updated/.test(name) ? 1_791_990_131_020 : 3;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'number[]') return [1];
  const text = /token|_id$/.test(name) ? 'P-2WU9staJ5pVCQ6xgn3KV' : `${name} of the answer`;
  return type === 'string[]' ? [text] : text;
}

/** The same object; an array's members are its items. */
const asMembers = (value: unknown): Record<string, unknown> => Object(value);

/** Puts a leaf at `a[].b`; what is there already stays. */
function put(root: { value: unknown }, path: string, leaf: unknown): void {
  const steps = path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');
  let holder: Record<string, unknown> = { value: root.value };
  const outer = holder;
  let key = 'value';
  for (const step of steps) {
    const inside = holder[key];
    const isItem = step === '[]';
    const fits = isItem
      ? Array.isArray(inside)
      : typeof inside === 'object' && inside !== null && !Array.isArray(inside);
    const next: unknown = fits ? inside : isItem ? [] : {};
    holder[key] = next;
    holder = asMembers(next);
    key = isItem ? '0' : step;
  }
  const present = holder[key];
  const isOpen = typeof present === 'object' && present !== null && typeof leaf === 'object';
  holder[key] = isOpen && !Array.isArray(present) ? { ...asMembers(leaf), ...present } : (present ?? leaf);
  root.value = outer['value'];
}

export interface PlantedFailure {
  readonly status: number;
  readonly body: unknown;
}

/** Alloy's forms of failure, each with plants; `sent` is what the request's body held. */
export const failures: Readonly<Record<string, (plant: Plant, sent: unknown) => PlantedFailure>> = {
  'Joi details': (plant, sent) => ({
    status: 400,
    body: {
      status_code: 400,
      error: {
        minor_code: 4001,
        type: 'Validation Error',
        message: `"document_ssn" with value "${plant('ssn', 'message')}" fails to match the pattern: ssn; "birth_date" with value "${writeDate.us(plant('birth_date', 'message'))}" is not allowed`,
        error_token: 'T-2WU9staJ5pVCQ6xgn3KV',
        details: {
          details: personalFields.map((key, turn) => {
            const value = buildValue(key, scoped(plant, 'context'), turn);
            const message = `"${key}" with value "${plant(kindOf(key), `Joi message ${key}`)}" fails`;
            return { message, path: [key], type: 'string.pattern', context: { label: key, value, key } };
          }),
          _original: { body: sent },
        },
      },
      timestamp: 1_791_990_131_020,
    },
  }),
  'issues of an event': (plant, sent) => ({
    status: 422,
    body: {
      error: {
        message: 'Invalid event',
        issues: [
          ...sentences.map((write, turn) => ({
            path: ['data'],
            message: write(scoped(plant, `issue ${turn}`)),
          })),
          { path: ['data', 'document_ssn'], received: plant('ssn', 'received'), sent },
        ],
      },
    },
  }),
  ...Object.fromEntries(
    sentences.map((write, turn) => [
      `plain text ${turn}`,
      (plant: Plant) => ({ status: turn % 2 === 0 ? 404 : 500, body: { error: write(plant) } }),
    ]),
  ),
  'names in quotation marks': (plant) => ({
    status: 400,
    body: {
      message: personalFields
        .map((name) => `"${name}" with value "${plant(kindOf(name), `quoted ${name}`)}" is refused`)
        .join('. '),
    },
  }),
  'a page of a proxy': (plant) => ({
    status: 502,
    body: `<html>${buildXml(vendorFields, plant)} ${sentences[0]?.(plant)}</html>`,
  }),
  'no JSON in a success': (plant) => ({ status: 200, body: `{"document_ssn": "${plant('ssn', 'cut')}", "a` }),
};
