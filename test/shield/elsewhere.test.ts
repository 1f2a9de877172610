/** A value that one field names is found wherever else it stands in the answer, though nothing tells it there. */
import { describe, expect, it } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import { everything, makeShield } from './shield-maker.ts';

const cases: readonly (readonly [name: string, value: string])[] = [
  ['document_ssn', '666120417'],
  ['document_passport', 'X12345678'],
  // Few digits, which no text would be looked at for.
  ['document_passport', 'XKCDAB12'],
  ['document_license', 'OKAFORADA1'],
  ['secret_answer', 'bluewhale'],
];

describe.each(['', everything])('with modes "%s"', (modes) => {
  const shield = makeShield(modes);

  it.each(cases)('%s %s', (name, value) => {
    const answer = {
      supplied: { [name]: value },
      // Below the eight characters that forms begin with, too.
      remarks: [`seen as ${value} before`, value],
      whole: value,
      deep: { list: [{ remark: `(${value})` }] },
      raw: JSON.stringify({ remark: value }),
      [`by ${value} 100`]: true,
    };
    const shown = JSON.stringify(shield.protect(answer, 'anybody'));
    expect(shown).not.toContain(value);
    expect(shown).toContain('seen as ***');
  });

  it.each(cases)('%s %s, which the call had sent', (name, value) => {
    const shown = shield.protect({ message: `${value} was taken` }, 'anybody', { [name]: value });
    expect(JSON.stringify(shown)).not.toContain(value);
  });

  it('in an answer of many values, too', () => {
    const people = Array.from({ length: 60 }, (_, index) => ({
      document_ssn: String(666_120_000 + index),
      remark: `person ${index}`,
    }));
    const answer = { people, note: 'like 666120059', other: 666_120_001 };
    const shown = JSON.stringify(shield.protect(answer, 'anybody'));
    expect(shown).not.toMatch(/6661200\d\d/);
  });

  it('what holds none of them is the same object', () => {
    const inner = { remark: 'nothing here, 12 times', list: ['Approved', 12] };
    const answer = { document_ssn: '666120417', inner };
    expect(readMember(shield.protect(answer, 'anybody'), 'inner')).toBe(inner);
  });
});
