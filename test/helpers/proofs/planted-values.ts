/**
 * Personal values that stand nowhere else, so that each of them that leaves the program is a leak: made from a label,
 * and found again in raw bytes in any form that a reader could undo.
 */
import { isCardNumber } from '../../../src/shield/texts/number-forms.ts';

export type PlantKind =
  | 'ssn'
  | 'ein'
  | 'national_id'
  | 'account'
  | 'routing'
  | 'card'
  | 'iban'
  | 'secret'
  | 'birth_date'
  | 'passport'
  | 'license'
  | 'id_card';

export interface PlantedValues {
  /** A new value, or the one that this label has; in digits and letters alone, birth dates as YYYY-MM-DD. */
  plant(kind: PlantKind, label: string): string;
  /** The labels of all values that the bytes hold, with the form that gave each away. */
  find(bytes: string | Uint8Array): ReadonlyMap<string, string>;
  readonly labels: () => readonly string[];
}

/** What each kind begins with; with the running number behind it no other number of a test is taken for one. */
const digits = (count: number, length: number) => String(count).padStart(length, '0');
const firstDay = Date.UTC(1905, 0, 1);
const dayMs = 86_400_000;

export function createPlantedValues(): PlantedValues {
  const byLabel = new Map<string, string>();
  /** Keys are packed: upper case, without separators. */
  const labels = new Map<string, string>();
  const counts = new Map<PlantKind, number>();

  function make(kind: PlantKind): string {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    // Spread over the digits, so that masks differ and no value is the next one's neighbour.
    const spread = (length: number) => digits((count * 7919 + 1234) % 10 ** length, length);
    switch (kind) {
      case 'ssn':
        return `666${spread(6)}`;
      case 'ein':
        return `987${spread(6)}`;
      case 'national_id':
        return `N44${spread(7)}`;
      case 'account':
        return `774${spread(9)}`;
      case 'routing':
        return completeRouting(`32${spread(6)}`);
      case 'card':
        return completeCard(`40007${spread(10)}`);
      case 'iban':
        return completeIban(`PLNT${spread(14)}`);
      case 'secret':
        return `zqrover${[...spread(6)].map((digit) => 'bcdfghjklm'.charAt(Number(digit))).join('')}`;
      case 'birth_date':
        return new Date(firstDay + ((count * 7919) % 30_000) * dayMs).toISOString().slice(0, 10);
      case 'passport':
        return `X88${spread(6)}`;
      case 'license':
        return `L99${spread(8)}`;
      case 'id_card':
        return `K55${spread(7)}`;
    }
  }

  function findIn(text: string, form: string, found: Map<string, string>): void {
    for (const packed of readCandidates(text)) {
      const label = labels.get(packed);
      if (label !== undefined && !found.has(label)) found.set(label, form);
    }
  }

  return {
    plant(kind, label) {
      const known = byLabel.get(label);
      if (known !== undefined) return known;
      const value = make(kind);
      const packed = pack(value);
      if (labels.has(packed)) throw new Error(`${value} is planted twice: no more values of ${kind}`);
      byLabel.set(label, value);
      labels.set(packed, label);
      return value;
    },
    find(bytes) {
      const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
      const found = new Map<string, string>();
      findIn(text, 'plain', found);
      for (const [form, decoded] of decode(text)) findIn(decoded, form, found);
      return found;
    },
    labels: () => [...byLabel.keys()],
  };
}

const pack = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();

/** What may stand between the digits of a number that people write in groups. */
const mark = '[-./\\s\\u00a0\\u2010-\\u2015]{0,2}';
const grouped = (first: string, more: number) =>
  new RegExp(`(?=(${[...first].join(mark)}(?:${mark}[0-9]){${more}}))`, 'gi');

const patterns = [
  grouped('666', 6),
  grouped('987', 6),
  grouped('774', 9),
  grouped('32', 7),
  grouped('40007', 11),
  /(?=(GB[0-9]{2}[\s-]?PLNT(?:[\s-]?[0-9]){14}))/gi,
  /(?=(N44[-\s]?[0-9]{7}|X88[-\s]?[0-9]{6}|L99[-\s]?[0-9]{8}|K55[-\s]?[0-9]{7}|zqrover[a-z]{6}))/gi,
];
const isoDate = /(?<!\d)(19[0-8]\d)[-/. ]?(\d\d)[-/. ]?(\d\d)(?!\d)/g;
const usDate = /(?<!\d)(\d\d?)[-/. ]?(\d\d?)[-/. ]?(19[0-8]\d)(?!\d)/g;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const wordDate = new RegExp(`(${months.join('|')})[a-z]*\\.? (\\d\\d?)(?:st|nd|rd|th)?,? (19[0-8]\\d)`, 'gi');

function* readCandidates(text: string): Generator<string> {
  for (const pattern of patterns) for (const match of text.matchAll(pattern)) yield pack(match[1] ?? '');
  for (const [, year, month, day] of text.matchAll(isoDate)) yield `${year}${month}${day}`;
  for (const [, month = '', day = '', year] of text.matchAll(usDate))
    yield `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
  for (const [, month = '', day = '', year] of text.matchAll(wordDate))
    yield `${year}${digits(months.indexOf(month.slice(0, 3).toLowerCase()) + 1, 2)}${day.padStart(2, '0')}`;
}

/** What the text turns into when somebody undoes an encoding of it or of a piece. */
function* decode(text: string): Generator<readonly [string, string]> {
  if (/%[0-9a-f]{2}/i.test(text))
    yield [
      'URL-encoded',
      text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ];
  if (/\\u00[0-9a-f]{2}/i.test(text))
    yield [
      'JSON-escaped',
      text.replaceAll(/\\+u00([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    ];
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)) {
    for (let offset = 0; offset < 4; offset += 1)
      yield ['base64', Buffer.from(run.slice(offset), 'base64').toString('latin1')];
  }
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}){8,}/gi))
    yield ['hexadecimal', Buffer.from(run, 'hex').toString('latin1')];
}

export function completeRouting(start: string): string {
  const weights = [3, 7, 1, 3, 7, 1, 3, 7];
  const sum = [...start].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
  return `${start}${(10 - (sum % 10)) % 10}`;
}

export function completeCard(start: string): string {
  for (let last = 0; last < 10; last += 1) if (isCardNumber(`${start}${last}`)) return `${start}${last}`;
  throw new Error(`${start} is no card`);
}

export function completeIban(account: string): string {
  const numbers = [...`${account}GB00`].map((character) => String(Number.parseInt(character, 36))).join('');
  return `GB${digits(Number(98n - (BigInt(numbers) % 97n)), 2)}${account}`;
}
