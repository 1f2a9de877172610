/**
 * What a workflow takes: the answer of GET /parameters, and what a waiting evaluation asks for.
 * Sources: https://developer.alloy.com/public/reference/get_parameters and https://developer.alloy.com/public/docs/data-validation
 */

import { type BodyFault, buildFault } from '../errors.ts';
import type { Json } from '../values.ts';

export interface Input {
  readonly key: string;
  readonly type: 'string' | 'integer' | 'object';
  readonly description: string;
  /** Empty when any text will do. */
  readonly regex: string;
}

/** What `findFaults` works out of a workflow's inputs, once for each workflow. */
interface Check {
  readonly input: Input;
  readonly isMandatory: boolean;
  readonly pattern: RegExp | undefined;
}

export interface WorkflowInputs {
  readonly required: readonly Input[];
  readonly optional: readonly Input[];
  /** Alternatives, one of which must be there. */
  readonly or: readonly { readonly required: readonly Input[] }[];
}

export interface MissingInputs {
  readonly required: readonly Input[];
  readonly optional: readonly Input[];
  readonly or: WorkflowInputs['or'];
}

const text = (key: string, description: string, regex = ''): Input => ({
  key,
  type: 'string',
  description,
  regex,
});

const nameFirst = text('name_first', 'Given name', '^.{1,36}$');
const nameLast = text('name_last', 'Family name', '^.{1,48}$');
const ssn = text('document_ssn', 'US social security number: nine digits', '^\\d{9}$');
export const license = text('document_license', 'US driving licence number', '^.{1,64}$');
export const licenseState = text('document_license_state', 'State that issued the licence', '^[A-Za-z]{2}$');

const contactInputs: readonly Input[] = [
  text('email_address', 'E-mail address'),
  text('phone_number', 'Phone number'),
  text('address_line_1', 'Street', '^.{1,256}$'),
  text('address_line_2', 'Unit', '^.{0,256}$'),
  text('address_city', 'City', '^.{1,256}$'),
  text('address_state', 'State, as two letters in the US and Canada', '^.{1,256}$'),
  text('address_postal_code', 'Postal code', '^.{1,30}$'),
  text('address_country_code', 'Country, ISO 3166-1 alpha-2', '^[A-Za-z]{2}$'),
];

const personOptions: readonly Input[] = [
  text('name_middle', 'Middle name', '^.{0,36}$'),
  text('birth_date', 'Date of birth, YYYY-MM-DD', '^\\d{4}-\\d{2}-\\d{2}$'),
  ...contactInputs,
  text('social_twitter', 'Twitter handle'),
];

export const personInputs: WorkflowInputs = {
  required: [nameFirst, nameLast],
  optional: personOptions,
  or: [{ required: [ssn] }, { required: [license, licenseState] }],
};

/** What is known of the entity fills in for what an event leaves out, so nothing is required. */
export const monitoringInputs: WorkflowInputs = {
  required: [],
  optional: [nameFirst, nameLast, ssn, ...personOptions],
  or: [],
};

export const businessInputs: WorkflowInputs = {
  required: [text('business_name', 'Legal name', '^.{1,256}$')],
  optional: [
    text('business_alternate_name', 'Trading name', '^.{0,256}$'),
    text('business_federal_ein', 'Federal EIN: nine digits', '^\\d{2}-?\\d{7}$'),
    text('business_registry_id', 'Number in the registry'),
    ...contactInputs,
  ],
  or: [],
};

export const transactionInputs: WorkflowInputs = {
  required: [
    text('transaction_id', 'Your id of the transaction', '^.+$'),
    text('transaction_date', 'ISO 8601 date and time'),
    { key: 'amount', type: 'integer', description: 'Cents', regex: '' },
    text('currency', 'ISO 4217 code', '^[A-Z]{3}$'),
    { key: 'source', type: 'object', description: 'Account under evaluation', regex: '' },
    { key: 'destination', type: 'object', description: 'Account of the other side', regex: '' },
  ],
  optional: [
    text('process_method', 'Rail'),
    text('category', 'Kind of transaction'),
    text('description', 'Free text'),
    text('status', 'Status of the transaction'),
  ],
  or: [],
};

/** A group's evaluation takes no body. */
export const groupInputs: WorkflowInputs = { required: [], optional: [], or: [] };

/**
 * What is still to be sent; undefined when all is there. Of alternatives the first is asked for, and all are named in
 * `or` (our choice: Alloy's pages do not show a waiting evaluation with alternatives).
 */
export function findMissing(inputs: WorkflowInputs, supplied: Json): MissingInputs | undefined {
  const isAbsent = ({ key }: Input) => {
    const value = supplied[key] ?? '';
    return typeof value === 'string' && value.trim() === '';
  };
  const alternativeIsMissing =
    inputs.or.length > 0 && inputs.or.every(({ required }) => required.some(isAbsent));
  const [firstAlternative] = inputs.or;
  const required = [
    ...inputs.required,
    ...(alternativeIsMissing && firstAlternative !== undefined ? firstAlternative.required : []),
  ].filter(isAbsent);
  if (required.length === 0) return undefined;
  return {
    required,
    optional: inputs.optional.filter(isAbsent),
    or: alternativeIsMissing ? inputs.or : [],
  };
}

/** Faults of values that are there; what is absent is asked for, not refused. */
export function findFaults(inputs: WorkflowInputs, supplied: Json): BodyFault[] {
  const faults: BodyFault[] = [];
  for (const check of listChecks(inputs)) {
    const path = check.input.key;
    const fault = findFault(check, supplied[path]);
    if (fault !== undefined) faults.push(buildFault(path, fault[0], fault[1]));
  }
  return faults;
}

const knownChecks = new WeakMap<WorkflowInputs, readonly Check[]>();

function listChecks(inputs: WorkflowInputs): readonly Check[] {
  const known = knownChecks.get(inputs);
  if (known !== undefined) return known;
  const checks = [
    ...inputs.required,
    ...inputs.optional,
    ...inputs.or.flatMap(({ required }) => required),
  ].map((input) => ({
    input,
    isMandatory: inputs.required.includes(input),
    pattern: input.regex === '' ? undefined : new RegExp(input.regex, 'su'),
  }));
  knownChecks.set(inputs, checks);
  return checks;
}

function findFault(
  { input, isMandatory, pattern }: Check,
  value: unknown,
): [type: string, what: string] | undefined {
  if (value === undefined || input.type !== 'string') return undefined;
  if (value === null) return isMandatory ? ['string.base', 'must be a string'] : undefined;
  if (typeof value !== 'string') return ['string.base', 'must be a string'];
  if (value.trim() === '') return isMandatory ? ['any.empty', 'is not allowed to be empty'] : undefined;
  if (pattern?.test(value) === false)
    return ['string.regex.base', `does not match the required pattern: ${input.regex}`];
  if (input.key === 'birth_date' && !isDate(value)) return ['date.format', 'must be a date, YYYY-MM-DD'];
  return undefined;
}

/** In the form of birth_date. A day that its month does not have would be one of the next month. */
function isDate(value: string): boolean {
  return new Date(`${value}T00:00:00Z`).getUTCDate() === Number(value.slice(8));
}
