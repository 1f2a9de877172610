/**
 * A universe of answers that nobody documented: every kind of personal value, in every form that it is written in,
 * under every sort of name, in every shape that vendors give their data, on Alloy's ground and on foreign ground; and
 * beside it what is nobody's. Written down here, so that "none gets through" has a meaning. Out of it: values inside of
 * compressed, signed or encrypted texts and images, values split over several texts, numbers of five digits and fewer
 * without a telling name, and ids of records.
 */
import { completeCard, completeIban, completeRouting } from './planted-values.ts';

export type Ground = 'own' | 'foreign';

export interface Specimen {
  readonly answer: unknown;
  /** What must not be seen in what is shown: texts anywhere, numbers as whole leaves. */
  readonly traces: readonly (string | number)[];
  /** Says what was planted where. */
  readonly label: string;
}

type Pick = <Item>(items: readonly Item[]) => Item;
interface Dice {
  readonly pick: Pick;
  readonly digits: (count: number) => string;
  readonly below: (limit: number) => number;
}

/** The same numbers for the same seed. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    // Never a zero first, nor a round number.
    digits: (count) =>
      Array.from({ length: count }, (_, index) =>
        String(index === 0 || index === count - 1 ? 1 + below(9) : below(10)),
      ).join(''),
  };
}

const kinds = [
  'ssn',
  'ein',
  'account',
  'routing',
  'card',
  'iban',
  'birth_date',
  'passport',
  'license',
  'national_id',
] as const;
type UniverseKind = (typeof kinds)[number];

/** Names that say what they hold. */
const telling: Readonly<Record<UniverseKind, readonly string[]>> = {
  ssn: [
    'ssn',
    'SSN',
    'SSN#',
    'SSNO',
    'ssnum',
    'SocSecNum',
    'primarySSN',
    'applicant_ssn',
    'social_security_number',
  ],
  ein: ['ein', 'EIN', 'EIN#', 'fein', 'tax_id', 'taxNum', 'tax_no', 'fed_id', 'TIN', 'business_federal_ein'],
  account: [
    ...['account_number', 'accountNumber', 'ACCTNBR', 'acct', 'dda', 'bank_account', 'checking_account'],
    ...['to_account', 'beneficiary_account', 'account', 'member_number', 'micr'],
  ],
  routing: ['routing_number', 'routingNumber', 'aba', 'ABA', 'rtn', 'routing'],
  card: ['card_number', 'cardnumber', 'ccNumber', 'cardNum', 'pan', 'primary_account_number'],
  iban: ['iban', 'IBAN', 'counterparty_iban'],
  birth_date: [
    ...['birth_date', 'dob', 'DoB', 'DOB', 'dateOfBirth', 'bday', 'bdate', 'birthDateTime', 'date_of_birth'],
    ...['fecha_nacimiento', 'geburtsdatum', 'date_naissance'],
  ],
  passport: ['passport', 'passportNumber', 'passport_no', 'document_passport', 'mrz'],
  license: ['document_license', 'dl', 'DLN', 'driversLicenseNumber', 'licence_no', 'license'],
  national_id: [
    ...['national_id', 'NINumber', 'SIN', 'BSN', 'HKID', 'PESEL', 'NIE', 'RUT', 'CUIT', 'RFC', 'TFN', 'UTR'],
    ...['steuer_id', 'state_id', 'medicare_number', 'pan_number', 'aadhaar', 'cpf', 'AHV', 'EGN'],
  ],
};

/** Words about a value, behind its name. */
const tails = ['match', 'verified', 'result', 'check', 'status', 'history', 'validation', 'code', 'label'];
/** What nobody can know the meaning of. */
const unknown = [
  'x',
  'f1',
  'Wert',
  'donnee',
  'attrB',
  'rec',
  'field_b',
  'primary',
  'Zusatz',
  'onRecord',
  'q',
  'supplied_b',
];
const foreignPlaces = [
  ...['raw_responses', 'formatted_responses', 'related_data', 'supplemental_data', 'meta', 'vendor_response'],
  ...['raw_response', 'service_data'],
];

