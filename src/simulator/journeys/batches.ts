/** Makes batches and works them off. Alloy does so in the background; here reads and time move a batch on. */
import type { Account, RequestMode } from '../account.ts';
import { AlloyError } from '../errors.ts';
import { parseValue } from '../http/body.ts';
import type { Journey, JourneyVersion } from '../records/journey.ts';
import type { BatchItem, JourneyBatch } from '../records/journeys.ts';
import { type CreateBatchBody, createApplicationBody } from './body.ts';
import { startApplication } from './create.ts';
import { planEntities } from './entities.ts';
import { chooseVersion } from './headers.ts';

const applicationsPerSecond = 10;

/** Entities with the same key form one application, the first of which names the caller's ids. */
export function createBatch(
  account: Account,
  journey: Journey,
  version: JourneyVersion,
  { entities }: CreateBatchBody,
  mode: RequestMode,
): JourneyBatch {
  // Faults of the data are refused at once; what happens to an application later is its own.
  for (const item of entities) planEntities(account, version, [item]);
  const groups = new Map<unknown, (typeof entities)[number][]>();
  for (const entity of entities) {
    const key = entity.multi_entity_application_batch_key ?? entity;
    groups.set(key, [...(groups.get(key) ?? []), entity]);
  }
  const batch: JourneyBatch = {
    token: account.newToken('JB-'),
    journeyToken: journey.token,
    journeyVersion: version.number,
    sandbox: mode.sandbox,
    createdAt: account.now(),
    completedAt: null,
    error: null,
    items: [...groups.values()].map(buildItem),
  };
  account.journeys.addBatch(batch);
  return batch;
}

/** Every look at it finds half of what there is done, or what time has allowed for, whichever is more. */
export function advanceBatch(account: Account, batch: JourneyBatch): void {
  if (batch.completedAt !== null) return;
  const open = batch.items.filter(({ taskStatus }) => taskStatus === 'pending');
  const done = batch.items.length - open.length;
  const byTime = Math.floor(((account.now() - batch.createdAt) / 1000) * applicationsPerSecond) - done;
  const count = Math.max(Math.ceil(batch.items.length / 2), byTime);
  for (const item of open.slice(0, count)) runItem(account, batch, item);
  if (batch.items.some(({ taskStatus }) => taskStatus === 'pending')) return;
  batch.completedAt = account.now();
  if (batch.items.every(({ taskStatus }) => taskStatus === 'application_failed'))
    batch.error = 'No application could be started';
}

/** An id that another application took in the meantime, and the like, fails this application only. */
function runItem(account: Account, batch: JourneyBatch, item: BatchItem): void {
  const journey = account.journeys.findJourney(batch.journeyToken);
  if (journey === undefined) throw new Error(`batch ${batch.token} has lost its journey`);
  try {
    const { application } = startApplication(account, {
      journey,
      version: chooseVersion(journey, batch.journeyVersion),
      body: parseValue(item.body, createApplicationBody),
      mode: { sandbox: batch.sandbox },
      refreshCache: false,
      batchToken: batch.token,
      autoDecisions: item.autoDecisions,
    });
    item.applicationToken = application.token;
    item.taskStatus = 'response_returned';
  } catch (error) {
    if (!(error instanceof AlloyError)) throw error;
    item.taskStatus = 'application_failed';
  }
}

function buildItem(entities: CreateBatchBody['entities']): BatchItem {
  const [first] = entities;
  const decisions = entities.map(({ auto_decision_node_outcomes }) => auto_decision_node_outcomes ?? {});
  return {
    body: {
      entities: entities.map(
        ({
          multi_entity_application_batch_key: _key,
          auto_decision_node_outcomes: _outcomes,
          external_partner_id: _partner,
          external_product_id: _product,
          external_group_id: _group,
          ...entity
        }) => entity,
      ),
      external_partner_id: first?.external_partner_id,
      external_product_id: first?.external_product_id,
      external_group_id: first?.external_group_id,
    },
    autoDecisions: Object.assign({}, ...decisions),
    applicationToken: null,
    taskStatus: 'pending',
  };
}
