/**
 * What the account's own data says of an applicant beside the vendors: its lists, a custom list and a published
 * attribute, where the workflow consults them. Sources: https://help.alloy.com/hc/en-us/articles/12280823567771 (lists)
 * and https://developer.alloy.com/public/docs/published-attributes
 *
 * Our choices, as Alloy leaves all of it to the workflow: a person is on a list when an unexpired row has the same
 * first and last name with the same birth date, or the same SSN, e-mail address or phone number. Alloy's matching is
 * fuzzy (Jaro-Winkler); ours looks past case, spaces and punctuation only. A deny list denies, whatever else is found.
 * An allow list sets aside what the vendors think of fraud, but no watchlist match, failed quiz or failed vendor.
 */

import type { Account } from '../account.ts';
import { formatPhone } from '../entities/body.ts';
import { readSupplied } from '../lists/attribute-values.ts';
import { findLive } from '../records/custom-lists.ts';
import type { ListKind } from '../records/lists.ts';
import { isInForce, type ListEntry } from '../records/lists.ts';
import { readAttribute } from '../records/published-attributes.ts';
import type { Workflow } from '../settings/workflows.ts';
import type { Json } from '../values.ts';

export interface AccountFindings {
  /** Names of the lists that the applicant is on. */
  readonly denyLists: readonly string[];
  readonly allowLists: readonly string[];
  /** Each puts into Manual Review what would be approved. */
  readonly concerns: readonly { readonly tags: readonly string[]; readonly reasons: readonly string[] }[];
}

/** `data` is what counts in the evaluation, under the names that POST /evaluations uses. */
export function findAccountFindings(
  account: Account,
  { consults }: Workflow,
  entityToken: string,
  data: Json,
): AccountFindings | undefined {
  if (consults === undefined) return undefined;
  return {
    denyLists: findLists(account, 'deny', data),
    allowLists: findLists(account, 'allow', data),
    concerns: [
      ...findRiskyDomain(account, consults.emailDomainList, data),
      ...findRiskTier(account, consults.reviewedAttribute, entityToken, data),
    ],
  };
}

function findLists(account: Account, kind: ListKind, data: Json): string[] {
  const keys = new Set(buildKeys(data));
  if (keys.size === 0) return [];
  const now = account.now();
  const isHit = (entry: ListEntry) => isInForce(entry, now) && keysOf(entry).some((key) => keys.has(key));
  return [...account.lists.all()]
    .filter((list) => list.kind === kind && list.entries.some(isHit))
    .map(({ name }) => name);
}

/** Rows never change, and a list may have many. */
const knownKeys = new WeakMap<ListEntry, readonly string[]>();

function keysOf(entry: ListEntry): readonly string[] {
  const known = knownKeys.get(entry);
  if (known !== undefined) return known;
  const keys = buildKeys(entry);
  knownKeys.set(entry, keys);
  return keys;
}

function buildKeys(data: Json): string[] {
  const read = (name: string, normalize: (text: string) => string) => {
    const value = data[name];
    return typeof value === 'string' ? normalize(value) : '';
  };
  const letters = (text: string) =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');
  const parts = [read('name_first', letters), read('name_last', letters), read('birth_date', letters)];
  const single = [
    ['ssn', read('document_ssn', letters)],
    ['email', read('email_address', (text) => text.trim().toLowerCase())],
    ['phone', read('phone_number', (text) => formatPhone(text.trim()))],
  ] as const;
  return [
    ...(parts.every((part) => part !== '') ? [JSON.stringify(parts)] : []),
    ...single.filter(([, value]) => value !== '').map(([kind, value]) => `${kind} ${value}`),
  ];
}

function findRiskyDomain(account: Account, listToken: string, data: Json): AccountFindings['concerns'] {
  const list = account.customLists.find(listToken);
  const rows = list === undefined ? [] : (findLive(list)?.data ?? []);
  const address = data['email_address'];
  if (list === undefined || typeof address !== 'string') return [];
  const domain = address.trim().toLowerCase().split('@').at(-1) ?? '';
  const isHit = rows.some((row) => {
    const cell = Object.hasOwn(row, 'email_domain') ? row['email_domain'] : null;
    return typeof cell === 'string' && cell.trim().toLowerCase() === domain;
  });
  return isHit
    ? [{ tags: ['Custom List Match'], reasons: [`E-mail domain on the custom list ${list.name}`] }]
    : [];
}

function findRiskTier(
  account: Account,
  { name, value }: { readonly name: string; readonly value: string },
  entityToken: string,
  data: Json,
): AccountFindings['concerns'] {
  const attribute = account.publishedAttributes.findByName(name);
  if (attribute === undefined || attribute.archived) return [];
  // The payload counts before what is on file, and that before the default.
  const current = readSupplied(attribute, data) ?? readAttribute(attribute, entityToken, account.now());
  if (current !== value) return [];
  return [{ tags: ['Published Attribute'], reasons: [`Published attribute ${name} is ${value}`] }];
}
