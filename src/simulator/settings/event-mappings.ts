/**
 * Which events are monitored: the account's mapping of kinds and statuses of events to source workflows. What no
 * mapping meets is only stored. In Alloy it is set up in the dashboard.
 * Source: https://developer.alloy.com/public/docs/monitoring-events
 */
import type { EventType } from '../records/event-types.ts';
import { accessMonitoring, personMonitoring, transactionMonitoring } from './workflows.ts';

export interface EventMapping {
  readonly eventType: EventType;
  /** Alloy's own values and the account's; absent: any status, and none. */
  readonly eventStatuses?: readonly string[];
  readonly workflowToken: string;
}

export const demoEventMappings: readonly EventMapping[] = [
  { eventType: 'transaction', workflowToken: transactionMonitoring.token },
  { eventType: 'person_updated', workflowToken: personMonitoring.token },
  { eventType: 'login', eventStatuses: ['failed', 'rejected'], workflowToken: accessMonitoring.token },
  // The same events may be monitored by several workflows.
  { eventType: 'login', eventStatuses: ['rejected'], workflowToken: personMonitoring.token },
  { eventType: 'credentials_updated', eventStatuses: ['failed'], workflowToken: accessMonitoring.token },
  // A status of the account's own.
  { eventType: 'card_updated', eventStatuses: ['reported_stolen'], workflowToken: accessMonitoring.token },
];

/**
 * Only the envelope's `event_status` counts: a `status` within `data` is a fact about the record. Letters decide, not
 * case (our choice).
 */
export function isMapped(mapping: EventMapping, eventType: string, eventStatus: string | null): boolean {
  if (mapping.eventType !== eventType) return false;
  return (
    mapping.eventStatuses === undefined ||
    mapping.eventStatuses.some((status) => status.toLowerCase() === eventStatus?.toLowerCase())
  );
}
