/** The kinds of event that POST /events/ takes. Source: https://developer.alloy.com/public/reference/events */

export const eventTypes = [
  'person_created',
  'person_updated',
  'business_created',
  'business_updated',
  'bank_account_created',
  'bank_account_updated',
  'external_account_created',
  'external_account_updated',
  'transaction',
  'login',
  'credentials_updated',
  'embedded_authentication',
  'modify_notification',
  'entity_group_created',
  'entity_group_updated',
  'card_created',
  'card_updated',
] as const;
export type EventType = (typeof eventTypes)[number];

const undescribed: readonly EventType[] = ['modify_notification', 'card_created', 'card_updated'];

/** GET /events/schema knows 14 of the 17. */
export const describedEventTypes: readonly EventType[] = eventTypes.filter(
  (type) => !undescribed.includes(type),
);

/** `events_api_type_id`; Alloy's own numbers are not public beyond person_created being 1. */
export function findEventTypeId(eventType: string): number | null {
  const known: readonly string[] = eventTypes;
  const index = known.indexOf(eventType);
  return index < 0 ? null : index + 1;
}
