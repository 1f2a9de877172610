/** The addresses under which records of Alloy can be read, as data: each by one tool of the catalog. */

import { documentUriTemplate } from '../../calls/document.ts';
import type { Surface } from '../../registry/surface.ts';
import { answerUriTemplate } from '../../results/answer-store.ts';
import type { Values } from '../values.ts';

export interface Template {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly uriTemplate: string;
  /** Absent where content tells it. */
  readonly mimeType?: string;
  /** The variables of the address, with what can be offered for them. */
  readonly variables: Readonly<Record<string, Values>>;
  readonly reads:
    | { readonly kind: 'record'; readonly tool: string; readonly arguments: Readonly<Record<string, string>> }
    | { readonly kind: 'document'; readonly tool: string }
    | { readonly kind: 'answer' }
    | { readonly kind: 'tool' };
}

const json = 'application/json';
const entity: Values = { seen: 'entity_token' };

export const templates: readonly Template[] = [
  {
    name: 'entity',
    title: 'Entity',
    description: 'A person or business with its evaluations and applications',
    uriTemplate: 'alloy://entities/{entity_token}',
    mimeType: json,
    variables: { entity_token: entity },
    reads: { kind: 'record', tool: 'get_single_alloy_entity_by_id', arguments: { entity_token: 'id' } },
  },
  {
    name: 'evaluation',
    title: 'Evaluation',
    description: 'One run of a workflow: outcome, tags, vendor results',
    uriTemplate: 'alloy://evaluations/{evaluation_token}',
    mimeType: json,
    variables: { evaluation_token: { seen: 'evaluation_token' } },
    reads: {
      kind: 'record',
      tool: 'get_single_alloy_evaluation_by_id',
      arguments: { evaluation_token: 'id' },
    },
  },
  {
    name: 'application',
    title: 'Journey application',
    description: 'Status, outcome, entities and events of an application',
    uriTemplate: 'alloy://journeys/{journey_token}/applications/{application_token}',
    mimeType: json,
    variables: {
      journey_token: { seen: 'journey_token' },
      application_token: { seen: 'journey_application_token' },
    },
    reads: {
      kind: 'record',
      tool: 'get_single_alloy_journey_application_by_id',
      arguments: { journey_token: 'journey_token', application_token: 'id' },
    },
  },
  {
    name: 'investigation',
    title: 'Investigation',
    description: 'State, alerts, entities, notes and reviews of an investigation',
    uriTemplate: 'alloy://investigations/{investigation_token}',
    mimeType: json,
    variables: { investigation_token: { seen: 'investigation_token' } },
    reads: {
      kind: 'record',
      tool: 'get_single_alloy_investigation_by_id',
      arguments: { investigation_token: 'id' },
    },
  },
  {
    name: 'document',
    title: 'Document of an entity',
    description: 'The file itself',
    uriTemplate: documentUriTemplate,
    variables: { entity_token: entity, document_token: { seen: 'document_token' } },
    reads: { kind: 'document', tool: 'get_single_alloy_entity_document_by_id' },
  },
  {
    name: 'event_schema',
    title: 'Event schema',
    description: 'What the account expects of an event type',
    uriTemplate: 'alloy://event-schemas/{event_type}',
    mimeType: json,
    variables: { event_type: { tool: 'list_all_alloy_event_schemas', argument: 'type' } },
    reads: { kind: 'record', tool: 'list_all_alloy_event_schemas', arguments: { event_type: 'type' } },
  },
  {
    name: 'tool',
    title: 'Tool',
    description: 'Description, example and whole JSON Schema of a tool',
    uriTemplate: 'alloy://tools/{name}',
    mimeType: json,
    variables: { name: 'tools' },
    reads: { kind: 'tool' },
  },
  {
    name: 'answer',
    title: 'Whole answer',
    description: 'A result that was cut: a part of its text (part), or what JMESPath chooses (fields)',
    uriTemplate: answerUriTemplate,
    mimeType: json,
    variables: {},
    reads: { kind: 'answer' },
  },
];

/** Those whose tool the client may call. */
export function findTemplates({ isVisible }: Surface): readonly Template[] {
  return templates.filter(({ reads }) => !('tool' in reads) || isVisible(reads.tool));
}

/** The variables of an address that has the form of the template; undefined for any other. */
export function parseUri(
  { uriTemplate }: Template,
  uri: string,
): Readonly<Record<string, string>> | undefined {
  const wanted = uriTemplate.split('/');
  const given = uri.split('/');
  if (wanted.length !== given.length || /[?#]/.test(uri)) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const part = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === '') return undefined;
    variables[name] = value;
  }
  return variables;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