const group = (text: string, sizes: readonly number[], sign: string) => {
  let from = 0;
  return sizes
    .map((size) => {
      from += size;
      return text.slice(from - size, from);
    })
    .filter((part) => part !== '')
    .join(sign);
};
const toScript = (text: string, zero: number) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

interface Written {
  readonly text: string;
  /** The same value in its plain form. */
  readonly plain: string;
  readonly form: string;
}

function write(kind: UniverseKind, { pick, digits, below }: Dice): Written {
  switch (kind) {
    case 'ssn': {
      const plain = `${pick(['666', '9'.padEnd(3, '47')])}${digits(6)}`;
      return writeNumber(plain, [3, 2, 4], pick);
    }
    case 'ein':
      return writeNumber(`98${digits(7)}`, [2, 7], pick, ['-']);
    case 'account':
      return writeNumber(digits(7 + below(6)), [4, 4, 4], pick, ['-', ' ']);
    case 'routing':
      return { text: completeRouting(`32${digits(6)}`), plain: '', form: 'bare' };
    case 'card':
      return writeNumber(completeCard(`40007${digits(10)}`), [4, 4, 4, 4], pick, [' ', '-']);
    case 'iban':
      return writeNumber(completeIban(`PLNT${digits(14)}`), [4, 4, 4, 4, 4, 2], pick, [' ']);
    case 'passport':
      return { text: `${pick(['X', 'XK', 'C'])}${digits(7)}`, plain: '', form: 'bare' };
    case 'license':
      return pick([
        { text: `D${digits(7)}`, plain: '', form: 'bare' },
        { text: `S666-${digits(4)}-${digits(4)}`, plain: '', form: 'in groups' },
      ]);
    case 'national_id':
      return pick([
        { text: `QQ${digits(6)}C`, plain: '', form: 'bare' },
        { text: digits(11), plain: '', form: 'digits' },
        { text: `QQ ${digits(2)} ${digits(2)} ${digits(2)} C`, plain: '', form: 'in groups' },
      ]);
    case 'birth_date':
      return writeDate(1930 + below(75), 1 + below(12), 1 + below(28), pick);
  }
}

function writeNumber(
  plain: string,
  sizes: readonly number[],
  pick: Pick,
  signs: readonly string[] = ['-', ' ', '.'],
): Written {
  const form = pick(['bare', 'bare', 'in groups', 'full-width', 'Arabic', 'blanks around']);
  switch (form) {
    case 'in groups':
      return { text: group(plain, sizes, pick(signs)), plain, form };
    case 'full-width':
      return { text: toScript(plain, 0xff10), plain, form };
    case 'Arabic':
      return { text: toScript(plain, 0x660), plain, form };
    case 'blanks around':
      return { text: ` ${plain} `, plain, form };
    default:
      return { text: plain, plain, form };
  }
}

function writeDate(year: number, month: number, day: number, pick: Pick): Written {
  const [m, d] = [month, day].map((part) => String(part).padStart(2, '0'));
  const iso = `${year}-${m}-${d}`;
  const word = new Date(iso).toLocaleDateString('en-US', { timeZone: 'UTC', month: 'long' });
  const text = pick([
    iso,
    `${m}/${d}/${year}`,
    `${d}.${m}.${year}`,
    `${year}${m}${d}`,
    `${year}/${m}/${d}`,
    `${word} ${day}, ${year}`,
    `${day} ${word.slice(0, 3)} ${year}`,
    `${iso}T00:00:00.000Z`,
    `${iso}T00:00:00`,
  ]);
  return { text, plain: '', form: text.replaceAll(/\d/g, '9').replaceAll(/[A-Za-z]{3,}/g, 'May') };
}

interface Planting {
  readonly value: unknown;
  readonly traces?: readonly (string | number)[];
  readonly shape: string;
}

