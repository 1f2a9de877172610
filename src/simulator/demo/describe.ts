/** What the demo account is set up with, as text for a person: what `simulator --describe` prints. */
import { type Account, findWorkflow } from '../account.ts';
import { parentOrganizations } from '../http/audit-access.ts';
import { findVersion, type Journey } from '../records/journey.ts';
import { demoAgents } from '../settings/agents.ts';
import { caseTypes } from '../settings/case-settings.ts';
import { personaGuide } from '../settings/personas.ts';
import { reviewOutcomes, reviewReasons } from '../settings/review-settings.ts';
import type { Workflow } from '../settings/workflows.ts';

export function describeAccount(account: Account): string {
  const sections: readonly [title: string, lines: readonly string[]][] = [
    ['Workflows', align(account.workflows.map(describeWorkflow))],
    [
      'Monitored events (all others are only stored)',
      align(
        account.eventMappings.map(({ eventType, eventStatuses, workflowToken }) => [
          eventType,
          `event_status ${eventStatuses?.join(' or ') ?? 'any or none'}`,
          `-> ${findWorkflowName(account, workflowToken)}`,
        ]),
      ),
    ],
    [
      'Alerts and investigations',
      account.ongoingJourneys.map(
        ({ sourceWorkflowToken, alertOutcomes, journeyToken, investigationType, programName }) =>
          `${findWorkflowName(account, sourceWorkflowToken)}: ${alertOutcomes.join(' or ')} raises an alert in ` +
          `${account.journeys.findJourney(journeyToken)?.name ?? journeyToken}, investigated as ` +
          `"${investigationType}" (program ${programName})`,
      ),
    ],
    ['Journeys', [...account.journeys.journeys()].flatMap(describeJourney)],
    ['Agents', align(demoAgents.map(({ token, name, email }) => [token, name, email]))],
    [
      'Reviews of entities and groups',
      [`outcomes: ${reviewOutcomes.join(', ')}`, `reasons: ${reviewReasons.join(', ')}`],
    ],
    [
      'Investigation types',
      align(
        [...account.investigationTypes.all()].map(({ name, useCase, archivedAt }) => [
          name,
          `use case ${useCase}${archivedAt === null ? '' : ', archived'}`,
        ]),
      ),
    ],
    ['Case types', align(caseTypes.map(({ name, tags }) => [name, `tags: ${tags.join(', ')}`]))],
    [
      'Lists',
      align([
        ...[...account.lists.all()].map(({ token, name, kind }) => [
          token,
          name,
          kind === 'neither' ? 'records only' : `${kind} list`,
        ]),
        ...[...account.customLists.all()].map(({ token, name, activeMajor }) => [
          token,
          name,
          `custom list, ${activeMajor === null ? 'not active' : `version ${activeMajor} active`}`,
        ]),
        ...[...account.publishedAttributes.all()].map(({ token, name, objectType }) => [
          token,
          name,
          `published attribute of ${objectType === 'entity' ? 'entities' : 'transactions'}`,
        ]),
      ]),
    ],
    [
      'Parent organizations (alloy-audit-account-slugs)',
      align(parentOrganizations.map(({ slug, access }) => [slug, access])),
    ],
    [
      "Personas: a person's last name or a business's last word",
      align([
        ['last name', 'evaluation', 'journey application'],
        ...Object.entries(personaGuide).map(([name, guide]) => [name, guide.workflow, guide.journey]),
      ]),
    ],
  ];
  return `${sections.map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n')}\n`;
}

function describeWorkflow({ token, name, kind, version, active, portfolio }: Workflow): string[] {
  const notes = [
    kind,
    `version ${version}`,
    ...(portfolio ? ['portfolio'] : []),
    ...(active ? [] : ['disabled']),
  ];
  return [token, name, notes.join(', ')];
}

function describeJourney(journey: Journey): string[] {
  const { token, name, type, activeVersion } = journey;
  const version = findVersion(journey, activeVersion);
  return [
    `${token}  ${name}  ${type}, version ${activeVersion}`,
    `  branches: ${version?.branches.map((branch) => `${branch.name} (${branch.entityType})`).join(', ') ?? 'none'}`,
    ...(version?.reviewOutcomes ?? []).map(
      (outcome) => `  review as ${outcome.name}, because: ${outcome.reasons.join('; ')}`,
    ),
  ];
}

function findWorkflowName(account: Account, token: string): string {
  return findWorkflow(account, token)?.name ?? token;
}

/** As columns. */
function align(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(Math.max(...rows.map((each) => each[column]?.length ?? 0))))
      .join('  ')
      .trimEnd(),
  );
}
