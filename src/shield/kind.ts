/** What personal data there is: the kinds that stand-ins name, and the classes that an operator sets modes for. */

export const piiClasses = [
  'government_ids',
  'account_numbers',
  'birth_dates',
  'document_numbers',
  'contact',
  'names',
] as const;
export type PiiClass = (typeof piiClasses)[number];

export const kindClasses = {
  ssn: 'government_ids',
  ein: 'government_ids',
  tax_id: 'government_ids',
  national_id: 'government_ids',
  account: 'account_numbers',
  card: 'account_numbers',
  iban: 'account_numbers',
  routing: 'account_numbers',
  secret: 'account_numbers',
  birth_date: 'birth_dates',
  passport: 'document_numbers',
  license: 'document_numbers',
  id_card: 'document_numbers',
  document: 'document_numbers',
  email: 'contact',
  phone: 'contact',
  address: 'contact',
  name: 'names',
} as const satisfies Readonly<Record<string, PiiClass>>;

export type Kind = keyof typeof kindClasses;

export function isKind(text: string): text is Kind {
  return Object.hasOwn(kindClasses, text);
}

/** What is about anybody, and in the names of much else. */
export function isAboutContact(kind: Kind): boolean {
  return kindClasses[kind] === 'contact' || kindClasses[kind] === 'names';
}

export function mapKinds<Value>(build: (kind: Kind) => Value): Readonly<Record<Kind, Value>> {
  const kinds = Object.keys(kindClasses).filter(isKind);
  return Object.fromEntries(kinds.map((kind) => [kind, build(kind)])) as Record<Kind, Value>;
}

// The form in which a value is sealed and compared: the same number with and without its separators is one value.

export function normalizeValue(kind: Kind, text: string): string {
  const trimmed = text.trim();
  switch (kind) {
    case 'ssn':
    case 'ein':
    case 'card':
    case 'iban':
    case 'routing': {
      const packed = trimmed.replace(/[\s\u00a0\u2010-\u2015\u2212.-]/g, '');
      return /^[A-Za-z0-9]+$/.test(packed) ? packed : trimmed;
    }
    default:
      return trimmed;
  }
}
