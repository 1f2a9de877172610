/**
 * Words of free text that say what the number or date behind them is, in the languages that people write to Alloy in.
 * Texts are readable ones (readable.ts): without accents.
 */

import { classifyKey } from '../classify-key.ts';
import type { Kind } from '../kind.ts';

export interface Label {
  readonly start: number;
  readonly end: number;
  /** None for a word that says that what follows is nobody's: an order's number, an amount. */
  readonly kind: Kind | undefined;
  /** Says "number", or is the name of a field: what follows needs less of a form of its own. */
  readonly strong: boolean;
}

const number = '(?: ?(?:numbers?|num|no|nr|nbr|nummer|numero|numeros)\\b\\.?| ?#|[-_]?n[ro]\\b)';

interface Words {
  readonly kind: Kind | undefined;
  readonly words: string;
  /** Read in capitals only: in small letters they are words of other languages. */
  readonly capitals?: boolean;
}

const vocabulary: readonly Words[] = [
  {
    kind: 'ssn',
    words:
      'ssns?|s\\.s\\.n\\.?|ss ?#|ss no|socials?(?: security| insurance)?|soc\\.? sec\\.?|itins?|seguro social|seguridad social',
  },
  { kind: 'ssn', words: 'SS', capitals: true },
  {
    kind: 'ein',
    words:
      'feins?|eins?|tins?|tax(?:payer)? ?(?:ids?|identification|identifier)?|employer (?:identification|id)',
  },
  {
    kind: 'tax_id',
    words:
      'steuer-?(?:nummer|id|identifikationsnummer)|numero fiscal|identification fiscale|identificacion fiscal|codice fiscale|partita iva|fiscaal nummer|contribuinte|vat (?:id|number)|nif',
  },
  {
    kind: 'national_id',
    words:
      'securite sociale|previdenza sociale|sozialversicherung(?:snummer)?|national (?:insurance|identity|identification)|nino|ni number|cpf|cnpj|aadhaar|aadhar|curp|personnummer|pesel|nric|cuit|cuil|hkid|burgerservicenummer|bsn|cedula|medicare',
  },
  { kind: 'national_id', words: 'SIN|NIE|NIN|RUT|RFC|UTR|TFN|BVN|PAN|EGN|AHV|DNI', capitals: true },
  {
    kind: 'id_card',
    words:
      "(?:id|identity|identification|national id) ?cards?|(?:national|government|state|military|voter) ids?|(?:id|identity|identification)(?= ?(?:numbers?\\b|num\\b|no\\b|nr\\b|#))|personalausweis(?:nummer)?|ausweis(?:nummer)?|carte (?:nationale )?d'identite|carta d'identita|documento de identidad|carnet de identidad|cartao de cidadao|identiteitskaart|dni",
  },
  {
    kind: 'passport',
    words:
      'passports?|passeports?|pasaportes?|passaport[oe]s?|reisepass(?:nummer)?|passnummer|paspoort(?:nummer)?',
  },
  {
    kind: 'license',
    words:
      "licen[cs]es?|dln?|driver'?s? lic|fuhrerschein(?:nummer)?|fuehrerschein(?:nummer)?|permis(?: de conduire)?|licencia(?: de conducir)?|permiso de conducir|carnet de conducir|patente(?: di guida)?|carteira de motorista|carta de conducao|cnh|rijbewijs(?:nummer)?",
  },
  {
    kind: 'birth_date',
    words:
      'born|birth(?:da(?:y|te)s?)?|dobs?|d\\.o\\.b\\.?|b-day|bday|bdate|geboren|geburtsdatum|geburtstag|geb\\.|nacid[oa]|nacio|nacimiento|f\\. ?nac\\.?|nascid[oa]|nasceu|nascimento|nat[oa] (?:il|a)|nascita|nee? le|naissance|geboorte(?:datum)?|fodd|fodt',
  },
  {
    kind: 'account',
    words:
      'accounts?|accts?\\.?|a/c|konto(?:nummer)?|cuentas?|comptes?(?: bancaires?)?|contas?|conti?|conto corrente|rekening(?:nummer)?',
  },
  { kind: 'routing', words: 'routing|aba|rtn|sort codes?|blz|bankleitzahl' },
  {
    kind: 'card',
    words: '(?:credit|debit|payment|bank) ?cards?|cards?(?= ?(?:number|num|no|nr|#))|kreditkarte',
  },
  { kind: 'secret', words: 'cv[vc]2?|card (?:security )?code|security codes?|card pin|pin (?:number|code)' },
  { kind: 'secret', words: 'PIN', capitals: true },
  { kind: 'phone', words: 'phones?|mobile|cell|tel(?:ephone)?|fax|call(?:ed)?' },
  {
    kind: undefined,
    words:
      'orders?|tickets?|invoices?|cases?|ref(?:erence)?s?|transactions?|amounts?|balances?|totals?|scores?|zip|postal|postcode|versions?|tracking|requests?|pages?|counts?|limits?|prices?|steps?|errors?|expir(?:es|ed|y|ation)|valid|issued?|opened|closed|created|updated|since|until|applications?|evaluations?|journeys?|documents? (?:token|type)|models?|rules?|tags?|fee|income|salary|usd|eur|gbp',
  },
];

