/**
 * Arguments -> the same for the HTTP request alone, with stand-ins replaced by what they stand for; refuses what must
 * not reach Alloy. A stand-in may be the whole value of a member of its own kind, and nothing else: there the shield
 * finds the value again when it is read back, whatever Alloy makes of it. Everywhere else it could be read in clear.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { CallError } from '../../base/errors.ts';
import { isContainer, isObject, type Members, parseContainer, showPath } from '../../base/values.ts';
import { isKind, type Kind } from '../kind.ts';
import { findMasked, isMasked } from '../mask.ts';
import { createPlaces } from './stand-in-places.ts';
import type { StandIns } from './stand-ins.ts';

export interface OpeningOptions {
  /** None where no key is set. */
  readonly standIns: StandIns | undefined;
  readonly principal: string;
}

export interface OpenedValue {
  readonly kind: Kind;
  readonly value: string;
  /** As the caller wrote it. */
  readonly standIn: string;
}

export interface OpenedArguments {
  /** For the request alone. */
  readonly args: Members;
  readonly values: readonly OpenedValue[];
  /** Whether a stand-in was opened at that path, e.g. `entities.0.data.document_ssn`. */
  isStandIn(path: string): boolean;
  /** The same value with stand-ins in the place of what was opened. */
  close(value: Members): Members;
}

/** Anything that was meant as a stand-in, also where it was written in capitals, cut short or encoded for an address. */
const anyStandIn = /pii(?::|%3a)[a-z_]{1,20}(?::|%3a)/i;
const wholeStandIn = /^pii:([a-z_]{1,20}):([A-Za-z0-9_-]+)$/;
const deepest = 100;
/** Opening costs some 50 microseconds. */
const openedInATurn = 200;

/** Throws a CallError that names the argument; nothing is opened before each has been found in a place of its kind. */
export function openArguments(
  args: Members,
  options: OpeningOptions,
): OpenedArguments | Promise<OpenedArguments> {
  const search: Search = { found: [], texts: [] };
  const copy = findAt(args, '', 0, search);
  if (search.found.length === 0 || !isObject(copy)) {
    refuseMasked(args);
    return { args, values: [], isStandIn: () => false, close: (value) => value };
  }
  return openFound(copy, search, options);
}

/** What was found in arguments, with ways to put something else in its place in the copy of them. */
interface Search {
  readonly found: StandInPlace[];
  /** Texts of JSON that hold stand-ins, parsed; the innermost first. */
  readonly texts: JsonText[];
}

interface JsonText {
  readonly text: string;
  readonly parsed: unknown;
  readonly put: (value: string) => void;
}

interface StandInPlace {
  readonly path: string;
  readonly text: string;
  readonly kind: Kind;
  readonly opaque: string;
  readonly put: (value: string) => void;
}

async function openFound(
  copy: Members,
  { found, texts }: Search,
  { standIns, principal }: OpeningOptions,
): Promise<OpenedArguments> {
  const [first] = found;
  if (standIns === undefined) throw refuse(first?.path ?? '', reasons.none, first?.text ?? '');
  const places = createPlaces();
  for (const { kind, put } of found) put(places.probe(kind));
  const isOfItsKind = places.judge(copy);
  for (const place of found) {
    if (!isOfItsKind(place.path, place.kind)) throw refuse(place.path, elsewhere(place.kind), place.text);
  }
  const values = new Map<string, OpenedValue>();
  for (const [index, { path, text, kind, opaque, put }] of found.entries()) {
    if (index % openedInATurn === openedInATurn - 1) await nextTurn();
    const known = values.get(text);
    if (known !== undefined) {
      put(known.value);
      continue;
    }
    const result = standIns.open(kind, opaque, principal);
    if (!result.ok) throw refuse(path, reasons[result.reason], text);
    values.set(text, { kind, value: result.value, standIn: text });
    put(result.value);
  }
  // Once opened, so that a stand-in for what was masked before is named as well.
  refuseMasked(copy);
  const paths = new Set(found.map(({ path }) => normalizePath(path)));
  const standInOf = new Map([...values.values()].map(({ value, standIn }) => [value, standIn]));
  for (const { text, parsed, put } of texts) {
    const opened = JSON.stringify(parsed);
    standInOf.set(opened, text);
    put(opened);
  }
  return {
    args: copy,
    values: [...values.values()],
    isStandIn: (path) => paths.has(normalizePath(path)),
    close: (value) => closeMembers(value, standInOf),
  };
}

