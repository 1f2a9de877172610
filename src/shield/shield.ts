/**
 * The shield for personal data: what an agent sees is masked or replaced by stand-ins, and what it sends is opened
 * again while the request is built. Set up by the operator alone; nothing in a call can weaken it.
 */

import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Members } from '../base/values.ts';
import type { State } from '../state/state.ts';
import { removeCredentials } from './credentials.ts';
import { replaceElsewhere } from './elsewhere.ts';
import { type Kind, kindClasses, mapKinds, piiClasses } from './kind.ts';
import { buildMask } from './mask.ts';
import type { Modes } from './modes.ts';
import { protectValue } from './protect-value.ts';
import { createWork, type Protection } from './protection.ts';
import { protectValueInSlices } from './slices.ts';
import { type OpenedArguments, openArguments } from './stand-ins/open-arguments.ts';
import { createOpenedValues } from './stand-ins/opened-values.ts';
import { createRecordPlace } from './stand-ins/record-place.ts';
import { createStandIns, saltBytes } from './stand-ins/stand-ins.ts';
import { KnownValues } from './texts/known-values.ts';
import { replaceKnown } from './texts/replace-known.ts';

export type { OpenedArguments } from './stand-ins/open-arguments.ts';

export interface Shield {
  /**
   * A JSON value with personal data protected; the same object when nothing had to change. What fields of `sent` hold,
   * the arguments that brought the answer about, is found in the value wherever it stands. `onWithheld` is told when the
   * answer was too long to be looked through, and its rest is not in the value.
   */
  protect(value: unknown, principal: string, sent?: unknown, onWithheld?: () => void): unknown;
  /** The same for long values, with the thread given up in between, so that they hold up nobody else. */
  protectInSlices(
    value: unknown,
    principal: string,
    sent?: unknown,
    onWithheld?: () => void,
  ): Promise<unknown>;
  /**
   * The last look at what is shown, whatever made it: values that this principal's stand-ins were opened to are hidden
   * in every spelling, but for what `sent` held in clear. The same object when it holds none.
   */
  hideOpened<Value>(value: Value, principal: string, sent?: unknown): Value;
  /**
   * Arguments for the request, with stand-ins replaced by the values they stand for. Throws a CallError, or rejects with
   * it, that names the argument for a stand-in in a place of another kind, for one that is foreign, expired or altered,
   * and for a masked value.
   */
  open(args: Members, principal: string): OpenedArguments | Promise<OpenedArguments>;
}

export interface ShieldOptions {
  readonly modes: Modes;
  /** At least 32 characters each. The first seals, all open: put a new one in front and drop the old one later. */
  readonly keys?: readonly string[];
  /** What stand-ins hold for beside their principal: environment, base URL and installation. */
  readonly place?: readonly string[];
  /** Where the values that were opened are remembered. */
  readonly state: State;
}

