/**
 * GET /bank-accounts/{token or external id}, POST /accounts, PATCH /accounts/{token or external id}.
 * Sources: https://developer.alloy.com/public/reference/bank-accounts and
 * https://developer.alloy.com/public/reference/accounts
 */

import type { Context, Hono } from 'hono';
import { type Account, getEntity } from '../account.ts';
import { type BodyFault, bodyError, buildFault, conflict, notFound, queryError } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { Page } from '../http/query.ts';
import type { AccountHolder, BankAccount, BankAccountChange } from '../records/bank-accounts.ts';
import { formatDate, type Json } from '../values.ts';
import { buildBankAccount, buildLegacyAccount } from './answer.ts';
import { type AccountSnapshot, type BankAccountBody, bankAccountPatch, newBankAccount } from './schemas.ts';

export function registerBankAccountRoutes(app: Hono<Env>, account: Account): void {
  app.get('/bank-accounts/:account_identifier_or_token', (context) => {
    const bankAccount = findBankAccount(account, context.req.param('account_identifier_or_token'));
    return context.json(buildBankAccount(account, bankAccount, parseHistoryPage(context)));
  });

  app.post('/accounts', async (context) => {
    const body = await parseBody(context, newBankAccount);
    const { external_account_id } = body;
    if (external_account_id && account.bankAccounts.find(external_account_id) !== undefined)
      throw conflict('An account with this external_account_id exists', { external_account_id });
    const bankAccount = account.bankAccounts.create(buildBankAccountChange(account, body));
    return context.json(buildLegacyAccount(account, bankAccount, 201), 201);
  });

  app.patch('/accounts/:bank_account_token', async (context) => {
    const bankAccount = findBankAccount(account, context.req.param('bank_account_token'));
    const body = await parseBody(context, bankAccountPatch);
    const { external_account_id } = body;
    const owner = external_account_id ? account.bankAccounts.find(external_account_id) : undefined;
    if (owner !== undefined && owner !== bankAccount)
      throw conflict('Another account has this external_account_id', { external_account_id });
    account.bankAccounts.update(bankAccount, buildBankAccountChange(account, body));
    return context.json(buildLegacyAccount(account, bankAccount, 200));
  });
}

function findBankAccount(account: Account, id: string): BankAccount {
  const bankAccount = account.bankAccounts.find(id);
  if (bankAccount === undefined) throw notFound('There is no such bank account', { account: id });
  return bankAccount;
}

const maximumPerPage = 1000;

/** More than Alloy's maximum of rows a page counts as the maximum (our choice). */
function parseHistoryPage(context: Context<Env>): Page {
  const read = (name: string, fallback: number) => {
    const text = context.req.query(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1) return value;
    throw queryError([buildFault(name, 'number.min', 'must be a whole number from 1')]);
  };
  return { page: read('page', 1), perPage: Math.min(read('per_page', maximumPerPage), maximumPerPage) };
}

const ownMembers = ['external_account_id', 'bank_account_token', 'entities', 'meta'];

export function buildBankAccountChange(account: Account, body: BankAccountBody): BankAccountChange {
  const faults = findFutureMoments(account, body);
  if (faults.length > 0) throw bodyError(faults);
  const { external_account_id, entities, meta, account_snapshot: snapshot } = body;
  const said = Object.entries(body).filter(([name]) => !ownMembers.includes(name));
  return {
    attributes: { ...Object.fromEntries(said), ...(snapshot ? readSnapshot(snapshot) : {}) },
    meta: meta ?? {},
    ...(snapshot ? { timestamp: formatDate(snapshot.timestamp) } : {}),
    ...(external_account_id ? { externalId: external_account_id } : {}),
    ...(entities ? { holders: findHolders(account, entities) } : {}),
  };
}

/** `path` is where the body stands, with a point at its end. */
export function findFutureMoments(account: Account, body: BankAccountBody, path = ''): BodyFault[] {
  return (['link_timestamp', 'unlink_timestamp'] as const)
    .filter((name) => Date.parse(body[name] ?? '') > account.now())
    .map((name) => buildFault(`${path}${name}`, 'date.max', 'must not lie in the future'));
}

/** The call never makes entities: they must be there. */
function findHolders(account: Account, entities: NonNullable<BankAccountBody['entities']>): AccountHolder[] {
  return entities.map(({ entity_token, external_entity_id, account_holder_type }) => {
    const id = entity_token ?? external_entity_id ?? '';
    const entity = getEntity(account, id);
    return { entityToken: entity.token, accountHolderType: account_holder_type };
  });
}

/** A snapshot becomes a row of the account's history; what it leaves out stays as it was. */
function readSnapshot({ details, account_view }: AccountSnapshot): Json {
  const said = {
    status: details?.status,
    status_detail: details?.status_detail,
    credit_limit: details?.loan_credit_limit,
    account_balance: account_view?.account_balance,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