const sources = vocabulary.map(({ words }, index) => `(?<k${index}>(?:${words})(?![a-z]))`);
const labelHere = new RegExp(`(?:${sources.join('|')})(?<strong>${number}|s?:)?`, 'iy');

/** By the first two characters of a word, in small letters: whether a label may begin so. */
const beginnings = new Uint8Array(128 * 128);
for (const { words } of vocabulary)
  for (const [, first = '', second = ''] of words
    .replace(/\\/g, '')
    .matchAll(/(?:^|\||\(\?:)([a-z])([a-z ./-])/gi))
    beginnings[first.toLowerCase().charCodeAt(0) * 128 + second.toLowerCase().charCodeAt(0)] = 1;

/** Names in the style of programs: `passportNumber`, `document_ssn`. */
const named =
  /(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9]{0,30}(?:_[A-Za-z0-9]{1,30}){1,6}|[A-Za-z][a-z0-9]{1,30}[A-Z][A-Za-z0-9]{0,40})(?![A-Za-z0-9])/g;
/** From left to right. */
export function findLabels(text: string): readonly Label[] {
  let labels: Label[] | undefined;
  let before = 0;
  let mayBeNamed = false;
  let free = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isLarge = code >= 65 && code <= 90;
    const small = isLarge ? code + 32 : code;
    if (small >= 97 && small <= 122) {
      mayBeNamed ||= isLarge && before === smallLetter;
      const isFirst = before !== smallLetter && before !== largeLetter;
      before = isLarge ? largeLetter : smallLetter;
      if (!isFirst || index < free) continue;
      const next = text.charCodeAt(index + 1);
      const second = next >= 65 && next <= 90 ? next + 32 : next;
      if (second >= 128 || beginnings[small * 128 + second] !== 1) continue;
      const label = readLabel(text, index);
      if (label === undefined) continue;
      labels ??= [];
      labels.push(label);
      free = label.end;
    } else {
      mayBeNamed ||= code === 95;
      before = 0;
    }
  }
  if (mayBeNamed) {
    labels ??= [];
    findNamed(text, labels);
  }
  return labels?.sort((a, b) => a.end - b.end || b.start - a.start) ?? none;
}

const smallLetter = 1;
const largeLetter = 2;

function readLabel(text: string, start: number): Label | undefined {
  labelHere.lastIndex = start;
  const { 0: whole = '', groups = {} } = labelHere.exec(text) ?? {};
  const found = whole === '' ? -1 : vocabulary.findIndex((_, at) => groups[`k${at}`] !== undefined);
  const words = vocabulary[found];
  if (words === undefined) return undefined;
  const label = groups[`k${found}`] ?? '';
  if (words.capitals === true && label !== label.toUpperCase()) return undefined;
  return { start, end: start + whole.length, kind: words.kind, strong: groups['strong'] !== undefined };
}

function findNamed(text: string, labels: Label[]): void {
  for (const { index, 0: name } of text.matchAll(named)) {
    if (name.length > 64) continue;
    const { kind } = classifyKey(name);
    if (kind !== undefined) labels.push({ start: index, end: index + name.length, kind, strong: true });
  }
}

const none: readonly Label[] = [];
