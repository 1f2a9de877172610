/** Whatever the answer around it: no trace of a value, nothing else changed, nothing changed twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyToken, everything, makeShield } from './shield-maker.ts';

const digits = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map((each) => each.join(''));
const ssn = fc.tuple(digits(3), digits(2), digits(4));
const date = fc.date({ min: new Date('1930-01-01'), max: new Date('2010-01-01'), noInvalidDate: true });
const filler = fc.jsonValue({ maxDepth: 4 });
/** Luhn's check digit behind a Visa prefix. */
const card = digits(14).map((rest) => {
  const body = `4${rest}`;
  const sum = [...body].reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
});

const ssnNames = [
  'document_ssn',
  'ssn',
  'SSN',
  'primarySsn',
  'social_security_number',
  'taxId',
  'business_federal_ein',
];
const dateNames = ['birth_date', 'dob', 'DateOfBirth', 'counterparty_birth_date', 'birthdate'];
const contexts = ['SSN ', 'ssn: ', 'the SSN is ', 'Social Security Number: ', 'document_ssn=', '"ssn":"'];

/** The value somewhere inside of a random answer: in lists, objects, JSON texts. */
function plant(around: unknown, steps: readonly number[], planted: unknown): unknown {
  return steps.reduce<unknown>((inner, step) => {
    switch (step) {
      case 0:
        return [around, inner];
      case 1:
        return { a: around, b: inner };
      case 2:
        return { raw_responses: { 'Vendor One': [inner] }, other: around };
      case 3:
        return { raw: JSON.stringify(inner), z: around };
      default:
        return { formatted: inner, timestamp: 1791989231000 };
    }
  }, planted);
}
const steps = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
const modes = ['mask', 'token', everything, everyToken];

describe.each(modes)('with %s', (mode) => {
  const shield = makeShield(mode);

  it('an SSN in a field of that name leaves no trace', () => {
    fc.assert(
      fc.property(ssn, fc.constantFrom(...ssnNames), steps, filler, (parts, name, path, around) => {
        const value = parts.join('');
        fc.pre(!JSON.stringify(around).includes(value));
        for (const form of [value, parts.join('-'), parts.join(' '), `  ${value} `]) {
          const shown = JSON.stringify(shield.protect(plant(around, path, { [name]: form }), 'p'));
          expect(shown).not.toContain(value);
          expect(shown).not.toContain(form.trim());
        }
      }),
    );
  });

  it('an SSN behind a word that tells it leaves no trace', () => {
    fc.assert(
      fc.property(ssn, fc.constantFrom(...contexts), steps, filler, (parts, context, path, around) => {
        const text = (value: string) => `Checked yesterday; ${context}${value}" and so on`;
        for (const value of [parts.join(''), parts.join('-')]) {
          fc.pre(!JSON.stringify(around).includes(value));
          expect(
            JSON.stringify(shield.protect(plant(around, path, { note: text(value) }), 'p')),
          ).not.toContain(value);
        }
      }),
    );
  });

  it('a birth date leaves no trace but its year', () => {
    fc.assert(
      fc.property(date, fc.constantFrom(...dateNames), steps, filler, (when, name, path, around) => {
        const iso = when.toISOString().slice(0, 10);
        const [year = '', month = '', ofMonth = ''] = iso.split('-');
        for (const value of [
          iso,
          `${month}/${ofMonth}/${year}`,
          `${year}${month}${ofMonth}`,
          when.toISOString(),
        ]) {
          fc.pre(!JSON.stringify(around).includes(value));
          expect(JSON.stringify(shield.protect(plant(around, path, { [name]: value }), 'p'))).not.toContain(
            value,
          );
        }
      }),
    );
  });

  it('a card leaves no trace anywhere', () => {
    fc.assert(
      fc.property(card, steps, filler, (value, path, around) => {
        const grouped = value.replace(/(\d{4})(?=\d)/g, '$1 ');
        fc.pre(!JSON.stringify(around).includes(value));
        for (const form of [value, grouped, grouped.replaceAll(' ', '-')]) {
          const shown = JSON.stringify(
            shield.protect(plant(around, path, { x: `paid ${form} 123`, y: form }), 'p'),
          );
          expect(shown).not.toContain(form);
        }
        expect(JSON.stringify(shield.protect({ value: Number(value) }, 'p'))).not.toContain(value);
      }),
    );
  });

  it('protecting twice changes nothing more', () => {
    fc.assert(
      fc.property(ssn, steps, filler, filler, (parts, path, around, other) => {
        const answer = plant(around, path, {
          document_ssn: parts.join(''),
          note: `ssn ${parts.join('-')} of born 1991-04-17`,
          name_first: 'Maya',
          other,
        });
        const once = shield.protect(answer, 'p');
        expect(shield.protect(once, 'p')).toBe(once);
      }),
    );
  });

  it('what is shown in place of a value opens to it, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(ssn, async (parts) => {
        const value = parts.join('');
        const shown = shield.protect({ document_ssn: value }, 'p');
        const args = Object(shown);
        if (mode.includes('token'))
          expect((await shield.open(args, 'p')).args).toEqual({ document_ssn: value });
        else expect(() => shield.open(args, 'p')).toThrow('masked value');
      }),
    );
  });
});