/** Arguments may be given under Alloy's own name of a field, which is written another way. */
function normalizePath(path: string): string {
  const [first = '', ...rest] = path.split('.');
  return [first.toLowerCase().replace(/[^a-z0-9]/g, ''), ...rest].join('.');
}

/** A copy in which JSON texts that hold stand-ins are parsed, and each stand-in has its place noted. */
function findAt(value: unknown, path: string, depth: number, search: Search): unknown {
  if (typeof value === 'string')
    return isStandInText(value) ? (findInJson(value, path, depth, search) ?? value) : value;
  if (!isContainer(value)) return value;
  if (depth > deepest) throw new CallError('invalid_arguments', `${showPath(path)} is nested too deeply`);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  let isChanged = false;
  for (const [name, member] of Object.entries(value)) {
    const here = path === '' ? name : `${path}.${name}`;
    if (isStandInText(name)) throw refuse(here, reasons.name, name);
    const inner = findAt(member, here, depth + 1, search);
    // A name such as __proto__ is refused later, with all else that is wrong.
    const set = (opened: unknown) =>
      Object.defineProperty(copy, name, {
        value: opened,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    set(inner);
    if (typeof inner === 'string' && isStandInText(inner))
      search.found.push({ ...readStandIn(inner, here), put: set });
    else if (typeof member === 'string' && inner !== member)
      search.texts.push({ text: member, parsed: inner, put: set });
    else if (inner === member) continue;
    isChanged = true;
  }
  return isChanged ? copy : value;
}

/** A name with quotation marks must not break the JSON around it, so that is parsed. */
function findInJson(text: string, path: string, depth: number, search: Search): unknown {
  const parsed = parseContainer(text);
  if (parsed === undefined) return undefined;
  const copy = findAt(parsed, path, depth + 1, search);
  return copy === parsed ? undefined : copy;
}

const isStandInText = (text: string) => anyStandIn.test(text);

function readStandIn(given: string, path: string): Omit<StandInPlace, 'put'> {
  const [text, kind = '', opaque = ''] = wholeStandIn.exec(given.trim()) ?? [];
  if (text === undefined)
    throw refuse(
      path,
      /pii:[a-z_]{1,20}:[A-Za-z0-9_-]{20}/.test(given) ? reasons.part : reasons.refused,
      given,
    );
  if (!isKind(kind)) throw refuse(path, reasons.refused, text);
  return { path, text, kind, opaque };
}

function refuseMasked(args: Members): void {
  const masked = findMasked(args);
  if (masked === undefined) return;
  const name = masked
    .split('.')
    .map((each) => (isMasked(each) ? each : showPath(each)))
    .join('.');
  throw new CallError(
    'invalid_arguments',
    `${name} is a masked value: Alloy would store it in place of the real one. Leave the argument out, or ask the user for the value (an operator who sets ALLOY_PII=token lets values that were read be sent back)`,
  );
}

const reasons = {
  none: 'no argument may hold: this server gives no stand-ins (its ALLOY_PII_KEY is not set)',
  name: 'cannot be a name',
  part: 'stands for a value and has to be the whole of its argument, without anything before or behind it',
  old: 'was sealed by an earlier version of this server; read the record again',
  unknown:
    'was sealed under a key that this server no longer has: it is unknown or expired; read the record again',
  refused:
    'was altered, or given to somebody else or in another environment; pass a stand-in exactly as you got it, or read the record again',
} as const;

const elsewhere = (kind: Kind) =>
  `stands for a value of kind ${kind} and is taken in arguments of that kind alone, as their whole value; leave it out here`;

function refuse(path: string, reason: string, given: string): CallError {
  const text = given.slice(anyStandIn.exec(given)?.index ?? 0);
  const shown = `${text.slice(0, 20)}${text.length > 20 ? '...' : ''}`;
  // A name that is a stand-in itself is not repeated.
  const name = showPath(path.replace(/pii(?::|%3a).*/is, 'pii_'));
  return new CallError('invalid_arguments', `${name} holds ${shown}, which ${reason}`);
}

/** What was checked and made of the opened arguments is theirs in form, so values are looked for, not places. */
function closeMembers(value: Members, standInOf: ReadonlyMap<string, string>): Members {
  const closed = closeAt(value, standInOf);
  return isObject(closed) ? closed : value;
}

function closeAt(value: unknown, standInOf: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return standInOf.get(value) ?? standInOf.get(value.trim()) ?? value;
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((item) => closeAt(item, standInOf));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, closeAt(item, standInOf)]));
}
