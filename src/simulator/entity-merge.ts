/**
 * Folds one entity into another: the primary keeps its token and its primary external id; ids, lists of values and all
 * activity of the secondary come to it; where only one value can stay, the primary's does.
 * Source: https://developer.alloy.com/public/docs/entity-merging
 */
import type { Account } from './account.ts';
import { moveActivity } from './entity-merge-activity.ts';
import type { Entity } from './entity-store.ts';

export function mergeEntities(account: Account, primary: Entity, secondary: Entity): void {
  account.entities.remove(secondary);
  const { attributes, meta } = primary;
  account.entities.update(primary, { externalIds: secondary.externalIds });
  primary.attributes = { ...secondary.attributes, ...dropNulls(attributes) };
  primary.meta = { ...secondary.meta, ...dropNulls(meta) };
  // The latest counts where one value is asked for, so the primary's stay the latest, whatever their dates.
  primary.addresses = joinUnique(
    primary.addresses,
    secondary.addresses,
    ({ created_at, evaluation_token, ...address }) => Object.values(address).join('\n'),
  );
  primary.emails = joinBefore(primary.emails, secondary.emails, ({ email_address }) => email_address);
  primary.phones = joinBefore(
    primary.phones,
    secondary.phones,
    ({ phone_number, type }) => `${phone_number} ${type}`,
  );
  primary.ssns = joinBefore(primary.ssns, secondary.ssns, ({ document_ssn }) => document_ssn);
  primary.birthDates = joinBefore(primary.birthDates, secondary.birthDates, ({ birth_date }) => birth_date);
  primary.notes = [...primary.notes, ...secondary.notes].sort(
    (left, right) => left.created_at - right.created_at,
  );
  moveActivity(account, secondary.token, primary.token);
}

/** The first list as it is, then what only the second has. */
function joinUnique<Item>(
  kept: readonly Item[],
  added: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const keys = new Set(kept.map(keyOf));
  return [...kept, ...added.filter((item) => !keys.has(keyOf(item)))];
}

/** For lists with the newest last. */
function joinBefore<Item>(
  kept: readonly Item[],
  added: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const keys = new Set(kept.map(keyOf));
  return [...added.filter((item) => !keys.has(keyOf(item))), ...kept];
}

function dropNulls(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
