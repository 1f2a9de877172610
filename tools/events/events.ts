/** Events: what happened to your customers, their accounts and cards. Source: https://developer.alloy.com/public/docs/api-request */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { defineAlias, defineTool } from '../../src/registry/tool.ts';
import { buildStoredSteps, business, person } from '../next-steps/stored-entity.ts';
import { applicationOf, evaluationOf, investigationOf, journeyOf } from '../references.ts';
import { additionalFields, json, omitDescription, segment, text } from '../schemas.ts';
import { buildEventExample } from './examples.ts';
import {
  describedTypes,
  eventDataBrief,
  eventDataDescription,
  eventDataIssues,
  eventTypeNames,
  undescribedTypes,
} from './types.ts';

const eventType = z.enum(eventTypeNames);

/** Open, and checked against the schema of its event type by `check`; the description lists all of them. */
const data = listed(
  z
    .looseObject({
      timestamp: text('When it happened, ISO 8601'),
      supplemental_data: json('Inputs of the mapped workflows').nullish(),
      meta: json('Free JSON').nullish(),
    })
    .describe(eventDataDescription),
  { omitMembers: true, description: eventDataBrief },
);

const storedAt = 'result.event.data.entity_token';
/** The event did nothing but store somebody. */
const isStored = (eventType: string) =>
  ({
    'args.event_type': [eventType],
    'result.event.evaluations': 'absent',
    'result.event.journey_applications': 'absent',
  }) as const;

export const create_a_alloy_event = defineTool({
  name: 'create_a_alloy_event',
  title: 'Send event',
  description:
    'Stores what happened. Types and statuses mapped in the account also run workflows and journeys (vendor fees, alerts), which need external_entity_id or entity_token in data. Create entities first, then accounts, then transactions. *_created for a known id: 409; a known external_transaction_id updates that transaction; any other repeat is a new event. Group updates can remove members or archive the group. Returns event_request_token, the record, evaluations and journey_applications with their investigations.',
  method: 'POST',
  // With its slash: Alloy documents the path so.
  path: '/events/',
  body: {
    kind: 'json',
    fields: {
      event_type: omitDescription(eventType.describe('Decides the members of data')),
      data,
      event_status: listed(text('E.g. successful, or as configured; with the type it selects workflows'), {
        description: 'As configured, e.g. successful; selects workflows',
      }).optional(),
      external_event_id: text('Your id of this event').optional(),
      event_lifecycle_id: z.string().max(128).optional().describe('Yours; ties the events of one activity'),
      // The guide on entity groups sends this name where all others say event_lifecycle_id.
      external_lifecycle_id: text('event_lifecycle_id of entity_group_* events').optional(),
    },
    rest: { additional_fields: additionalFields },
  },
  check: ({ event_type, data }) => eventDataIssues(event_type, data),
  example: buildEventExample,
  effect: 'write',
  rawResponses: { readBack: 'get_single_alloy_event_by_id' },
  asked:
    'monitor a payment, transfer, wire, ACH, deposit, card purchase, login, failed login, password change, email change, profile change, link of an account; tell Alloy that something happened, transaction monitoring, ongoing monitoring, group changed, add owner or member to group',
  nextSteps: [
    {
      each: 'result.event.journey_applications.investigations',
      tool: 'get_single_alloy_investigation_by_id',
      arguments: { id: investigationOf('item.investigation_token') },
      why: 'The event raised an alert in this investigation.',
    },
    {
      each: 'result.event.journey_applications',
      when: { 'item.investigations': 'absent' },
      tool: 'get_single_alloy_journey_application_by_id',
      arguments: {
        journey_token: journeyOf('item.journey_token'),
        id: applicationOf('item.journey_application_token'),
      },
      why: 'The event started this alert.',
    },
    {
      each: 'result.event.evaluations',
      when: { 'result.event.journey_applications': 'absent' },
      tool: 'get_single_alloy_evaluation_by_id',
      arguments: { id: evaluationOf('item.evaluation_token') },
      why: 'The event was evaluated; this reads the decision in full.',
    },
    ...buildStoredSteps({ ...person, at: storedAt, when: isStored('person_created') }),
    ...buildStoredSteps({ ...business, at: storedAt, when: isStored('business_created') }),
  ],
});

export const get_single_alloy_event_by_id = defineTool({
  name: 'get_single_alloy_event_by_id',
  title: 'Get event',
  description:
    'An event as sent (body), with ids and time. Its evaluations are only in the answer to sending it.',
  method: 'GET',
  path: '/events/{event_request_token}',
  params: { event_request_token: { id: segment('Token of the event (EV-)') } },
  effect: 'read',
  rawResponses: {},
  asked: 'what did we send in an event, event details, was the event received, read back an event',
});

export const list_all_alloy_events = defineAlias(get_single_alloy_event_by_id, {
  name: 'list_all_alloy_events',
  title: 'Get event (by event_request_token)',
  description: 'One event; not a list.',
  params: { event_request_token: segment('Token of the event (EV-)') },
});

export const list_all_alloy_event_schemas = defineTool({
  name: 'list_all_alloy_event_schemas',
  title: 'Get event schema',
  description: 'Fields the account expects of an event type, with the supplemental_data its workflows want.',
  method: 'GET',
  path: '/events/schema',
  // The seed asks for nothing; Alloy describes one type a call. It knows three types fewer than it accepts.
  query: {
    type: listed(describedTypes.describe('Event type to describe'), { description: undescribedTypes }),
  },
  effect: 'read',
  asked:
    'which fields must an event have, event types, event payload format, how to build a login, transaction or account event',
});
