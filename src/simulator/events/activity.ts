/**
 * login, credentials_updated, embedded_authentication, modify_notification, card_created, card_updated: events that only
 * tell what an entity did. They are stored and answered as sent, with the entity's token.
 * Sources: https://developer.alloy.com/public/reference/events and, of that form,
 * https://developer.alloy.com/public/docs/event-types-embedded-authentication
 */

import * as z from 'zod';
import type { Account } from '../account.ts';
import { type Json, optionalDateTime, optionalText } from '../values.ts';
import { commonFields, device, entityReference, requireEntity } from './fields.ts';
import {
  alreadyExists,
  createEventHandler,
  type EventHandler,
  findBankAccount,
  findEntity,
  findNamedGroup,
  unknownRecord,
} from './handler.ts';

const login = z
  .looseObject({
    ...entityReference,
    external_login_id: optionalText,
    username: optionalText,
    login_method: z.enum(['biometric', 'password', 'sso', 'passwordless']),
    sso: z.enum(['okta', 'google', 'apple']).nullish(),
    status: z.enum(['attempted', 'failed', 'mfa', 'rejected', 'successful']).nullish(),
    device: device.nullish(),
    ...commonFields,
  })
  .superRefine(requireEntity);

const credentialsUpdated = z
  .looseObject({
    ...entityReference,
    external_credentials_updated_event_identifier: optionalText,
    target: z.enum(['2fa', 'username', 'password', 'passkey']),
    channel: z.enum(['contact_center', 'online_banking', 'in_branch']).nullish(),
    authenticated_user: z.boolean().nullish(),
    status: z.enum(['pending', 'successful', 'failed']).nullish(),
    device: device.nullish(),
    '2fa': z
      .looseObject({
        methods: z.array(
          z.looseObject({
            method: z.enum(['email', 'voice', 'sms']),
            value: z.string().min(1).max(65_535),
          }),
        ),
        required: z.boolean().default(false),
      })
      .nullish(),
    operation: z.enum(['create', 'delete', 'update']).nullish(),
    ...commonFields,
  })
  .superRefine(requireEntity);

/** The reference wants external_entity_id, the guide takes either; the reference counts. */
const embeddedAuthentication = z.looseObject({
  external_entity_id: z.string(),
  embedded_application: z.enum(['zelle', 'billpay']),
  external_embedded_authentication_id: optionalText,
  device: device.nullish(),
  ...commonFields,
});

const modifyNotification = z
  .looseObject({
    ...entityReference,
    external_modify_notification_event_identifier: optionalText,
    notification: z
      .looseObject({
        type: z.enum(['account', 'general', 'security', 'transaction']),
        subtype: z.string().min(1),
      })
      .nullish(),
    notification_target: z
      .array(
        z.looseObject({
          method: z.enum(['email', 'voice', 'sms', 'message_center', 'push_notification']),
          value: z.string().min(1),
        }),
      )
      .nullish(),
    enabled: z.boolean().nullish(),
    operator: z.enum(['less_than', 'greater_than', 'equals']).nullish(),
    external_account_id: optionalText,
    amount: z.int().nullish(),
    device: device.nullish(),
    ...commonFields,
  })
  .superRefine(requireEntity);

/** The same for card_created and card_updated. */
const card = z.looseObject({
  external_card_id: z.string().min(1),
  external_entity_id: z.string(),
  card_name: optionalText,
  product_name: optionalText,
  product_code: optionalText,
  card_type: z.enum(['debit', 'credit', 'prepaid', 'charge']).nullish(),
  form_factor: z.enum(['physical', 'virtual']).nullish(),
  issued_at: optionalDateTime,
  expiry_month: z
    .string()
    .regex(/^(0?[1-9]|1[0-2])$/)
    .nullish(),
  expiry_year: z
    .string()
    .regex(/^\d{4}$/)
    .nullish(),
  pin_updated_at: optionalDateTime,
  pin_update_method: z.enum(['app', 'ivr', 'agent', 'atm', 'other']).nullish(),
  is_locked: z.boolean().nullish(),
  lock_expires_at: optionalDateTime,
  status: z
    .enum(['active', 'inactive', 'deactivated', 'terminated', 'pending_activation', 'expired'])
    .nullish(),
  status_detail: optionalText,
  entities: z
    .array(
      z.looseObject({
        card_holder_type: z.enum(['primary', 'secondary', 'authorized_user']),
        external_entity_id: z.string(),
      }),
    )
    .nullish(),
  accounts: z
    .array(z.looseObject({ external_account_id: z.string(), account_type: z.enum(['primary', 'secondary']) }))
    .nullish(),
  replaces_external_card_id: optionalText,
  replacement_reason: optionalText,
  external_entity_group_id: optionalText,
  entity_group_token: optionalText,
  ...commonFields,
});

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
function readCard(account: Account, externalCardId: string): Json | undefined {
  let known: Record<string, unknown> | undefined;
  for (const { eventType, status, body } of account.events.all()) {
    if (status !== 'PROCESSED' || (eventType !== 'card_created' && eventType !== 'card_updated')) continue;
    // The body of a processed event has passed the card's schema.
    const { data } = body as { readonly data: Record<string, unknown> };
    if (data['external_card_id'] === externalCardId) known = { ...known, ...data };
  }
  return known;
}
