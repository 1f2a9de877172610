/**
 * The answer that shows a journey application. Source: the OpenAPI of
 * https://developer.alloy.com/public/reference/get_journeys-journey-token-applications-journey-application-token
 */

import { type Account, findWorkflow } from '../account.ts';

import { findExternalId, formatEntityName } from '../records/entities.ts';
import type { EntityApplication, JourneyApplication } from '../records/journeys.ts';
import { findPersonaName } from '../settings/personas.ts';
import { formatDate, type Json, readMember, readObjects, readStrings } from '../values.ts';
import { buildJourneyEvent } from './event-answer.ts';
import type { EvaluationDetail } from './headers.ts';
import { buildApplicationHref, getNode, type JourneyRun } from './run.ts';

export function buildApplication(run: JourneyRun, detail: EvaluationDetail): Json {
  const { account, application } = run;
  const several = application.entityApplications.length > 1;
  return {
    journey_application_token: application.token,
    status: application.status,
    sandbox: application.sandbox,
    created_at: application.createdAt,
    updated_at: application.updatedAt,
    closed_at: application.closedAt,
    complete_outcome: application.completeOutcome,
    // Deprecated by Alloy.
    recent_outcome: null,
    journey_application_status: formatDisplayStatus(application),
    is_shadow_app: false,
    is_part_of_shadow_test: false,
    is_archived: false,
    external_group_id: application.externalGroupId,
    external_application_id: application.externalApplicationId,
    is_rerun: application.rerun !== null,
    archived_at: null,
    application_meta: application.applicationMeta,
    terminal_reconciliation_output:
      several && application.completeOutcome !== null
        ? buildOutput(account, application.entityApplications)
        : null,
    _embedded: {
      rerun: buildRerun(application),
      reruns: application.reruns.map(({ nextToken, createdAt }) => ({
        initiated_by: 'api',
        next_journey_application_token: nextToken,
        created_at: createdAt,
      })),
      events: application.events.map((event) => buildJourneyEvent(run, event, detail)),
      journey: buildJourney(run),
      child_entities: application.entityApplications.map((each) => buildChild(run, each)),
      entity_applications: application.entityApplications.map((each) => buildEntityApplication(run, each)),
      entity: {
        external_entity_identifier: application.externalGroupId,
        name: null,
        token: application.groupToken,
        type: 'group',
      },
      entity_group: buildEntityGroup(account, application),
      multi_environment_config: buildConfiguration(run),
      is_pending_additional_entities: application.additionalEntities === 'awaited',
      investigations: application.investigationTokens.flatMap((token) => {
        const state = account.investigations.find(token)?.state;
        return state === undefined ? [] : [{ investigation_token: token, investigation_state: state }];
      }),
    },
    _links: { self: { href: buildApplicationHref(application) } },
  };
}

/** What asynchronous calls and reviews answer with. */
export function buildShortAnswer(application: JourneyApplication): Json {
  return {
    journey_application_token: application.token,
    _links: { self: { href: buildApplicationHref(application) } },
  };
}

/** Alloy describes it as a mix of status and outcome. */
export function formatDisplayStatus({ status, completeOutcome }: JourneyApplication): string {
  return completeOutcome ?? status;
}

function buildRerun({ rerun }: JourneyApplication): Json | null {
  if (rerun === null) return null;
  return {
    initiated_by: 'api',
    previous_journey_application_token: rerun.previousToken,
    root_external_group_id: rerun.rootExternalGroupId,
    root_journey_application_token: rerun.rootToken,
  };
}

/** The callbacks are what an action's outcome is PUT to; they stand under the entity application that waits for it. */
function buildJourney({ application, journey, version }: JourneyRun): Json {
  const waiting = application.entityApplications.filter(({ status }) => status === 'pending_action');
  const callbacks = Object.fromEntries(
    waiting.map(({ token, nodeId }) => [
      token,
      { href: `${buildApplicationHref(application)}/nodes/${nodeId}` },
    ]),
  );
  return {
    journey_name: journey.name,
    journey_type: journey.type,
    journey_token: journey.token,
    journey_version_num: String(version.number),
    _links: {
      self: { href: `/v1/journeys/${journey.token}` },
      ...(waiting.length > 0 ? { callback_by_entity_application_token: callbacks } : {}),
    },
  };
}

