/** The one list of what each kind of event does. */

import type { EventType } from '../records/event-types.ts';
import {
  bankAccountCreatedEvent,
  bankAccountUpdatedEvent,
  externalAccountCreatedEvent,
  externalAccountUpdatedEvent,
} from './accounts.ts';
import {
  cardCreatedEvent,
  cardUpdatedEvent,
  credentialsUpdatedEvent,
  embeddedAuthenticationEvent,
  loginEvent,
  modifyNotificationEvent,
} from './activity.ts';
import {
  businessCreatedEvent,
  businessUpdatedEvent,
  personCreatedEvent,
  personUpdatedEvent,
} from './entities.ts';
import { entityGroupCreatedEvent, entityGroupUpdatedEvent } from './groups.ts';
import type { EventHandler } from './handler.ts';
import { transactionEvent } from './transactions.ts';

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
