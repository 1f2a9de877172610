/**
 * login, credentials_updated, embedded_authentication, modify_notification, card_created, card_updated: stored and
 * answered as sent, with the entity's token. Source of that form:
 * https://developer.alloy.com/public/docs/event-types-embedded-authentication
 */
import type * as z from 'zod';
import type { Account } from './account.ts';
import {
  card,
  credentialsUpdated,
  embeddedAuthentication,
  login,
  modifyNotification,
} from './activity-event-schemas.ts';
import { alreadyExists, unknownRecord } from './event-error.ts';
import { createEventHandler, type EventHandler } from './event-handler.ts';
import { findBankAccount, findEntity, findNamedGroup } from './event-references.ts';

interface ActivityData {
  readonly [member: string]: unknown;
  readonly external_entity_id?: string | null | undefined;
  readonly entity_token?: string | null | undefined;
}

export const loginEvent = createActivityHandler(login);
export const credentialsUpdatedEvent = createActivityHandler(credentialsUpdated);
export const embeddedAuthenticationEvent = createActivityHandler(embeddedAuthentication);
export const modifyNotificationEvent = createActivityHandler(modifyNotification);

export const cardCreatedEvent = createEventHandler(card, (account, data) => {
  const { entity } = checkCard(account, data);
  if (readCard(account, data.external_card_id) !== undefined)
    throw alreadyExists('Card', data.external_card_id);
  return { data: { ...data, entity_token: entity.token }, entity, upserted: 'created' };
});

/** Answers the whole card: what the update leaves out stays. */
export const cardUpdatedEvent = createEventHandler(card, (account, data) => {
  const { entity } = checkCard(account, data);
  const known = readCard(account, data.external_card_id);
  if (known === undefined) throw unknownRecord(['external_card_id'], 'Card', data.external_card_id);
  return { data: { ...known, ...data, entity_token: entity.token }, entity, upserted: 'updated' };
});

function createActivityHandler<Schema extends z.ZodType<ActivityData>>(schema: Schema): EventHandler {
  return createEventHandler(schema, (account, data) => {
    const entity = findEntity(account, data);
    return { data: { ...data, entity_token: entity.token }, entity };
  });
}

/** All that the card names must exist. */
function checkCard(account: Account, data: z.output<typeof card>) {
  const entity = findEntity(account, data);
  for (const [index, holder] of (data.entities ?? []).entries())
    findEntity(account, holder, ['entities', index]);
  for (const [index, link] of (data.accounts ?? []).entries())
    findBankAccount(account, link, ['accounts', index]);
  findNamedGroup(account, data);
  return { entity };
}

/** Cards have no read of their own in Alloy's API, so the events that told of one are all there is to keep. */
function readCard(account: Account, externalCardId: string): Record<string, unknown> | undefined {
  let known: Record<string, unknown> | undefined;
  for (const { eventType, status, body } of account.events.all()) {
    if (status !== 'PROCESSED' || (eventType !== 'card_created' && eventType !== 'card_updated')) continue;
    // The body of a processed event has passed the card's schema.
    const { data } = body as { readonly data: Record<string, unknown> };
    if (data['external_card_id'] === externalCardId) known = { ...known, ...data };
  }
  return known;
}