function buildChild({ account }: JourneyRun, entityApplication: EntityApplication): Json {
  const entity = account.entities.find(entityApplication.entityToken);
  return {
    external_entity_identifier: findExternalId(entity),
    name: entity === undefined ? null : formatEntityName(entity),
    token: entityApplication.entityToken,
    type: entity?.type ?? null,
    entity_application_token: entityApplication.token,
    entity_application_status: entityApplication.status,
    entity_application_outcome: entityApplication.outcome,
    entity_application_branch_name: entityApplication.branchName,
    created: formatDate(entityApplication.createdAt),
    sandbox_persona_name: findPersonaName(entityApplication.data),
  };
}

function buildEntityApplication(run: JourneyRun, entityApplication: EntityApplication): Json {
  return {
    entity_token: entityApplication.entityToken,
    entity_application_token: entityApplication.token,
    entity_application_outcome: entityApplication.outcome,
    entity_application_status: entityApplication.status,
    entity_application_status_details: buildStatusDetails(run, entityApplication),
    // Nothing is served there: the documents' tokens are the way on in the embedded Alloy.
    sdk_link:
      entityApplication.status === 'pending_step_up'
        ? `https://sdk.alloy.example/step-up/${entityApplication.token}`
        : null,
    dimensions: null,
    output: buildOutput(run.account, [entityApplication]),
  };
}

/** What an entity's application waits for: null unless data is wanted or a vendor is awaited, as Alloy says of it. */
function buildStatusDetails(
  { account, ...run }: JourneyRun,
  entityApplication: EntityApplication,
): Json | null {
  const { status, evaluationTokens, nodeId } = entityApplication;
  if (status === 'pending_workflow_service') {
    const { workflowToken } = getNode({ account, ...run }, nodeId);
    // Alloy: depends on the services of the journey.
    return { services: findWorkflow(account, workflowToken)?.services ?? [] };
  }
  if (status !== 'data_request') return null;
  const answer = account.evaluations.find(evaluationTokens.at(-1) ?? '')?.answer ?? {};
  return {
    required: readObjects(answer['required']).map((input) => ({
      ...input,
      message: `${String(input['key'])} is required`,
    })),
    or: formatAlternatives(answer['or']),
    optional: readObjects(answer['optional']),
    // The questions of a quiz; where Alloy puts them in a journey is not public.
    ...('prompts' in answer ? { prompts: answer['prompts'] } : {}),
  };
}

/** Alloy types it as a string, of which no example is public: `a, or b and c`. */
function formatAlternatives(or: unknown): string | null {
  const alternatives = readObjects(or).map(({ required }) =>
    readObjects(required)
      .map(({ key }) => String(key))
      .join(' and '),
  );
  return alternatives.length === 0 ? null : alternatives.join(', or ');
}

/** Joined from all evaluations of the entities. */
function buildOutput(account: Account, entityApplications: readonly EntityApplication[]): Json {
  const summaries = entityApplications
    .flatMap(({ evaluationTokens }) => evaluationTokens)
    .map((token) => readMember(account.evaluations.find(token)?.answer, 'summary'));
  const join = (member: string) => [
    ...new Set(summaries.flatMap((summary) => readStrings(readMember(summary, member)))),
  ];
  return {
    outcome_reasons: join('outcome_reasons').map((name) => ({ name, type: null })),
    tags: join('tags'),
    output_attributes: {},
    matrix_models: {},
  };
}

function buildEntityGroup(account: Account, { entityGroupToken }: JourneyApplication): Json | null {
  const group = account.groups.find(entityGroupToken ?? '');
  if (group === undefined) return null;
  return { name: group.name, token: group.token, type: group.type };
}

function buildConfiguration(run: JourneyRun): Json | null {
  const { journey, version, application } = run;
  const configuration = journey.configurations.find(({ token }) => token === application.configurationToken);
  if (configuration === undefined) return null;
  return {
    multi_environment_config_token: configuration.token,
    multi_environment_config_notes: configuration.notes,
    created_at: configuration.createdAt,
    journey_token: journey.token,
    journey_name: journey.name,
    journey_public_version: version.number,
    actions: configuration.actions.map(({ name, outcome }, index) => ({
      journey_action_id: index + 1,
      action_version: 1,
      action_name: name,
      outcome,
    })),
    workflows: configuration.workflows.map(({ name, outcome }) => ({
      workflow_name: name,
      workflow_node_type: findNodeType(run, name),
      outcome,
    })),
  };
}

function findNodeType(run: JourneyRun, name: string): string | null {
  const nodes = run.version.branches.flatMap((branch) => branch.nodes);
  const node = nodes.find((each) => each.name === name);
  return node === undefined ? null : getNode(run, node.id).type;
}
