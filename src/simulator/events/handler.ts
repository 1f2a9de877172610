/**
 * What each kind of event has: a schema for its `data`, and what it does to the records that it names. POST /events/
 * refuses not in Alloy's common envelope, but with what the event would have been answered with and an `error` beside
 * it. Source: https://developer.alloy.com/public/reference/events
 */

import type * as z from 'zod';
import type { Account } from '../account.ts';
import type { BankAccount } from '../records/bank-accounts.ts';
import type { Entity } from '../records/entities.ts';
import type { EntityGroup } from '../records/groups.ts';
import type { Json } from '../values.ts';

export interface EventHandler {
  readonly schema: z.ZodType;
  /** Throws EventError before anything is stored, or stores everything. */
  process(account: Account, data: unknown): EventResult;
}

export interface EventResult {
  /** `event.data` of the answer: the record that was saved. */
  readonly data: Json;
  /** Whom the event is about, for the workflows that monitor it. */
  readonly entity?: Entity | undefined;
  readonly upserted?: 'created' | 'updated';
  /**
   * Alloy's guides of 2024 print shorter answers than those of 2025 on. We answer in the short form what only the
   * older guides show: persons and businesses that have nothing to do with entity groups, and new bank accounts.
   * Short answers have no event_lifecycle_id, mask birth dates and SSNs and date nothing but the record.
   */
  readonly short?: boolean;
}

export function createEventHandler<Schema extends z.ZodType>(
  schema: Schema,
  run: (account: Account, data: z.output<Schema>) => EventResult,
): EventHandler {
  return {
    schema,
    process(account, data) {
      const parsed = schema.safeParse(data, { reportInput: true });
      if (!parsed.success) throw invalidEvent(buildIssues(parsed.error));
      return run(account, parsed.data);
    },
  };
}

type Path = readonly (string | number)[];

type Id = string | null | undefined;

interface EntityReference {
  readonly entity_token?: Id;
  readonly external_entity_id?: Id;
}

/**
 * By token where there is one: with both, the external id may be new. Like all below it refuses the event when there is
 * no such record.
 */
export function findEntity(account: Account, reference: EntityReference, path: Path = []): Entity {
  const { entity_token, external_entity_id } = reference;
  const id = entity_token ?? external_entity_id ?? '';
  const entity = account.entities.find(id);
  if (entity !== undefined) return entity;
  throw unknownRecord([...path, entity_token ? 'entity_token' : 'external_entity_id'], 'Entity', id);
}

/** Undefined when the event names none. */
export function findNamedEntity(account: Account, reference: EntityReference): Entity | undefined {
  if (!reference.entity_token && !reference.external_entity_id) return undefined;
  return findEntity(account, reference);
}

interface AccountReference {
  readonly account_token?: Id;
  readonly bank_account_token?: Id;
  readonly external_account_id?: Id;
}

export function findBankAccount(account: Account, reference: AccountReference, path: Path = []): BankAccount {
  const token = reference.account_token ?? reference.bank_account_token;
  const id = token ?? reference.external_account_id ?? '';
  const bankAccount = account.bankAccounts.find(id);
  if (bankAccount !== undefined) return bankAccount;
  throw unknownRecord([...path, token ? 'account_token' : 'external_account_id'], 'Account', id);
}

interface GroupReference {
  readonly entity_group_token?: Id;
  readonly external_entity_group_id?: Id;
}

/** Undefined when the event names none. */
export function findNamedGroup(account: Account, reference: GroupReference): EntityGroup | undefined {
  const { entity_group_token, external_entity_group_id } = reference;
  const id = entity_group_token ?? external_entity_group_id;
  if (!id) return undefined;
  const group = account.groups.find(id);
  if (group !== undefined) return group;
  const member = entity_group_token ? 'entity_group_token' : 'external_entity_group_id';
  throw unknownRecord([member], 'Entity Group', id);
}

/** Members that were said: null says nothing in events. */
export function pickSaid(data: Json, names: readonly string[]): Json {
  return Object.fromEntries(
    names.map((name) => [name, data[name]]).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Thrown while an event is read or processed; nothing of the event has been stored by then. */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly status: 400 | 409;
  /** `error` of the answer. */
  readonly detail: Json;

  constructor(status: 400 | 409, message: string, detail: Json) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** One of `error.issues[]`, in the form that zod 3 gives them: Alloy's answers show that form. */
export interface EventIssue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly [member: string]: unknown;
}

export function invalidEvent(issues: readonly EventIssue[]): EventError {
  return new EventError(400, 'The event is not valid', {
    issues,
    name: 'ValidationError',
    statusCode: 400,
    status: 400,
  });
}

/** Alloy's answer for an event about an unknown record is not public; an issue that names the record is our choice. */
export function unknownRecord(path: readonly (string | number)[], kind: string, id: string): EventError {
  return invalidEvent([{ code: 'custom', message: `${kind} ${id} does not exist`, path }]);
}

/** 409: the record that the event would make is there already. */
export function alreadyExists(kind: string, id: string): EventError {
  return new EventError(409, `${kind} ${id}`, { message: `${kind} ${id}`, exists: null });
}

/** What is wrong with a value as a zod issue of version 3; paths count from the event's `data`. */
export function buildIssues(error: z.ZodError): EventIssue[] {
  return error.issues.map((issue) => buildIssue(issue));
}

function buildIssue(issue: z.core.$ZodIssue): EventIssue {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const received = nameType(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      return buildTypeIssue(issue.expected === 'record' ? 'object' : issue.expected, received, path);
    case 'invalid_value':
      // As in zod 3: what is no text has the wrong type, whatever it is.
      if (typeof issue.input !== 'string') return buildTypeIssue(quote(issue.values), received, path);
      return {
        code: 'invalid_enum_value',
        options: issue.values,
        received: issue.input,
        path,
        message: `Invalid enum value. Expected ${quote(issue.values)}, received '${issue.input}'`,
      };
    case 'invalid_format':
      return {
        code: 'invalid_string',
        validation: issue.format,
        path,
        message: issue.format === 'regex' ? 'Invalid' : `Invalid ${issue.format}`,
      };
    case 'too_small':
      return buildSizeIssue('too_small', { minimum: issue.minimum }, issue.origin, path);
    case 'too_big':
      return buildSizeIssue('too_big', { maximum: issue.maximum }, issue.origin, path);
    case 'invalid_union':
      return { code: 'invalid_union', path, message: 'Invalid input' };
    default:
      return { code: 'custom', path, message: issue.message };
  }
}

function buildTypeIssue(expected: string, received: string, path: EventIssue['path']): EventIssue {
  const message = received === 'undefined' ? 'Required' : `Expected ${expected}, received ${received}`;
  return { code: 'invalid_type', expected, received, path, message };
}

function buildSizeIssue(
  code: 'too_small' | 'too_big',
  limit: Json,
  type: string,
  path: EventIssue['path'],
): EventIssue {
  const size = String(limit['minimum'] ?? limit['maximum']);
  const side = code === 'too_small' ? 'at least' : 'at most';
  const messages: Record<string, string> = {
    string: `String must contain ${side} ${size} character(s)`,
    array: `Array must contain ${side} ${size} element(s)`,
  };
  const bound = code === 'too_small' ? 'greater' : 'less';
  return {
    code,
    ...limit,
    type: type === 'int' ? 'number' : type,
    inclusive: true,
    exact: false,
    path,
    message: messages[type] ?? `Number must be ${bound} than or equal to ${size}`,
  };
}

function quote(values: readonly unknown[]): string {
  return values.map((value) => `'${String(value)}'`).join(' | ');
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
