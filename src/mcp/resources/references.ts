/** Pages to look things up in, as Markdown from data. They name only tools that the client sees. */

import { errorCodes } from '../../../tools/reference/error-codes.ts';
import { eventTypes } from '../../../tools/reference/event-types.ts';
import { statusGroups } from '../../../tools/reference/statuses.ts';
import { hints } from '../../base/errors.ts';
import { personaGuide } from '../../simulator/settings/personas.ts';

export interface Reference {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly uri: string;
  readonly format: (isVisible: (tool: string) => boolean) => string;
}

export const references: readonly Reference[] = [
  {
    name: 'statuses',
    title: 'Statuses',
    description: 'What each status waits for and the tool that moves it on',
    uri: 'alloy://reference/statuses',
    format: formatStatuses,
  },
  {
    name: 'personas',
    title: 'Sandbox personas',
    description: 'Names that make the embedded Alloy decide one way or another',
    uri: 'alloy://reference/personas',
    format: formatPersonas,
  },
  {
    name: 'errors',
    title: 'Errors',
    description: "This server's kinds of error, Alloy's statuses and minor codes, and what to do",
    uri: 'alloy://reference/errors',
    format: formatErrors,
  },
  {
    name: 'event_types',
    title: 'Event types',
    description: 'What each event reports and what has to be there first',
    uri: 'alloy://reference/event-types',
    format: formatEventTypes,
  },
];

export const referenceUris: readonly string[] = references.map(({ uri }) => uri);

function formatStatuses(isVisible: (tool: string) => boolean): string {
  const sections = statusGroups.map(({ title, field, statuses }) => {
    const rows = statuses.map(({ status, meaning, next = '', tools = [] }) => [
      status,
      meaning,
      next,
      tools.filter(isVisible).join(', '),
    ]);
    return `## ${title}\n\nIn ${field}.\n\n${formatTable(['status', 'meaning', 'what to do', 'tools'], rows)}`;
  });
  return ['# Statuses', ...sections, ''].join('\n\n');
}

function formatPersonas(): string {
  const rows = Object.entries(personaGuide).map(([name, { workflow, journey }]) => [name, workflow, journey]);
  return [
    '# Sandbox personas',
    "The last name of a person, or the last word of a business's name, decides; case and punctuation do not count. All of them hold for the embedded Alloy and its demo workflows and journeys. In Alloy's own sandbox Review, Deny and DenyFraud are known to work; other names depend on the account.",
    formatTable(['name', 'evaluation', 'journey application'], rows),
    '',
  ].join('\n\n');
}

function formatErrors(): string {
  return [
    '# Errors',
    '## Kinds, as in error.kind of a result',
    formatTable(['kind', 'what to do'], Object.entries(hints)),
    "## Alloy's answers, as in error.status and error.minor_code",
    'The same minor code can mean two things (4033): look at the status first. Alloy does not publish all codes.',
    formatTable(
      ['status', 'minor code', 'meaning', 'what to do'],
      errorCodes.map(({ status, minorCode, meaning, next }) => [
        status,
        String(minorCode ?? ''),
        meaning,
        next,
      ]),
    ),
    '',
  ].join('\n\n');
}

function formatEventTypes(): string {
  return [
    '# Event types',
    'Send entities first, then accounts, then transactions and the rest. alloy://event-schemas/{event_type} has the fields that the account expects; Alloy describes none for modify_notification, card_created and card_updated.',
    formatTable(
      ['event_type', 'reports', 'has to be there'],
      eventTypes.map(({ type, reports, needs }) => [type, reports, needs]),
    ),
    '',
  ].join('\n\n');
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
