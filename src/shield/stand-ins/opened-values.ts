/**
 * What stand-ins were opened to. Whoever sent a stand-in must not get its value back, wherever Alloy put it, so all that
 * is shown to them afterwards is looked through for it.
 */
import { isContainer } from '../../base/values.ts';
import type { Shelf, State } from '../../state/state.ts';
import type { Kind } from '../kind.ts';
import { KnownValues } from '../texts/known-values.ts';
import { replaceKnown } from '../texts/replace-known.ts';
import type { OpenedValue } from './open-arguments.ts';

export interface OpenedValues {
  /** Also learns what other processes have opened since. */
  remember(opened: readonly OpenedValue[], principal: string): Promise<void>;
  /**
   * The same value where it holds none. What is not written as it was opened is shown as `replace` has it. What `sent`
   * holds in clear stays where it comes back as it was: that some of it is replaced would tell which of many guesses is
   * the value behind a stand-in.
   */
  hide<Value>(
    value: Value,
    principal: string,
    sent: unknown,
    replace: (kind: Kind, text: string) => string,
  ): Value;
}

/** Of one principal: a list of 30,000 rows is replaced in one call. The longest unused are forgotten. */
const mostOpened = 40_000;
const mostPrincipals = 500;
const mostInAll = 200_000;
/** So many are added before all are put in order anew, which takes as long as there are values. */
const mostRecent = 500;

/** The values of one principal, ready to be searched for. */
interface Known {
  items: unknown;
  readonly standIns: Map<string, string>;
  older: KnownValues;
  recent: KnownValues;
  recentCount: number;
}

export function createOpenedValues(state: State): OpenedValues {
  const shelf: Shelf = state.shelf('opened values', { mostItems: mostOpened, mostPrincipals, mostInAll });
  const byPrincipal = new Map<string, Known>();

  function add(known: Known, kind: Kind, value: string, standIn: string): void {
    const id = JSON.stringify([kind, value]);
    if (known.standIns.has(id)) return;
    known.standIns.set(id, standIn);
    known.recent.add(kind, value);
    known.recentCount += 1;
    if (known.recentCount <= mostRecent) return;
    known.older = createKnown();
    for (const each of known.standIns.keys()) known.older.add(...readId(each));
    known.recent = createKnown();
    known.recentCount = 0;
  }

  return {
    async remember(opened, principal) {
      const items = opened.map(({ kind, value, standIn }) => ({
        id: JSON.stringify([kind, value]),
        text: standIn,
      }));
      if (items.length > 0) await shelf.put(principal, items);
      const kept = await shelf.list(principal);
      let known = byPrincipal.get(principal);
      if (kept.length + opened.length === 0 && known === undefined) return;
      if (known === undefined || known.standIns.size > 2 * mostOpened) known = createEmpty();
      // What is used last is forgotten last.
      byPrincipal.delete(principal);
      byPrincipal.set(principal, known);
      const [oldest] = byPrincipal.keys();
      if (byPrincipal.size > mostPrincipals && oldest !== undefined) byPrincipal.delete(oldest);
      if (known.items !== kept) {
        for (const { id, text } of kept) add(known, ...readId(id), text);
        known.items = kept;
      }
      for (const { kind, value, standIn } of opened) add(known, kind, value, standIn);
    },
    hide(value, principal, sent, replace) {
      const known = byPrincipal.get(principal);
      if (known === undefined) return value;
      const show = (kind: Kind, text: string) =>
        known.standIns.get(JSON.stringify([kind, text])) ?? replace(kind, text);
      const spared = listLeaves(sent);
      const rest = known.older.isEmpty ? value : replaceKnown(value, known.older, show, spared);
      const shown = known.recent.isEmpty ? rest : replaceKnown(rest, known.recent, show, spared);
      // A copy of the same shape: texts for texts.
      return shown as typeof value;
    },
  };
}

const createKnown = () => new KnownValues({ limit: Number.POSITIVE_INFINITY, strict: true });

const createEmpty = (): Known => ({
  items: undefined,
  standIns: new Map(),
  older: createKnown(),
  recent: createKnown(),
  recentCount: 0,
});

function readId(id: string): readonly [Kind, string] {
  const [kind, value]: readonly [Kind, string] = JSON.parse(id);
  return [kind, value];
}

/** Texts and numbers of a value. */
function listLeaves(value: unknown, leaves = new Set<string>(), depth = 0): ReadonlySet<string> {
  if (typeof value === 'string' || typeof value === 'number') leaves.add(String(value));
  else if (isContainer(value) && depth < deepest)
    for (const member of Object.values(value)) listLeaves(member, leaves, depth + 1);
  return leaves;
}

const deepest = 110;
