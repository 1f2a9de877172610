/** A rerun: a new application with the payload of an earlier one. Source: https://developer.alloy.com/public/docs/rerunning-journey-applications */
import type { Account } from '../account.ts';
import { badRequest, conflict, unknownObject } from '../errors.ts';
import type { JourneyVersion } from '../records/journey.ts';
import type { JourneyApplication } from '../records/journeys.ts';
import type { EntityItem, RerunBody } from './body.ts';
import { addPlanned, type PlannedEntity, planEntities } from './entities.ts';
import { mergePayload } from './payload.ts';
import { addJourneyEvent, type JourneyRun, openRun } from './run.ts';
import { settleApplication } from './settle.ts';
import { createApplication, startEntity } from './start.ts';
import { dropDocuments } from './update.ts';

export interface RerunRequest {
  readonly version: JourneyVersion;
  readonly body: RerunBody;
  /** As the first time, unless the headers say otherwise. */
  readonly sandbox: boolean;
  readonly refreshCache: boolean;
}

/** Alloy reruns whatever was run. An alert began with an event and cannot be sent again: 409 is our choice. */
export function rerunApplication(original: JourneyRun, request: RerunRequest): JourneyRun {
  const { account, journey, application } = original;
  const { version, body } = request;
  if (journey.type === 'alert')
    throw conflict('An alert cannot be rerun', { journey_application_token: application.token });
  const planned = planRerun(account, application, version, body);
  const root = findRoot(account, application);
  const run = createApplication(account, {
    journey,
    version,
    sandbox: request.sandbox,
    refreshCache: request.refreshCache,
    externalApplicationId: body.external_application_id ?? application.externalApplicationId,
    externalPartnerId: application.externalPartnerId,
    externalProductId: application.externalProductId,
    applicationMeta: body.application_meta ?? application.applicationMeta,
    entityGroupToken: application.entityGroupToken,
    configurationToken: application.configurationToken,
    autoDecisions: application.autoDecisions,
    rerun: {
      previousToken: application.token,
      rootToken: root.token,
      rootExternalGroupId: root.externalGroupId,
    },
  });
  for (const earlier of new Set([application, root])) tellOfRerun(account, earlier, run);
  const added = planned.map((each) => addPlanned(run, each));
  for (const entityApplication of added) startEntity(run, entityApplication);
  settleApplication(run);
  return run;
}

function tellOfRerun(account: Account, earlier: JourneyApplication, { application }: JourneyRun): void {
  const { updatedAt } = earlier;
  addJourneyEvent(openRun(account, earlier), 'started_rerun_application', {
    entityToken: earlier.groupToken,
    rerunToken: application.token,
  });
  // The original stays as it was but for the event.
  earlier.updatedAt = updatedAt;
  if (earlier.token === application.rerun?.previousToken)
    earlier.reruns.push({ nextToken: application.token, createdAt: account.now() });
}

function findRoot(account: Account, application: JourneyApplication): JourneyApplication {
  return account.journeys.find(application.rerun?.rootToken ?? '') ?? application;
}

/** What was sent, edited by entity token; items for other entities add them. */
function planRerun(
  account: Account,
  original: JourneyApplication,
  version: JourneyVersion,
  body: RerunBody,
): PlannedEntity[] {
  const excluded = new Set(body.exclude_entity_tokens ?? []);
  const { entityApplications } = original;
  const isPart = (entityToken: string) => entityApplications.some((each) => each.entityToken === entityToken);
  for (const token of excluded) if (!isPart(token)) throw unknownObject('exclude_entity_tokens', token);
  const edits = new Map<string, EntityItem>();
  const additions: EntityItem[] = [];
  for (const item of body.entities ?? []) {
    if (item.entity_token && isPart(item.entity_token)) {
      if (excluded.has(item.entity_token))
        throw badRequest('An entity cannot be edited and excluded', { entity_token: item.entity_token });
      edits.set(item.entity_token, item);
    } else additions.push(item);
  }
  const kept = entityApplications
    .filter(({ entityToken }) => !excluded.has(entityToken))
    .map(({ entityToken, branchName, data }): EntityItem => {
      const edit = edits.get(entityToken);
      return {
        branch_name: branchName,
        ...edit,
        entity_token: entityToken,
        data: mergePayload(dropDocuments(data), edit?.data ?? {}, 'remove'),
      };
    });
  if (kept.length === 0)
    throw badRequest('One entity of the original has to remain', {
      exclude_entity_tokens: [...excluded],
    });
  return planEntities(account, version, [...kept, ...additions]);
}
