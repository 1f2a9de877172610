/**
 * GET /events/schema: the members that an event's `data` takes, and what the workflows mapped to it take beside. Alloy
 * shows one example (login, two members); ours has all members in that style.
 * Source: https://developer.alloy.com/public/reference/events
 */

import * as z from 'zod';
import type { Account } from '../account.ts';
import type { EventType } from '../records/event-types.ts';
import { type Json, readObject } from '../values.ts';
import { eventHandlers } from './handlers.ts';

export function buildEventTypeDescription(account: Account, type: EventType): Json {
  const schema: unknown = z.toJSONSchema(eventHandlers[type].schema, { io: 'input', unrepresentable: 'any' });
  const { supplemental_data, ...members } = describeMembers(readObject(schema)['properties']);
  return {
    status_code: 200,
    type: 'Object',
    event_type: { type: 'string', enum: [type] },
    external_event_id: { type: 'string', nullable: true },
    data: { ...members, supplemental_data: describeSupplementalData(account, type) },
  };
}

function describeSupplementalData(account: Account, type: EventType): Json {
  const inputs = account.workflows
    .filter(
      ({ active, token }) =>
        active &&
        account.eventMappings.some(
          (mapping) => mapping.eventType === type && mapping.workflowToken === token,
        ),
    )
    .flatMap(({ inputs: { required, optional } }) => [...required, ...optional]);
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map((input) => [input.key, { type: input.type }])),
  };
}

function describeMembers(properties: unknown): Json {
  return Object.fromEntries(
    Object.entries(readObject(properties)).map(([name, member]) => [name, describe(member)]),
  );
}

/** JSON Schema in Alloy's older dialect: `nullable`, and the first form of a value that has several. */
function describe(member: unknown): Json {
  const { type, enum: values, const: only, format, items, properties, anyOf } = readObject(member);
  if (Array.isArray(anyOf)) {
    const forms: unknown[] = anyOf;
    const isNull = (form: unknown) => readObject(form)['type'] === 'null';
    const nullable = forms.some(isNull) ? { nullable: true } : {};
    return { ...describe(forms.find((form) => !isNull(form))), ...nullable };
  }
  if (Array.isArray(type)) {
    const types: unknown[] = type;
    return { type: types.find((name) => name !== 'null'), nullable: true };
  }
  return {
    type: type ?? 'string',
    ...(Array.isArray(values) ? { enum: values } : {}),
    ...(only === undefined ? {} : { enum: [only] }),
    ...(format === undefined ? {} : { format }),
    ...(items === undefined ? {} : { items: describe(items) }),
    ...(properties === undefined ? {} : { properties: describeMembers(properties) }),
  };
}
