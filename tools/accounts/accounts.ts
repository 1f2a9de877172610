/** Bank accounts. Source: https://developer.alloy.com/public/reference/bank-accounts */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { defineAlias, defineTool } from '../../src/registry/tool.ts';
import { accountToken, additionalFields, oneOf, page, perPage, text } from '../schemas.ts';
import { accountFields, accountSnapshot, checkAccountLink } from './schemas.ts';

/**
 * The /accounts schema knows primary and secondary only. Accounts are read back with the other roles, and a change of
 * holders sends them all again, so those are let through.
 */
const holderTypes = [
  'primary',
  'secondary',
  'power_of_attorney',
  'authorized_signer',
  'authorized_user',
  'beneficiary',
  'joint_owner',
  'custodian',
  'guardian',
  'trustee',
] as const;

const holder = z
  .strictObject({
    entity_token: text('Entity token (P-, B-)').optional(),
    external_entity_id: text('Your entity id').optional(),
    account_holder_type: oneOf(holderTypes, 'Role'),
  })
  .refine((entity) => (entity.entity_token === undefined) !== (entity.external_entity_id === undefined), {
    error: 'Name the entity by exactly one of entity_token and external_entity_id',
  });
const holders = z.array(holder);

const owners = z
  .array(
    z.strictObject({
      name_first: text('Given name').optional(),
      name_last: text('Family name').optional(),
      email_address: text('Email').optional(),
      phone_number: text('Phone').optional(),
    }),
  )
  .describe('Owners who are not entities')
  .optional();

export const create_a_alloy_account = defineTool({
  name: 'create_a_alloy_account',
  title: 'Create bank account',
  description:
    'Registers a bank account (needs external_account_id or account_number) of entities that exist already. Returns bank_account_token.',
  method: 'POST',
  path: '/accounts',
  body: {
    kind: 'json',
    fields: {
      ...accountFields,
      // Written out once, in the tool that is not deprecated.
      account_snapshot: listed(accountSnapshot.nullish(), {
        omitMembers: true,
        description: 'As in update_a_alloy_account_by_id',
      }),
      entities: listed(holders.describe('Holders, each by one of two ids'), {
        omitMembers: true,
        description: 'Holders, as in update_a_alloy_account_by_id',
      }).optional(),
      additional_account_owners: owners,
    },
    rest: { additional_fields: additionalFields },
  },
  effect: 'write',
  deprecated: 'create_a_alloy_event',
  anyOf: [['external_account_id'], ['account_number']],
  check: checkAccountLink,
  asked:
    'new bank account, record or save a checking, savings, deposit, brokerage, loan or credit card account of a customer',
});

/** Alloy's guide wants account_class with every update; its schema asks for nothing. */
export const update_a_alloy_account_by_id = defineTool({
  name: 'update_a_alloy_account_by_id',
  title: 'Update bank account',
  description:
    'Changes given fields of a bank account, unlinks it (unlink_timestamp) or records its state (account_snapshot); returns it. Newer way: event bank_account_updated.',
  method: 'PATCH',
  path: '/accounts/{bank_account_token}',
  params: { bank_account_token: { id: accountToken } },
  body: {
    kind: 'json',
    fields: {
      ...accountFields,
      account_class: accountFields.account_class.unwrap().describe('Send it even if unchanged'),
      entities: holders
        .describe('Replaces all holders, each by one of two ids; [] removes all, left out keeps all')
        .optional(),
      additional_account_owners: owners,
    },
    rest: { additional_fields: additionalFields },
  },
  effect: 'write',
  check: checkAccountLink,
  asked:
    'bank account closed, frozen, dormant, reopened, linked, unlinked; edit the account, new balance, funding source changed',
});

/** The seed calls one of the two a list; Alloy has no list of accounts, what pages is the history of one. */
export const get_single_alloy_bank_account_by_id = defineTool({
  name: 'get_single_alloy_bank_account_by_id',
  title: 'Get bank account',
  description:
    'Status, balance (cents), holders, entity groups and history of a bank account; the history is paged.',
  method: 'GET',
  path: '/bank-accounts/{account_identifier_or_token}',
  params: { account_identifier_or_token: { id: accountToken } },
  query: { page, per_page: perPage },
  effect: 'read',
  paging: { style: 'page', page: 'page', size: 'per_page', defaultSize: 1000, items: 'history' },
  asked:
    'look up bank account, current balance, balance history, account holders, account number, joint owners of the account, is the account open, frozen or closed',
});

export const list_all_alloy_bank_accounts = defineAlias(get_single_alloy_bank_account_by_id, {
  name: 'list_all_alloy_bank_accounts',
  title: 'Get bank account (by identifier)',
  description: 'One bank account with its history; not a list.',
  params: { account_identifier_or_token: accountToken },
});