export function createShield({ modes, keys = [], place = [], state }: ShieldOptions): Shield {
  const usesStandIns = piiClasses.some((each) => modes[each] === 'token');
  const standIns = usesStandIns || keys.length > 0 ? createStandIns({ keys, place }) : undefined;
  const isOff = piiClasses.every((each) => modes[each] === 'off');
  const active = mapKinds((kind) => modes[kindClasses[kind]] !== 'off');
  const needsLetters = modes.contact !== 'off' || modes.names !== 'off';
  const showsLastDigits = (kind: Kind) => modes[kindClasses[kind]] === 'mask';
  /** What seals values of that kind; nothing where they are masked. */
  const findSealer = (kind: Kind) => (modes[kindClasses[kind]] === 'token' ? standIns : undefined);
  const opened = createOpenedValues(state);

  /** Where no record is known to be the value's own, every stand-in of it is another one. */
  const showAlone = (kind: Kind, text: string, principal: string): string => {
    const salt = isGuessable(kind, text) ? randomBytes(saltBytes) : undefined;
    return findSealer(kind)?.seal(kind, text, principal, salt) ?? buildMask(kind, text);
  };

  /** What looking through one answer needs, with what the call sent looked through already. */
  function prepare(principal: string, sent: unknown): Protection {
    /** Kinds that the caller brought in clear: with equal stand-ins it could try values out until one fits. */
    const brought = new Set<Kind>();
    const record = usesStandIns ? createRecordPlace() : undefined;
    // Written out, not spread: a copy with members added costs as much as a tenth of an answer.
    const protection: Protection = {
      active,
      needsLetters,
      showsLastDigits,
      reuses: (kind, text) =>
        findSealer(kind) === undefined || !(brought.has(kind) || isGuessable(kind, text)),
      replace(kind, text) {
        const sealer = findSealer(kind);
        if (sealer === undefined) return buildMask(kind, text);
        if (brought.has(kind)) return sealer.seal(kind, text, principal, randomBytes(saltBytes));
        const salt = isGuessable(kind, text) ? sealer.deriveSalt(principal, record?.read() ?? '') : undefined;
        return sealer.seal(kind, text, principal, salt);
      },
      found: [],
      left: [],
      work: createWork(),
      ...record,
    };
    protectValue(sent, protection);
    for (const { kind } of protection.found) brought.add(kind);
    protection.left.length = 0;
    protection.sent = protection.found.length;
    return protection;
  }

  function finish(
    shown: unknown,
    protection: Protection,
    principal: string,
    sent: unknown,
    onWithheld?: () => void,
  ): unknown {
    if (protection.work.withheld) onWithheld?.();
    return hideOpened(replaceAgain(shown, protection, sent), principal, sent);
  }

  function protect(value: unknown, principal: string, sent?: unknown, onWithheld?: () => void): unknown {
    const rest = removeCredentials(value);
    if (isOff) return rest;
    const protection = prepare(principal, sent);
    return finish(protectValue(rest, protection), protection, principal, sent, onWithheld);
  }

  async function protectInSlices(
    value: unknown,
    principal: string,
    sent?: unknown,
    onWithheld?: () => void,
  ): Promise<unknown> {
    const rest = removeCredentials(value);
    if (isOff) return rest;
    const protection = prepare(principal, sent);
    const shown = await protectValueInSlices(rest, protection, () => nextTurn());
    return finish(shown, protection, principal, sent, onWithheld);
  }

  const hideOpened = <Value>(value: Value, principal: string, sent?: unknown): Value =>
    opened.hide(value, principal, sent, (kind, text) => showAlone(kind, text, principal));

  return {
    protect,
    protectInSlices,
    hideOpened,
    open(args, principal) {
      const given = openArguments(args, { standIns, principal });
      // Without stand-ins nothing was ever opened, and most calls have nothing to wait for.
      if (standIns === undefined) return given;
      const remember = async (result: OpenedArguments) => {
        const hidden = result.values.filter(({ kind }) => active[kind]);
        await opened.remember(hidden, principal);
        return result;
      };
      return given instanceof Promise ? given.then(remember) : remember(given);
    },
  };
}

/** So few possible values that whoever may compare stand-ins can try them all. */
function isGuessable(kind: Kind, text: string): boolean {
  const { [kind]: each } = kindClasses;
  if (each === 'birth_dates' || each === 'names' || kind === 'secret') return true;
  return text.replace(/[^\p{L}\d]/gu, '').length < 7;
}

/** What fields held may stand elsewhere too. Mostly it does not, which what was left tells without a second walk. */
function replaceAgain(value: unknown, protection: Protection, sent: unknown): unknown {
  const { found, left } = protection;
  if (found.length === 0) return value;
  // Most answers hold no other text that could hold a number: to set up the search costs more than the look.
  const areNumbers = found.every(({ kind, text }) => kind !== 'secret' && hasDigits(text));
  if (areNumbers && !left.some((each) => hasDigits(String(each)))) return value;
  const shown = new Map(found.map((each) => [each.text, each.shown]));
  const replace = (kind: Kind, text: string) => shown.get(text) ?? protection.replace(kind, text);
  const known = new KnownValues();
  for (const { kind, text } of found) known.add(kind, text);
  if (known.isEmpty) return value;
  // A secret may be a mere word, and those are not noted as left.
  const isElsewhere =
    found.some(({ kind }) => kind === 'secret') ||
    left.some((each) => replaceKnown(each, known, replace) !== each);
  return isElsewhere ? replaceElsewhere(value, known, replace, sent) : value;
}

/** Four digits, the fewest that a date or number of a person has in any spelling. Those of other scripts may count. */
function hasDigits(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code >= 48 && code <= 57) || code >= 128) digits += 1;
    if (digits === 4) return true;
  }
  return false;
}
