/**
 * Alloy's answers that are not a success -> CallError. Alloy has several forms of error:
 * the common envelope (https://developer.alloy.com/public/docs/_errors), the events form (issues of a validation, or a
 * plain text), the OAuth form (the error alone), and whatever a proxy in between makes of it.
 */

import { CallError, type ErrorKind } from '../base/errors.ts';
import { parseJson } from '../base/exact-json.ts';
import type { Secrets } from '../base/secrets.ts';
import { isObject, type Members, readMembers } from '../base/values.ts';
import type { HttpResponse } from './exchange.ts';

/** `secrets` are taken out of whatever Alloy repeats; the presenter cuts it. */
export function readAlloyError(answer: HttpResponse, now: number, secrets: Secrets): CallError {
  const { status } = answer;
  const retryAfterMs = readRetryAfter(answer, now);
  const redirect = status >= 300 && status < 400;
  const body = redirect ? undefined : secrets.scrub(parseJson(answer.body));
  if (!isObject(body)) return readForeignAnswer(answer, retryAfterMs);

  const error = readMembers(body['error']);
  const minorCode = readNumber(error['minor_code']);
  const details = readDetails(error);
  const errorToken = readToken(error['error_token']) ?? readToken(body['event_request_token']);
  return new CallError(readKind(status, minorCode), formatMessage(status, body, error), {
    status,
    ...(minorCode === undefined ? {} : { minorCode }),
    ...(details === undefined ? {} : { details }),
    ...(errorToken === undefined ? {} : { errorToken }),
    ...retryAfter(status, retryAfterMs),
  });
}

/** The same minor code can stand for different faults (4033: a limit of lists, or the rate limit): status first. */
function readKind(status: number, minorCode: number | undefined): ErrorKind {
  if (minorCode === 4013) return 'unknown_object';
  if (status === 401) return 'authentication';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'unknown_object';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'alloy_failed' : 'invalid_request';
}

/** Not JSON, or JSON that is no error of Alloy's: an HTML page, an empty or cut-off body, a redirect. */
function readForeignAnswer(answer: HttpResponse, retryAfterMs: number | undefined): CallError {
  const { status, body } = answer;
  if (status >= 300 && status < 400) {
    return new CallError(
      'bad_answer',
      `Alloy's host answered with a redirect (HTTP ${status}), which is never followed`,
      { status },
    );
  }
  const type = answer.header('content-type')?.split(';')[0] ?? 'no content type';
  const size = body.length === 0 ? 'an empty body' : `${body.length} bytes of ${type}`;
  const message = `HTTP ${status} with ${size} in place of Alloy's error`;
  return new CallError(readKind(status, undefined), message, { status, ...retryAfter(status, retryAfterMs) });
}

function retryAfter(
  status: number,
  milliseconds: number | undefined,
): { readonly retryAfterSeconds?: number } {
  if (milliseconds !== undefined) return { retryAfterSeconds: Math.ceil(milliseconds / 1000) };
  return status === 429 ? { retryAfterSeconds: 1 } : {};
}

function formatMessage(status: number, body: Members, error: Members): string {
  // The events form has the whole message in `error`: "<token> not found".
  const plain = readText(body['error']) ?? readText(body['message']);
  const type = readText(error['type']) ?? readText(error['name']);
  const message = readText(error['message']) ?? plain;
  const parts = [type, message].filter((part) => part !== undefined);
  return parts.length === 0 ? `Alloy answered HTTP ${status} without a reason` : parts.join(': ');
}

/** Alloy repeats an expired bearer token in the details; no agent should see one. */
const secretMembers = /bearer_token|access_token|application_secret|authorization/i;

/** Joi details of the common envelope, `issues` of the events form. */
function readDetails(error: Members): unknown {
  const details = error['details'] ?? error['issues'] ?? error['exists'];
  if (details === undefined || details === null) return undefined;
  const text = JSON.stringify(details, (key, value: unknown) =>
    secretMembers.test(key) ? undefined : value,
  );
  return JSON.parse(text);
}

/** The wait that Alloy asks for, in milliseconds: https://developer.alloy.com/public/docs/request-handling-retry */
export function readRetryAfter(answer: HttpResponse, now: number): number | undefined {
  // Moments are by the clock that they were made with, where the answer tells it; ours may be wrong.
  const date = readDate(answer.header('date') ?? '') ?? now;
  const wait =
    readWait(answer.header('retry-after') ?? '', date) ??
    readWait(
      answer
        .header('alloy-ratelimit-reset')
        ?.trim()
        .replace(/^[+-].*/, '') ?? '',
      date,
    );
  return wait === undefined ? undefined : Math.min(Math.max(0, wait), longestRetryMs);
}

/** Nobody should be told to wait longer, whatever a server or a clock says. */
const longestRetryMs = 3_600_000;
/** Numbers from there on are moments: as seconds it is 2001, as milliseconds 1970. */
const firstMoment = 1e9;

/** A number, its unit, and what a list or parameters hold behind it: `7`, `7s`, `500 ms`, `7, 7`, `7;w=60`. */
const waitForm = /^([+-]?\d{1,19}(?:\.\d{1,19})?) ?(ms|milliseconds?|s|sec|seconds?)?(?: ?[,;].*)?$/i;

/** Seconds, a moment in seconds, milliseconds or finer since 1970, or an HTTP date -> milliseconds from now. */
function readWait(text: string, now: number): number | undefined {
  const [, digits, unit = ''] = waitForm.exec(text.trim()) ?? [];
  if (digits === undefined) {
    const date = readDate(text);
    return date === undefined ? undefined : date - now;
  }
  const number = Number(digits);
  if (/^m/i.test(unit)) return number;
  if (number < firstMoment) {
    // A longer wait than any can only be meant in milliseconds.
    return number * 1000 <= longestRetryMs ? number * 1000 : number;
  }
  let milliseconds = number * 1000;
  while (milliseconds > 1e14) milliseconds /= 1000;
  return milliseconds - now;
}

/** An HTTP or ISO date; the parser makes dates of other texts too, as of `soon 5`. */
function readDate(text: string): number | undefined {
  const isDate = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? |\d{4}-\d\d-\d\dT)/i.test(text.trim());
  const moment = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

const readText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
/** It stands beside our own words, in results, log and audit trail: nothing but a token may. */
const readToken = (value: unknown) =>
  typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? value : undefined;
const readNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);
