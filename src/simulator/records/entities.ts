/** Persons and businesses of the account. Source: https://developer.alloy.com/public/reference/entities */

import type { TokenSource } from '../state/tokens.ts';
import type { Json } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export interface ExternalId {
  readonly external_entity_id: string;
  readonly external_entity_id_type: string | null;
}

/** Set on values that an evaluation supplied. */
interface FromEvaluation {
  readonly evaluation_token?: string;
}

/** A value that was supplied at some moment; entities keep every address, email, phone, SSN and birth date. */
type Dated<T> = T & { readonly created_at: number };

export interface Address {
  readonly line_1: string | null;
  readonly line_2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
  readonly country_code: string | null;
  readonly type: string;
  readonly evaluation_token: string | null;
}

interface Phone {
  readonly phone_number: string;
  readonly type: string;
}

export interface Note {
  readonly note: string;
  readonly note_author_agent_email: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function buildNote(note: string, authorEmail: string | null, at: number): Note {
  return { note, note_author_agent_email: authorEmail, created_at: at, updated_at: at };
}

export interface Entity {
  readonly token: string;
  readonly type: 'person' | 'business';
  readonly createdAt: number;
  updatedAt: number;
  /** The primary one first. */
  externalIds: ExternalId[];
  /** Single-valued attributes: name_first, business_name, gender, status_fraud, document_license, ... */
  attributes: Record<string, unknown>;
  /** Newest first, as Alloy lists them. */
  addresses: Dated<Address>[];
  /** Oldest first, as Alloy lists them. */
  emails: Dated<{ readonly email_address: string }>[];
  phones: Dated<Phone>[];
  ssns: Dated<{ readonly document_ssn: string } & FromEvaluation>[];
  birthDates: Dated<{ readonly birth_date: string } & FromEvaluation>[];
  notes: Note[];
  meta: Record<string, unknown>;
}

/** What a call says about an entity; lists are added to what is known, attributes replace. */
export interface EntityChange {
  readonly attributes?: Json;
  readonly externalIds?: readonly ExternalId[];
  readonly addresses?: readonly (Partial<Address> & { readonly type: string })[];
  readonly emails?: readonly string[];
  readonly phones?: readonly Phone[];
  readonly ssn?: string;
  readonly birthDate?: string;
  readonly meta?: Json;
  /** One of `externalIds` or of those on file; without it the first id that the entity got stays the primary one. */
  readonly primaryExternalId?: string;
  /** When the change was true, e.g. an event's timestamp; now when absent. */
  readonly at?: number;
  /** The evaluation that supplied it. */
  readonly evaluationToken?: string;
}

/** Found by token or by any external id. */
export interface EntityStore extends Records<Entity> {
  create(type: Entity['type'], change: EntityChange, options?: { readonly token?: string }): Entity;
  update(entity: Entity, change: EntityChange): void;
  /** For merges: its token and ids are unknown from then on. */
  remove(entity: Entity): void;
  addNote(entity: Entity, note: string, authorEmail: string | null): Note;
}

/** Values that are on file already are not added again (our choice: Alloy's pages do not say). */
export function createEntityStore(now: () => number, newToken: TokenSource): EntityStore {
  const { find, all, restore, remove } = createRecords<Entity>(({ externalIds }) =>
    externalIds.map(({ external_entity_id }) => external_entity_id),
  );

  const update = (entity: Entity, change: EntityChange) => {
    const created_at = change.at ?? now();
    const evaluation =
      change.evaluationToken === undefined ? {} : { evaluation_token: change.evaluationToken };
    entity.attributes = { ...entity.attributes, ...change.attributes };
    entity.meta = { ...entity.meta, ...change.meta };
    entity.externalIds = joinExternalIds(entity.externalIds, change);
    const added = (change.addresses ?? [])
      .map((address) => ({ ...emptyAddress, ...address, ...evaluation, created_at }))
      .filter((address) => !entity.addresses.some((known) => isSameAddress(known, address)));
    entity.addresses = [...added, ...entity.addresses];
    for (const email_address of change.emails ?? []) {
      if (!entity.emails.some((known) => known.email_address === email_address))
        entity.emails.push({ email_address, created_at });
    }
    for (const phone of change.phones ?? []) {
      if (
        !entity.phones.some((known) => known.phone_number === phone.phone_number && known.type === phone.type)
      )
        entity.phones.push({ ...phone, created_at });
    }
    const { ssn, birthDate } = change;
    if (ssn !== undefined && entity.ssns.at(-1)?.document_ssn !== ssn)
      entity.ssns.push({ document_ssn: ssn, ...evaluation, created_at });
    if (birthDate !== undefined && entity.birthDates.at(-1)?.birth_date !== birthDate)
      entity.birthDates.push({ birth_date: birthDate, ...evaluation, created_at });
    entity.updatedAt = created_at;
    restore(entity);
  };

  return {
    find,
    all,
    restore,
    remove,
    create(type, change, options = {}) {
      const entity: Entity = {
        token: options.token ?? newToken(type === 'person' ? 'P-' : 'B-'),
        type,
        createdAt: now(),
        updatedAt: now(),
        externalIds: [],
        attributes: {},
        addresses: [],
        emails: [],
        phones: [],
        ssns: [],
        birthDates: [],
        notes: [],
        meta: {},
      };
      update(entity, change);
      return entity;
    },
    update,
    addNote(entity, note, authorEmail) {
      const added = buildNote(note, authorEmail, now());
      entity.notes.push(added);
      return added;
    },
  };
}

export function formatEntityName({ type, attributes }: Entity): string {
  const { name_first, name_last, business_name } = attributes;
  const parts = type === 'person' ? [name_first, name_last] : [business_name];
  return parts.filter((part) => typeof part === 'string').join(' ');
}

export function buildEntityHref({ type, token }: Entity): string {
  return `/v1/entities/${type === 'person' ? 'persons' : 'businesses'}/${token}`;
}

/** The primary one. */
export function findExternalId(entity: Entity | undefined): string | null {
  return entity?.externalIds[0]?.external_entity_id ?? null;
}

const emptyAddress = {
  line_1: null,
  line_2: null,
  city: null,
  state: null,
  postal_code: null,
  country_code: null,
  evaluation_token: null,
};

const addressMembers = ['line_1', 'line_2', 'city', 'state', 'postal_code', 'country_code', 'type'] as const;

function isSameAddress(left: Address, right: Address): boolean {
  return addressMembers.every((member) => left[member] === right[member]);
}

function joinExternalIds(known: readonly ExternalId[], change: EntityChange): ExternalId[] {
  const joined = [...known];
  for (const added of change.externalIds ?? []) {
    if (!joined.some(({ external_entity_id }) => external_entity_id === added.external_entity_id))
      joined.push(added);
  }
  const isPrimary = ({ external_entity_id }: ExternalId) => external_entity_id === change.primaryExternalId;
  return [...joined.filter(isPrimary), ...joined.filter((id) => !isPrimary(id))];
}
