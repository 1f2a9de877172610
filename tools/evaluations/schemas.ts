/**
 * What an evaluation takes: person data, a transaction, and the headers that steer the run.
 * Facts: https://developer.alloy.com/public/reference/post_evaluations and https://developer.alloy.com/public/docs/_other
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import type { Arguments, Issue, Schema } from '../../src/registry/tool.ts';
import { accountFields, accountSnapshot, checkAccountLink } from '../accounts/schemas.ts';
import { additionalFields, flag, integer, omitDescription, oneOf, text, workflowToken } from '../schemas.ts';
import { transactionFields } from '../transactions/schemas.ts';

/** Alloy's samples name these; what a workflow really takes is configured, see GET /parameters. */
const personFields = {
  name_first: z.string().max(36).describe('First name'),
  name_last: z.string().max(48).describe('Steers many sandbox mocks'),
  email_address: text('Email'),
  phone_number: text('E.g. 18042562188'),
  birth_date: text('YYYY-MM-DD'),
  document_ssn: omitDescription(text('9 digits')),
  document_license: text('US, instead of SSN'),
  document_license_state: omitDescription(text('Issuing state')),
  address_line_1: omitDescription(text('Street')),
  address_line_2: omitDescription(text('Unit')),
  address_city: text('City'),
  address_state: text('US/CA: 2 letters'),
  address_postal_code: text('Postal code'),
  address_country_code: text('ISO alpha-2'),
  social_twitter: omitDescription(text('Twitter handle')),
  identifiers: omitDescription(
    z
      .looseObject({ external_entity_id: text('Your id of the entity').optional() })
      .describe('Like alloy_external_entity_id'),
  ),
} as const;

const mapFields = (fields: Readonly<Record<string, Schema>>, wrap: (schema: Schema) => Schema) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, wrap(schema)]));

export const suppliedPerson = mapFields(personFields, (schema) => schema.optional());
/** PATCH takes null and leaves the value as it is. What the values look like, the first call has told. */
export const patchedPerson = mapFields(personFields, (schema) => omitDescription(schema.nullish()));

export const workflowFields = additionalFields.describe(
  'Other inputs of the workflow, {attribute: value}; merged into the body',
);

/** The counterparty is an account with a holder's name and address. */
const destination = z.strictObject({
  ...accountFields,
  name_first: text('Given name').optional(),
  name_last: text('Family name').optional(),
  birth_date: text('YYYY-MM-DD').optional(),
  address_line_1: text('Street').optional(),
  address_line_2: text('Unit').optional(),
  address_city: text('City').optional(),
  address_state: text('State or region code').optional(),
  address_postal_code: text('Postal code').optional(),
  address_country_code: text('ISO 3166-1 alpha-2').optional(),
});

const { transaction_date, amount, currency, ...optionalOfTransaction } = transactionFields;

const requiredOfTransaction = {
  transaction_id: text('Your id of the transaction'),
  transaction_date,
  amount,
  currency,
  // Both sides are listed without their members, which the tools of accounts list.
  source: listed(
    z.strictObject(accountFields).describe('Account evaluated; needs external_account_id or account_number.'),
    {
      omitMembers: true,
      description: '{external_account_id|account_number*, ...} as in create_a_alloy_account, no holders',
    },
  ),
  destination: listed(
    destination.describe(
      'Counterparty account: members of source plus name_first, name_last, birth_date, address_*',
    ),
    { omitMembers: true, description: 'Like source, and name_first, name_last, birth_date, address_*' },
  ),
};

export const evaluatedTransaction = {
  ...mapFields(requiredOfTransaction, (schema) => schema.optional()),
  ...optionalOfTransaction,
  account_snapshot: listed(
    accountSnapshot.nullish().describe('State of the source account, as in update_a_alloy_account_by_id'),
    { omitMembers: true, description: 'Of source, as in update_a_alloy_account_by_id' },
  ),
};

const requiredNames = Object.keys(requiredOfTransaction);

/** Other workflows may have inputs called amount and currency; these four only a transaction has. */
const marks = ['transaction_id', 'transaction_date', 'source', 'destination'];

/** A transaction is whole or absent; the accounts of both sides have an id. */
export function checkTransaction(args: Arguments): readonly Issue[] {
  const given = requiredNames.filter((name) => args[name] !== undefined);
  if (!given.some((name) => marks.includes(name))) return [];
  const missing = requiredNames
    .filter((name) => !given.includes(name))
    .map((argument) => ({
      argument,
      message: `is missing; a transaction needs it beside ${given.join(', ')}`,
    }));
  return [...missing, ...['source', 'destination'].flatMap((side) => checkAccount(side, args[side]))];
}

const anObject = z.record(z.string(), z.unknown());

function checkAccount(side: string, value: unknown): readonly Issue[] {
  const { data: account } = anObject.safeParse(value);
  if (account === undefined) return [];
  const issues = checkAccountLink(account, side);
  if (account['external_account_id'] !== undefined || account['account_number'] !== undefined) return issues;
  return [
    {
      argument: `${side}.external_account_id`,
      message: `is missing, and so is ${side}.account_number; give one of them`,
    },
    ...issues,
  ];
}

export const runHeaders = {
  'alloy-workflow-token': workflowToken,
  'alloy-entity-token': listed(text('Existing entity to evaluate'), {
    description: 'Existing entity',
  }).optional(),
  'alloy-external-entity-id': text('Your id of the entity').optional(),
  'alloy-parent-entity-token': text('Parent entity').optional(),
  // In the guide to legacy groups, not among the parameters of the operation; no group comes about without it.
  'alloy-external-group-id': text('Legacy group to join').optional(),
  'alloy-entity-type': listed(oneOf(['business', 'person'], 'Transaction workflows; default person'), {
    description: 'Default person',
  }).optional(),
  'alloy-hydrate-counterparty-data': listed(flag('Transaction workflows: screen the counterparty'), {
    description: 'Screens the counterparty',
  }).optional(),
  'alloy-hydrate-entity-data': listed(flag('Transaction workflows: screen the source entity'), {
    description: 'Screens the source entity',
  }).optional(),
  'alloy-refresh-cache': flag('No cached vendor data').optional(),
  'alloy-bypass-formatter': flag('Keep inputs as given').optional(),
  'alloy-application-version': integer('Default: the pinned version').optional(),
  'alloy-sandbox': flag('Sandbox mode at the production URL').optional(),
};
