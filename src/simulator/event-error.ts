/**
 * How POST /events/ refuses: not in Alloy's common envelope, but with what the event would have been answered with and
 * an `error` beside it. Source: https://developer.alloy.com/public/reference/events
 */
import type * as z from 'zod';

/** One of `error.issues[]`, in the form that zod 3 gives them: Alloy's answers show that form. */
export interface EventIssue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly [member: string]: unknown;
}

/** Thrown while an event is read or processed; nothing of the event has been stored by then. */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly status: 400 | 409;
  /** `error` of the answer. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(status: 400 | 409, message: string, detail: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
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
  limit: Readonly<Record<string, unknown>>,
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
