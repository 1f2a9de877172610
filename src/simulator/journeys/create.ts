/** POST of an application. Everything is checked before anything is stored. */
import type { Account, RequestMode } from '../account.ts';
import { conflict, fieldError, unknownObject } from '../errors.ts';
import type { EntityGroup } from '../records/groups.ts';
import type { Journey, JourneyVersion } from '../records/journey.ts';
import type { CreateApplicationBody } from './body.ts';
import { addPlanned, planEntities } from './entities.ts';
import type { JourneyRun } from './run.ts';
import { settleApplication } from './settle.ts';
import { createApplication, startEntity } from './start.ts';

export interface ApplicationRequest {
  readonly journey: Journey;
  readonly version: JourneyVersion;
  readonly body: CreateApplicationBody;
  readonly mode: RequestMode;
  readonly refreshCache: boolean;
  readonly configurationToken?: string | undefined;
  readonly batchToken?: string;
  readonly autoDecisions?: Readonly<Record<string, string>>;
}

export function startApplication(account: Account, request: ApplicationRequest): JourneyRun {
  const { journey, version, body, mode } = request;
  const configured = findConfigured(journey, request.configurationToken);
  const externalGroupId = body.external_group_id ?? null;
  if (externalGroupId !== null && account.journeys.findByExternalGroupId(externalGroupId) !== undefined)
    throw conflict('An application with this external_group_id exists', {
      external_group_id: externalGroupId,
    });
  const planned = planEntities(account, version, body.entities);
  const entityGroup = findOrCreateEntityGroup(account, body);
  const run = createApplication(account, {
    journey,
    version,
    sandbox: mode.sandbox,
    refreshCache: request.refreshCache,
    externalApplicationId: body.external_application_id ?? null,
    externalGroupId,
    externalPartnerId: body.external_partner_id ?? null,
    externalProductId: body.external_product_id ?? null,
    applicationMeta: body.application_meta ?? null,
    entityGroupToken: entityGroup?.token ?? null,
    additionalEntities: body.do_await_additional_entities === true ? 'awaited' : 'none',
    configurationToken: request.configurationToken ?? null,
    batchToken: request.batchToken ?? null,
    autoDecisions: { ...configured, ...request.autoDecisions },
  });
  // All are in before the first one is on its way, so that they settle together.
  const added = planned.map((each) => addPlanned(run, each));
  for (const entityApplication of added) startEntity(run, entityApplication);
  settleApplication(run);
  return run;
}

/** Outcomes that a multi-environment configuration fixes, by the node's name. */
function findConfigured(journey: Journey, token: string | undefined): Record<string, string> {
  if (token === undefined) return {};
  const configuration = journey.configurations.find((each) => each.token === token);
  if (configuration === undefined) throw unknownObject('multi_environment_config_token', token);
  return Object.fromEntries(
    [...configuration.actions, ...configuration.workflows].map(({ name, outcome }) => [name, outcome]),
  );
}

/** The token names one that exists; an external id that is new makes one, as does a name alone (our choice). */
function findOrCreateEntityGroup(account: Account, body: CreateApplicationBody): EntityGroup | undefined {
  const { entity_group_token: token, external_entity_group_id: externalId } = body;
  const { entity_group_name: name, entity_group_type: type } = body;
  if (token) {
    const named = account.groups.find(token);
    if (named === undefined) throw unknownObject('entity_group_token', token);
    if (externalId && named !== account.groups.find(externalId))
      throw fieldError('external_entity_group_id', 'any.invalid', 'is not an id of that entity group');
    return named;
  }
  const known = externalId ? account.groups.find(externalId) : undefined;
  if (known !== undefined) return known;
  if (!externalId && !name) return undefined;
  return account.groups.create({
    ...(name ? { name } : {}),
    ...(type ? { type } : {}),
    ...(externalId ? { externalIds: [externalId] } : {}),
  });
}
