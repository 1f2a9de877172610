/** Which entities a request names, and which branch each goes through: all is checked before anything is stored. */

import { type Account, findWorkflow, getEntity } from '../account.ts';
import { type BodyFault, badRequest, bodyError, conflict, fieldError } from '../errors.ts';
import { findBodyFaults } from '../evaluations/decide.ts';
import type { Entity } from '../records/entities.ts';
import type { JourneyBranch, JourneyVersion } from '../records/journey.ts';
import type { EntityApplication } from '../records/journeys.ts';
import type { Json } from '../values.ts';
import type { EntityItem } from './body.ts';
import { buildSupplied } from './payload.ts';
import type { JourneyRun } from './run.ts';
import { addEntity } from './start.ts';

export interface PlannedEntity {
  readonly known: Entity | undefined;
  readonly externalEntityId: string | null;
  readonly branch: JourneyBranch;
  readonly data: Record<string, unknown>;
}

export function planEntities(
  account: Account,
  version: JourneyVersion,
  items: readonly EntityItem[],
): PlannedEntity[] {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const path = `entities.${index}`;
    for (const identifier of [item.entity_token, item.external_entity_id]) {
      if (identifier && seen.has(identifier)) throw fieldError(path, 'array.unique', 'names an entity twice');
      if (identifier) seen.add(identifier);
    }
    return planEntity(account, version, item, path);
  });
}

export function planEntity(
  account: Account,
  version: JourneyVersion,
  item: EntityItem,
  path: string,
): PlannedEntity {
  const known = findKnownEntity(account, item);
  const type = findType(version, item, known, path);
  if (known !== undefined && known.type !== type)
    throw badRequest(`The entity is a ${known.type}, what was sent is a ${type}`, {
      entity_token: known.token,
    });
  const branch = findBranch(version, item, type, path);
  checkData(account, branch, item.data, `${path}.data`);
  return { known, externalEntityId: item.external_entity_id ?? null, branch, data: { ...item.data } };
}

/** An external id that is new makes an entity, or becomes one more of the entity that the token names. */
export function addPlanned(run: JourneyRun, planned: PlannedEntity): EntityApplication {
  const { entities } = run.account;
  const { branch, data, externalEntityId } = planned;
  const externalIds =
    externalEntityId === null
      ? []
      : [{ external_entity_id: externalEntityId, external_entity_id_type: null }];
  const entity = planned.known ?? entities.create(branch.entityType, { externalIds });
  if (externalEntityId !== null && entities.find(externalEntityId) === undefined)
    entities.update(entity, { externalIds });
  return addEntity(run, entity, branch, data);
}

/** Faults of the values that the branch's first workflow reads. */
export function checkData(account: Account, branch: JourneyBranch, data: Json, path: string): void {
  const token = branch.nodes.find(({ type }) => type === 'workflow')?.workflowToken;
  const workflow = findWorkflow(account, token);
  if (workflow === undefined) return;
  const faults = findBodyFaults(workflow, buildSupplied(data)).map(
    (fault): BodyFault => ({
      ...fault,
      path: `${path}.${fault.path}`,
      message: fault.message.replace(`"${fault.path}"`, `"${path}.${fault.path}"`),
    }),
  );
  if (faults.length > 0) throw bodyError(faults);
}

/** The token counts before the external id, which then is the entity's from now on. */
function findKnownEntity(account: Account, item: EntityItem): Entity | undefined {
  const { entity_token: token, external_entity_id: externalId } = item;
  const owner = externalId ? account.entities.find(externalId) : undefined;
  if (!token) return owner;
  const named = getEntity(account, token);
  if (owner !== undefined && owner !== named)
    throw conflict('The external entity id belongs to another entity', { external_entity_id: externalId });
  return named;
}

/**
 * What is sent decides, then what is on file, then the journey, where it has one kind only. A business is never taken
 * for a person.
 */
function findType(
  { branches }: JourneyVersion,
  { entity_type: given, data, branch_name }: EntityItem,
  known: Entity | undefined,
  path: string,
): Entity['type'] {
  if (given) return given;
  const keys = Object.keys(data);
  if (keys.some((key) => key.startsWith('business_') || key === 'representatives')) return 'business';
  if (keys.some((key) => personKeys.has(key))) return 'person';
  const types = new Set(
    branches.filter(({ name }) => !branch_name || name === branch_name).map(({ entityType }) => entityType),
  );
  const [only, ...others] = types;
  const type = known?.type ?? (others.length === 0 ? only : undefined);
  if (type !== undefined) return type;
  throw fieldError(`${path}.entity_type`, 'any.required', 'is required: the data does not tell it');
}

const personKeys = new Set([
  'name_first',
  'name_middle',
  'name_last',
  'birth_date',
  'gender',
  'document_ssn',
  'document_license',
  'document_passport',
  'document_national_id',
  'document_id_card',
]);

/** By name; else `persons` or `businesses`; else the only one for such entities. */
function findBranch(
  { branches }: JourneyVersion,
  { branch_name: given }: EntityItem,
  type: Entity['type'],
  path: string,
): JourneyBranch {
  const fitting = branches.filter(({ entityType }) => entityType === type);
  const name = given ?? (type === 'person' ? 'persons' : 'businesses');
  const branch = fitting.find((each) => each.name === name);
  if (branch !== undefined) return branch;
  const [only, ...others] = fitting;
  if (!given && only !== undefined && others.length === 0) return only;
  const names = fitting.map((each) => each.name).join(', ');
  throw fieldError(
    `${path}.branch_name`,
    'any.only',
    names === '' ? `has no branch for a ${type} to name` : `must be one of [${names}]`,
  );
}