/** Each way to write down that the value belongs to the name. */
function listShapes(name: string, { text }: Written, kind: UniverseKind): readonly Planting[] {
  const csv = `id,${name},score\n1,${text.trim().replaceAll(',', '')},0.5`;
  const isNumeric = /^[1-9]\d{6,14}$/.test(text);
  return [
    { shape: 'member', value: { [name]: text } },
    { shape: 'item', value: { [name]: [text, 'n/a'] } },
    { shape: 'inside', value: { [name]: { submitted: text, score: 3 } } },
    { shape: 'input and found', value: { [`${name}_match`]: { input: text, found: text, code: 'R2' } } },
    { shape: 'key and value', value: { list: [{ key: name, value: text }] } },
    { shape: 'k and v', value: [{ k: name, v: text }] },
    { shape: 'type and id', value: { ids: [{ type: name, id: text }] } },
    { shape: 'field id', value: [{ fieldId: name, fieldValue: text }] },
    { shape: 'input name', value: [{ inputName: name, inputValue: text }] },
    { shape: 'text and input', value: { questions: [{ text: name, userInput: text }] } },
    { shape: 'pair', value: [[name, text]] },
    {
      shape: 'header row',
      value: [
        ['seq', name, 'note'],
        ['7', text, 'fine'],
      ],
    },
    { shape: 'columns', value: { columns: ['seq', name], rows: [['7', text]] } },
    { shape: 'columns of one row', value: { headers: ['seq', name], values: ['7', text] } },
    { shape: 'JSON in a text', value: { body: JSON.stringify({ inner: { [name]: text } }) } },
    { shape: 'JSON in JSON', value: { body: JSON.stringify({ b: JSON.stringify({ [name]: [text] }) }) } },
    ...(/^[\w]+$/.test(name)
      ? [{ shape: 'XML in a text', value: { body: `<r><v:${name} a="1">${text}</v:${name}><s>3</s></r>` } }]
      : []),
    ...(kind === 'birth_date' || /[#]/.test(name) ? [] : [{ shape: 'CSV in a text', value: { body: csv } }]),
    ...(isNumeric ? [{ shape: 'number', value: { [name]: Number(text) }, traces: [Number(text)] }] : []),
  ];
}

/** What only dates have. */
function listDateShapes(name: string, { pick, below }: Dice): readonly Planting[] {
  const [year, month, day] = [1930 + below(70), 1 + below(12), 13 + below(15)];
  const epoch = Date.UTC(year, month - 1, day) / 1000;
  const traces = [day];
  return [
    {
      shape: 'parts',
      value: {
        [name]: pick([
          { d: day, m: month, y: year },
          { day, month, year },
        ]),
      },
      traces,
    },
    { shape: 'list of parts', value: { [name]: [year, month, day] }, traces },
    {
      shape: 'parts by name',
      value: { [`${name}DD`]: day, [`${name}MM`]: month, [`${name}YYYY`]: year },
      traces,
    },
    { shape: 'seconds', value: { [name]: { seconds: epoch } }, traces: [epoch] },
    { shape: 'milliseconds', value: { [name]: epoch * 1000 }, traces: [epoch * 1000] },
    {
      shape: '$date',
      value: { [name]: { $date: new Date(epoch * 1000).toISOString() } },
      traces: [new Date(epoch * 1000).toISOString().slice(0, 10)],
    },
  ];
}

/** On foreign ground a form is enough. */
function listUnknownShapes(name: string, { text }: Written): readonly Planting[] {
  const isNumeric = /^[1-9]\d{6,14}$/.test(text);
  return [
    { shape: 'unknown member', value: { [name]: text } },
    { shape: 'unknown item', value: { [name]: ['a', text] } },
    { shape: 'unknown depth', value: { [name]: { [name]: [{ [name]: text }] } } },
    { shape: 'unknown pair', value: { list: [[name, text]] } },
    { shape: 'unknown key and value', value: { list: [{ k: name, v: text }] } },
    { shape: 'unknown in a JSON text', value: { body: JSON.stringify({ [name]: text }) } },
    ...(/^\d[\d-]{6,16}$/.test(text) ? [{ shape: 'key', value: { [name]: { [text]: { n: 1 } } } }] : []),
    ...(isNumeric
      ? [{ shape: 'unknown number', value: { [name]: Number(text) }, traces: [Number(text)] }]
      : []),
  ];
}

function shift(planted: unknown, ground: Ground, { pick }: Dice): unknown {
  const value = Array.isArray(planted) ? { entries: planted } : planted;
  if (ground === 'own') return pick([value, { supplied: value }, { evaluations: [{ data: value }] }]);
  const place = pick(foreignPlaces);
  return pick<unknown>([
    { [place]: value },
    { [place]: { 'Vendor One': [value] } },
    { evaluations: [{ [place]: { Product: { results: value } } }] },
    // A container that no documentation knows.
    { vendorThing: { inner: value } },
  ]);
}

/** One planted value, with harmless ones beside it. */
export function plantOne(dice: Dice, ground: Ground): Specimen {
  const { pick } = dice;
  const kind = pick(kinds);
  const written = write(kind, dice);
  const name = pick(telling[kind]);
  const isAbout = dice.below(5) === 0 && kind !== 'routing';
  const options =
    ground === 'foreign' && dice.below(2) === 0
      ? listUnknownShapes(pick(unknown), written)
      : isAbout
        ? listShapes(
            `${pick(telling[kind].filter((each) => /^[a-z_]+$/.test(each)))}_${pick(tails)}`,
            written,
            kind,
          ).slice(0, 3)
        : [...listShapes(name, written, kind), ...(kind === 'birth_date' ? listDateShapes(name, dice) : [])];
  const { value, shape, traces } = pick(options);
  const answer = { status_code: 201, ...Object(shift(value, ground, dice)) };
  return {
    answer,
    traces: traces ?? [written.text.trim(), ...(written.plain === '' ? [] : [written.plain])],
    label: `${kind}, ${written.form}, ${shape}, ${name}, ${ground}: ${JSON.stringify(answer)}`,
  };
}

export function findTraces(shown: unknown, traces: readonly (string | number)[]): boolean {
  const text = JSON.stringify(shown);
  return traces.some((trace) =>
    typeof trace === 'string' ? text.includes(trace) : holdsNumber(shown, trace),
  );
}

function holdsNumber(value: unknown, number: number): boolean {
  if (typeof value === 'string') {
    if (!/^[[{]/.test(value)) return value === String(number);
    try {
      return holdsNumber(JSON.parse(value), number);
    } catch {
      return value.includes(String(number));
    }
  }
  if (typeof value !== 'object' || value === null) return value === number;
  return Object.values(value).some((member) => holdsNumber(member, number));
}

// What is nobody's.

const harmless: readonly (readonly [names: readonly string[], make: (dice: Dice) => unknown])[] = [
  [
    ['amount', 'balance', 'credit_limit', 'monthlyIncome', 'assessedValue', 'loanAmount'],
    ({ digits }) => Number(digits(7)),
  ],
  [['amount', 'total', 'available_balance', 'price'], ({ digits }) => `${digits(5)}.${digits(2)}`],
  [['x', 'risk', 'weightB', 'prob'], ({ digits }) => Number(`0.${digits(6)}`)],
  [['score', 'fraudScore', 'rank', 'percentile'], ({ below }) => below(1000)],
  [['count', 'num_hits', 'inquiries', 'total_results'], ({ below }) => below(90_000)],
  [['code', 'reasonCode', 'rc', 'x'], ({ digits, pick }) => `${pick(['R', 'I', 'V', 'AC'])}${digits(3)}`],
  [['reason_codes', 'flags'], ({ digits }) => [`R${digits(3)}`, `I${digits(3)}`, 'CI']],
  [
    ['created_at', 'timestamp', 'x', 'checkedOn', 'ts', 'lastSeen'],
    ({ below }) => new Date(1.6e12 + below(2e11)).toISOString(),
  ],
  [['timestamp', 'created_at', 'ts', 'epoch', 'lastUpdated_time'], ({ below }) => 1.7e12 + below(1e11)],
  [['timestamp', 'ts', 'created'], ({ below }) => 1.7e9 + below(1e8)],
  [
    [
      'issue_date',
      'first_seen',
      'formationDate',
      'registered_on',
      'account_opened',
      'last_reported',
      'filing_date',
    ],
    ({ below }) => `${1985 + below(35)}-0${1 + below(9)}-1${below(10)}`,
  ],
  [['x', 'when', 'Datum'], ({ below }) => `202${below(6)}-0${1 + below(9)}-1${below(10)}`],
  [['house_number', 'streetNumber', 'unit', 'x'], ({ digits }) => digits(4)],
  [
    ['postal_code', 'zip', 'zipCode', 'zip4', 'postcode'],
    ({ digits, pick }) => pick([digits(5), `${digits(5)}-${digits(4)}`]),
  ],
  [
    ['street', 'address1', 'line1', 'x'],
    ({ digits, pick }) => `${digits(5)} ${pick(['Juniper Row', 'Oak St Apt 4', 'N Main Street'])}`,
  ],
  [['token', 'entity', 'x', 'ref'], ({ digits }) => `P-2WU9staJ5pVCQ6${digits(6)}`],
  [
    ['transaction_id', 'requestId', 'reference_id', 'sessionId', 'id', 'report_id'],
    ({ digits, pick }) =>
      pick([digits(8), `${digits(8)}-${digits(4)}`, `req_${digits(6)}ab`, Number(digits(8))]),
  ],
  [
    ['x', 'id', 'requestId', 'trace'],
    ({ digits }) => `${digits(6)}fa-${digits(4)}-4${digits(3)}-9${digits(3)}-${digits(10)}bc`,
  ],
  [['sha256', 'digest', 'x'], ({ digits }) => `${digits(30)}ab${digits(32)}`],
  [['version', 'x', 'build'], ({ below }) => `${below(9)}.${below(20)}.${below(300)}`],
  [['ip', 'ip_address', 'x'], ({ below }) => `203.0.113.${below(256)}`],
  [
    ['user_agent', 'ua'],
    ({ below }) =>
      `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${120 + below(9)}.0.0.0 Safari/537.36`,
  ],
  [['latitude', 'lng', 'x'], ({ digits }) => Number(`-7${digits(1)}.${digits(6)}`)],
  [['duration_ms', 'latency', 'days_since_first_seen', 'ageInDays'], ({ below }) => below(100_000)],
  [['naics', 'mcc', 'sic_code', 'fips'], ({ digits }) => digits(6)],
  [['phone', 'phoneNumber', 'mobile'], ({ digits }) => `+1 202 555 0${digits(3)}`],
  [['url', 'href', 'link'], ({ digits }) => `https://vendor.example/reports/${digits(7)}?page=2`],
  [
    ['model', 'ruleName', 'x', 'productName'],
    ({ pick }) => pick(['Sigma Identity 4.0', 'KYC plus 3', 'Model 7b', 'name_match_v2']),
  ],
  [
    ['message', 'description', 'note', 'x'],
    ({ pick, below }) =>
      pick([
        'Name and address verified against 2 sources',
        `Seen ${below(90)} times in 30 days`,
        'SSN issued before 2011 and not reported as deceased',
        'Account opened in 2019, no returns',
      ]),
  ],
  [
    ['status', 'result', 'x', 'category'],
    ({ pick }) => pick(['Approved', 'clear', 'VERIFIED', 'no_match', 'US', 'high risk']),
  ],
  [
    ['ssn_match', 'dob_verified', 'passport_status', 'accountNumberMatch'],
    ({ pick }) => pick(['exact', 'partial', 1, 0.97, true]),
  ],
  [['ssn_issued_year', 'yearBuilt', 'expiration_year'], ({ below }) => 1985 + below(45)],
  [['expiration_date', 'passport_expiry'], ({ below }) => `203${below(9)}-0${1 + below(9)}-1${below(10)}`],
  [['flag', 'is_valid', 'x'], ({ pick }) => pick([true, false, null])],
  [['bin', 'last4', 'mask'], ({ digits }) => digits(4)],
  [['currency', 'country', 'x'], ({ pick }) => pick(['USD', 'US', 'GBR', 'en-US', 'America/New_York'])],
];

/** Harmless leaves alone: what of them does not come back as it was is lost. */
export function growHarmless(dice: Dice, ground: Ground): unknown {
  const grow = (depth: number): Record<string, unknown> => {
    const members = Array.from({ length: 6 }, (): readonly [string, unknown] => {
      const [names, make] = dice.pick(harmless);
      // Nobody vouches for a form without a name on foreign ground only.
      return [dice.pick(names), make(dice)];
    });
    const inner =
      depth === 0 ? [] : [[dice.pick(['results', 'details', 'breakdown', 'hit']), [grow(depth - 1)]]];
    return Object.fromEntries([...members, ...inner]);
  };
  return { status_code: 200, ...Object(shift(grow(2), ground, dice)) };
}
