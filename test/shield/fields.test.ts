/** Every field that is known to hold personal data, Alloy's and vendors', wherever in an answer it turns up. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { classifyKey } from '../../src/shield/classify-key.ts';
import { kindClasses, type PiiClass, piiClasses } from '../../src/shield/kind.ts';
import { parseModes } from '../../src/shield/modes.ts';
import { createShield } from '../../src/shield/shield.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { readOperationFacts } from '../helpers/contract/operation-facts.ts';
import { everyToken, everything, makeShield } from './shield-maker.ts';

const names = z.array(z.string());
const byClass = z.record(z.enum(piiClasses), names);

const fixture = z
  .strictObject({ alloy: byClass, vendors: byClass, staff: names, nothing: names })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/personal-fields.json', import.meta.url), 'utf8')));

/** None is found by its form alone, apart from the contact's. */
const samples: Readonly<Record<PiiClass, readonly string[]>> = {
  government_ids: ['666120417'],
  account_numbers: ['4400019213'],
  birth_dates: ['1991-04-17', '04/17/1991', '19910417', 'April 17, 1991'],
  document_numbers: ['X12345678', 'S666-1234-5678'],
  contact: ['maya.okafor@example.com +1 202 555 0143'],
  names: ['Okafor-Lindqvist'],
};
const fields = [fixture.alloy, fixture.vendors].flatMap((each) =>
  piiClasses.flatMap((kindClass) => each[kindClass].map((name) => [name, kindClass] as const)),
);

function placements(name: string, value: string): readonly unknown[] {
  return [
    { [name]: value },
    { supplied: { [name]: value }, formatted: { [name]: value } },
    { raw_responses: { 'Vendor One': [{ results: { [name]: [value] } }] } },
    { [name]: { score: 0.9, matched: [value], value } },
    { entities: [{ data: { [name]: value, note: `they said that it is ${value}` } }] },
    { raw: JSON.stringify({ deep: JSON.stringify({ [name]: value }) }) },
    { raw: `{"ok":1,"${name}":"${value}","cut": "of` },
    { raw: `<a:Person id="1"><a:${name.replaceAll(/[.]/g, '')} src="x">${value}</a:${name}></a:Person>` },
    { attributes: [{ key: name, value }] },
    { columns: ['a', name], rows: [['b', value]] },
  ];
}

function leak(value: string, shown: unknown): boolean {
  return JSON.stringify(shown).includes(value);
}

describe.each(fields)('%s', (name, kindClass) => {
  it.each([everything, everyToken])('is protected (%s)', (modes) => {
    const shield = makeShield(modes);
    const leaks = samples[kindClass].flatMap((value) =>
      placements(name, value).filter((answer) => leak(value, shield.protect(answer, ''))),
    );
    expect(leaks).toEqual([]);
  });

  it('is in that class', () => {
    const { kind } = classifyKey(name);
    expect(kind === undefined ? undefined : kindClasses[kind]).toBe(kindClass);
  });

  it('stays when its class is off', () => {
    const shield = createShield({
      state: createMemoryState(),
      modes: { ...parseModes(everything), [kindClass]: 'off' },
    });
    const answer = { [name]: samples[kindClass][0] };
    expect(shield.protect(answer, '')).toBe(answer);
  });
});

describe('other fields', () => {
  it.each(fixture.nothing)('%s holds none', (name) => {
    expect(classifyKey(name).kind).toBeUndefined();
  });

  it.each(fixture.staff)('%s names who works with Alloy and stays', (name) => {
    const answer = {
      [name]: 'dana.whitlock@example.com',
      created_by: { email: 'dana.whitlock@example.com' },
    };
    expect(makeShield(everything).protect(answer, '')).toBe(answer);
  });

  it('none of the documented arguments is personal but those that are listed', () => {
    const listed = new Set([...Object.values(fixture.alloy).flat(), ...fixture.staff]);
    const documented = new Set(
      readOperationFacts().flatMap(({ fields, variants = {} }) =>
        [fields, ...Object.values(variants).map((variant) => variant.fields)].flatMap((each) =>
          Object.keys(each).map((path) => path.replaceAll('[]', '').split('.').at(-1) ?? ''),
        ),
      ),
    );
    expect(documented.size).toBeGreaterThan(300);
    const unlisted = [...documented].filter(
      (name) => classifyKey(name).kind !== undefined && !listed.has(name),
    );
    expect(unlisted).toEqual([]);
  });
});
