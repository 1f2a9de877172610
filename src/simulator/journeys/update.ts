/**
 * PUT of an application: data, answers or documents for entities that wait for them, further entities, and the end of
 * the stream of entities. All items are checked before the first one is carried out.
 */

import { badRequest, conflict, fieldError, formatChoices, requiredError, unknownObject } from '../errors.ts';
import { parseQuizResult } from '../evaluations/quiz.ts';
import type { JourneyBranch } from '../records/journey.ts';
import type { EntityApplication } from '../records/journeys.ts';
import type { Json } from '../values.ts';
import type { UpdateApplicationBody, UpdateItem } from './body.ts';
import { supplyData, verifyDocuments } from './engine.ts';
import { addPlanned, checkData, planEntity } from './entities.ts';
import { mergePayload } from './payload.ts';
import { addEntityEvent, addJourneyEvent, type JourneyRun } from './run.ts';
import { settleApplication } from './settle.ts';
import { startEntity } from './start.ts';

type Step = () => void;

export function updateApplication(run: JourneyRun, body: UpdateApplicationBody): void {
  const { application } = run;
  const finishes = body.has_finished_sending_additional_entities === true;
  if (finishes && application.additionalEntities !== 'awaited')
    throw conflict('The application awaits no additional entities', {
      journey_application_token: application.token,
    });
  const taken = new Set<EntityApplication>();
  const steps = (body.entities ?? []).map((item, index) => planItem(run, item, `entities.${index}`, taken));
  for (const step of steps) step();
  if (finishes) {
    application.additionalEntities = 'finished';
    addJourneyEvent(run, 'has_finished_sending_additional_entities', { entityToken: application.groupToken });
  }
  settleApplication(run);
}

function planItem(run: JourneyRun, item: UpdateItem, path: string, taken: Set<EntityApplication>): Step {
  const target = findTarget(run, item, path);
  if (target === undefined) return planAddition(run, item, path);
  if (taken.has(target)) throw fieldError(path, 'array.unique', 'names an entity twice');
  taken.add(target);
  if (target.status === 'data_request') return planData(run, target, item, path);
  if (target.status === 'pending_step_up') return planDocuments(run, target, item, path);
  throw conflict('The entity application waits neither for data nor for documents', {
    journey_application_token: run.application.token,
    entity_application_token: target.token,
    status: target.status,
  });
}

/**
 * Whom an item is about; undefined for an entity that is to be added. An item that names nobody is about the only
 * entity, unless more are awaited and that one waits for nothing.
 */
function findTarget(run: JourneyRun, item: UpdateItem, path: string): EntityApplication | undefined {
  const { account, application } = run;
  const { entityApplications } = application;
  const { entity_application_token: token, entity_token, external_entity_id } = item;
  if (token) {
    const target = entityApplications.find((each) => each.token === token);
    if (target === undefined) throw unknownObject('entity_application_token', token);
    return target;
  }
  const identifier = entity_token || external_entity_id;
  if (identifier) {
    const entity = account.entities.find(identifier);
    // An entity that passes twice: the way it is on now, which is the last one.
    const target = entityApplications.findLast(({ entityToken }) => entityToken === entity?.token);
    if (target === undefined) checkAwaitsEntities(run, identifier);
    return target;
  }
  const [only, ...others] = entityApplications;
  const awaits = application.additionalEntities === 'awaited';
  if (others.length === 0 && only !== undefined && (!awaits || isWaitingForItem(only))) return only;
  if (awaits) return undefined;
  throw badRequest(
    `${path} has to name its entity: external_entity_id, entity_token or entity_application_token`,
    {
      journey_application_token: application.token,
    },
  );
}

function isWaitingForItem({ status }: EntityApplication): boolean {
  return status === 'data_request' || status === 'pending_step_up';
}

function checkAwaitsEntities({ application }: JourneyRun, identifier: string): void {
  if (application.additionalEntities !== 'awaited')
    throw conflict('The application awaits no additional entities', {
      journey_application_token: application.token,
      entity: identifier,
    });
}

function planAddition(run: JourneyRun, item: UpdateItem, path: string): Step {
  const { data } = item;
  if (data === undefined) throw requiredError(`${path}.data`);
  const planned = planEntity(run.account, run.version, { ...item, data }, path);
  return () => startEntity(run, addPlanned(run, planned));
}

function planData(run: JourneyRun, target: EntityApplication, item: UpdateItem, path: string): Step {
  const data = mergePayload(target.data, item.data ?? {});
  checkData(run.account, findBranch(run, target), data, `${path}.data`);
  const answers = item.answers ?? undefined;
  // Refused now, before an item is carried out; undefined when none were sent.
  parseQuizResult(answers);
  return () => supplyData(run, target, data, answers);
}

/** Only `final` has the documents looked at; front and back check an image's quality. */
function planDocuments(run: JourneyRun, target: EntityApplication, item: UpdateItem, path: string): Step {
  const data = mergePayload(target.data, item.data ?? {});
  checkStepUpDocuments(run, target, data, path);
  return () => {
    target.data = data;
    if (isFinalStep(data)) verifyDocuments(run, target);
    else addEntityEvent(run, 'pending_step_up', target);
  };
}

const documentMembers = ['document_token_front', 'document_token_back', 'document_token_selfie'] as const;

const documentSteps = ['front', 'back', 'final'];

/**
 * Throws what is wrong with the documents of a step-up: 400 / 4002 for what the body lacks, 4013 for a document that is
 * not the entity's, 4000 for one without a file. Final needs the front only, as one-sided documents exist (our choice).
 */
function checkStepUpDocuments(
  { account }: JourneyRun,
  { entityToken }: EntityApplication,
  data: Json,
  path: string,
): void {
  const step = data['document_step'];
  if (typeof step !== 'string' || !documentSteps.includes(step))
    throw fieldError(
      `${path}.data.document_step`,
      step === undefined ? 'any.required' : 'any.only',
      formatChoices(documentSteps),
    );
  const needed = step === 'back' ? 'document_token_back' : 'document_token_front';
  if (data[needed] === undefined) throw requiredError(`${path}.data.${needed}`);
  for (const member of documentMembers) {
    const token = data[member];
    if (token === undefined) continue;
    if (typeof token !== 'string')
      throw fieldError(`${path}.data.${member}`, 'string.base', 'must be a string');
    const document = account.documents.find(token);
    if (document === undefined || document.entityToken !== entityToken) throw unknownObject(member, token);
    if (!document.uploaded)
      throw badRequest('The document has no file yet: upload it first', { [member]: token });
  }
}

function isFinalStep(data: Json): boolean {
  return data['document_step'] === 'final';
}

/** A document's members of the payload, which a rerun leaves behind. */
export function dropDocuments(data: Json): Json {
  const dropped = new Set<string>([...documentMembers, 'document_step']);
  return Object.fromEntries(Object.entries(data).filter(([key]) => !dropped.has(key)));
}

function findBranch({ version }: JourneyRun, { branchName }: EntityApplication): JourneyBranch {
  const branch = version.branches.find(({ name }) => name === branchName);
  if (branch === undefined) throw new Error(`branch ${branchName} is lost`);
  return branch;
}
