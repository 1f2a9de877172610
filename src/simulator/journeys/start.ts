/** Makes applications and adds entities to them; everything has been checked before. */

import type { Account } from '../account.ts';
import type { Entity } from '../records/entities.ts';
import type { Journey, JourneyBranch, JourneyVersion } from '../records/journey.ts';
import type { EntityApplication, JourneyApplication } from '../records/journeys.ts';
import { formatDate } from '../values.ts';
import { enterNode } from './engine.ts';
import { addJourneyEvent, type JourneyRun } from './run.ts';

export interface NewApplication
  extends Partial<
    Pick<
      JourneyApplication,
      | 'externalApplicationId'
      | 'externalGroupId'
      | 'externalPartnerId'
      | 'externalProductId'
      | 'applicationMeta'
      | 'entityGroupToken'
      | 'additionalEntities'
      | 'refreshCache'
      | 'rerun'
      | 'batchToken'
      | 'autoDecisions'
      | 'configurationToken'
      | 'sourceEventToken'
    >
  > {
  readonly journey: Journey;
  readonly version: JourneyVersion;
  readonly sandbox: boolean;
}

/** Without entities yet. */
export function createApplication(account: Account, request: NewApplication): JourneyRun {
  const { journey, version, sandbox, ...rest } = request;
  const application: JourneyApplication = {
    token: account.journeys.newApplicationToken(),
    journeyToken: journey.token,
    journeyVersion: version.number,
    sandbox,
    refreshCache: false,
    createdAt: account.now(),
    updatedAt: account.now(),
    closedAt: null,
    status: 'running',
    completeOutcome: null,
    externalApplicationId: null,
    externalGroupId: null,
    externalPartnerId: null,
    externalProductId: null,
    applicationMeta: null,
    groupToken: null,
    entityGroupToken: null,
    additionalEntities: 'none',
    entityApplications: [],
    events: [],
    reviews: [],
    notes: [],
    rerun: null,
    reruns: [],
    auditAccountSlugs: [],
    batchToken: null,
    autoDecisions: {},
    configurationToken: null,
    sourceEventToken: null,
    assignedAgentToken: null,
    investigationTokens: [],
    ...rest,
  };
  account.journeys.add(application);
  return { account, journey, version, application };
}

/** Not yet on its way; `startEntity` sends it. */
export function addEntity(
  run: JourneyRun,
  entity: Entity,
  branch: JourneyBranch,
  data: Record<string, unknown>,
): EntityApplication {
  const { account, application } = run;
  const entityApplication: EntityApplication = {
    token: account.newToken('EA-'),
    entityToken: entity.token,
    branchName: branch.name,
    createdAt: account.now(),
    data,
    status: 'running',
    outcome: null,
    nodeId: branch.nodes[0]?.id ?? '',
    waitingSince: account.now(),
    serviceReads: 0,
    evaluationTokens: [],
  };
  application.entityApplications.push(entityApplication);
  joinGroups(run, entity);
  if (application.events.length === 0)
    addJourneyEvent(run, 'started_application', {
      nodeId: entityApplication.nodeId,
      entityToken: application.groupToken,
    });
  return entityApplication;
}

export function startEntity(run: JourneyRun, entityApplication: EntityApplication): void {
  enterNode(run, entityApplication, entityApplication.nodeId);
}

/** The application's own group (G-) holds its entities, and so does the entity group (EG-) that it names. */
function joinGroups({ account, application }: JourneyRun, entity: Entity): void {
  const key = application.externalGroupId ?? application.token;
  application.groupToken = account.groups.addToLegacyGroup(key, entity).token;
  const entityGroup = account.groups.find(application.entityGroupToken ?? '');
  const isMember = entityGroup?.relationships.some(({ entityToken }) => entityToken === entity.token);
  if (entityGroup !== undefined && isMember === false)
    account.groups.relate(entityGroup, entity.token, {}, formatDate(account.now()));
}
