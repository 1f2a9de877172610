/**
 * The shield for personal data: what an agent sees is masked or replaced by stand-ins, and what it sends is opened
 * again. Set up by the operator alone; nothing in a call can weaken it.
 */

import type { Item, State } from '../state/state.ts';
import { removeCredentials } from './credentials.ts';
import { replaceElsewhere } from './elsewhere.ts';
import { type Kind, kindClasses, mapKinds, piiClasses } from './kind.ts';
import { KnownValues } from './known-values.ts';
import { buildMask } from './mask.ts';
import type { Modes } from './modes.ts';
import { openArguments } from './open-arguments.ts';
import { protectValue } from './protect-value.ts';
import { createWork, type Protection } from './protection.ts';
import { replaceKnown } from './replace-known.ts';
import { createStandIns } from './stand-ins.ts';

export interface Shield {
  /**
   * A JSON value with personal data protected; the same object when nothing had to change. What fields of `sent` hold,
   * the arguments that brought the answer about, is found in the value wherever it stands.
   */
  protect(value: unknown, principal: string, sent?: unknown): unknown;
  /**
   * Arguments with stand-ins replaced by the values they stand for. Throws a CallError that names the argument for a
   * stand-in that is unknown, foreign, expired or altered, and for a masked value.
   */
  open(
    args: Readonly<Record<string, unknown>>,
    principal: string,
  ): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}

export interface ShieldOptions {
  readonly modes: Modes;
  /** At least 32 characters each. The first seals, all open: put a new one in front and drop the old one later. */
  readonly keys?: readonly string[];
  /** Where the values that were opened are remembered. */
  readonly state: State;
}

/** How many principals, and values of each, are remembered as having been sent to Alloy. */
const mostPrincipals = 500;
const mostOpened = 1000;

export function createShield({ modes, keys = [], state }: ShieldOptions): Shield {
  const usesStandIns = piiClasses.some((each) => modes[each] === 'token');
  const standIns = usesStandIns || keys.length > 0 ? createStandIns(keys) : undefined;
  const isOff = piiClasses.every((each) => modes[each] === 'off');
  const active = mapKinds((kind) => modes[kindClasses[kind]] !== 'off');
  const needsLetters = modes.contact !== 'off' || modes.names !== 'off';
  const showsLastDigits = (kind: Kind) => modes[kindClasses[kind]] === 'mask';
  /** Values that arguments brought in: wherever Alloy stored them, they must not be read back in clear. */
  const shelf = state.shelf('opened values', { mostItems: mostOpened, mostPrincipals });
  /** What the shelf held when a principal last called, ready to be searched for. */
  const openedBy = new Map<string, Opened>();

  async function remember(opened: readonly FoundKind[], principal: string): Promise<void> {
    const items = opened
      .filter(({ kind }) => modes[kindClasses[kind]] !== 'off')
      .map(({ kind, value }) => ({ id: JSON.stringify([kind, value]), text: '' }));
    if (items.length > 0) await shelf.put(principal, items);
    await recall(principal);
  }

  /** Other processes may have opened more since. */
  async function recall(principal: string): Promise<void> {
    const items = await shelf.list(principal);
    if (openedBy.get(principal)?.items === items) return;
    if (items.length === 0) {
      openedBy.delete(principal);
      return;
    }
    const values = new KnownValues({ limit: mostOpened, strict: true });
    for (const { id } of [...items].reverse()) {
      const [kind, value]: readonly [Kind, string] = JSON.parse(id);
      values.add(kind, value);
    }
    openedBy.delete(principal);
    openedBy.set(principal, { items, values });
    const [oldest] = openedBy.keys();
    if (openedBy.size > mostPrincipals && oldest !== undefined) openedBy.delete(oldest);
  }

  function protect(value: unknown, principal: string, sent?: unknown): unknown {
    if (isOff) return removeCredentials(value);
    const replace = (kind: Kind, text: string) =>
      modes[kindClasses[kind]] === 'token' && standIns !== undefined
        ? standIns.seal(kind, text, principal)
        : buildMask(kind, text);
    // Written out, not spread: a copy with members added costs as much as a tenth of an answer.
    const protection: Protection = {
      active,
      needsLetters,
      showsLastDigits,
      replace,
      found: [],
      left: [],
      work: createWork(),
    };
    protectValue(sent, protection);
    protection.left.length = 0;
    protection.sent = protection.found.length;
    const result = replaceAgain(protectValue(removeCredentials(value), protection), protection);
    const opened = openedBy.get(principal)?.values;
    return opened === undefined ? result : replaceKnown(result, opened, replace);
  }

  return {
    protect,
    open(args, principal) {
      const found: FoundKind[] = [];
      const opened = openArguments(args, {
        standIns,
        principal,
        onOpened: (kind, value) => found.push({ kind, value }),
      });
      // Without stand-ins nothing was ever opened, and most calls have nothing to wait for.
      return standIns === undefined ? opened : remember(found, principal).then(() => opened);
    },
  };
}

interface FoundKind {
  readonly kind: Kind;
  readonly value: string;
}

interface Opened {
  readonly items: readonly Item[];
  readonly values: KnownValues;
}

/** What fields held may stand elsewhere too. Mostly it does not, which what was left tells without a second walk. */
function replaceAgain(value: unknown, { found, left, replace }: Protection): unknown {
  if (found.length === 0) return value;
  const known = new KnownValues();
  for (const { kind, text } of found) known.add(kind, text);
  if (known.isEmpty) return value;
  // A secret may be a mere word, and those are not noted as left.
  const isElsewhere =
    found.some(({ kind }) => kind === 'secret') ||
    left.some((each) => replaceKnown(each, known, replace) !== each);
  return isElsewhere ? replaceElsewhere(value, known, replace) : value;
}
