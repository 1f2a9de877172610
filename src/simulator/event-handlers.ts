/** The one list of what each kind of event does. */
import {
  cardCreatedEvent,
  cardUpdatedEvent,
  credentialsUpdatedEvent,
  embeddedAuthenticationEvent,
  loginEvent,
  modifyNotificationEvent,
} from './activity-events.ts';
import {
  bankAccountCreatedEvent,
  bankAccountUpdatedEvent,
  externalAccountCreatedEvent,
  externalAccountUpdatedEvent,
} from './bank-account-events.ts';
import {
  businessCreatedEvent,
  businessUpdatedEvent,
  personCreatedEvent,
  personUpdatedEvent,
} from './entity-events.ts';
import { entityGroupCreatedEvent, entityGroupUpdatedEvent } from './entity-group-events.ts';
import type { EventHandler } from './event-handler.ts';
import type { EventType } from './event-types.ts';
import { transactionEvent } from './transaction-events.ts';

export const eventHandlers: Readonly<Record<EventType, EventHandler>> = {
  person_created: personCreatedEvent,
  person_updated: personUpdatedEvent,
  business_created: businessCreatedEvent,
  business_updated: businessUpdatedEvent,
  bank_account_created: bankAccountCreatedEvent,
  bank_account_updated: bankAccountUpdatedEvent,
  external_account_created: externalAccountCreatedEvent,
  external_account_updated: externalAccountUpdatedEvent,
  transaction: transactionEvent,
  login: loginEvent,
  credentials_updated: credentialsUpdatedEvent,
  embedded_authentication: embeddedAuthenticationEvent,
  modify_notification: modifyNotificationEvent,
  entity_group_created: entityGroupCreatedEvent,
  entity_group_updated: entityGroupUpdatedEvent,
  card_created: cardCreatedEvent,
  card_updated: cardUpdatedEvent,
};
