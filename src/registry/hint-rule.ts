/**
 * A situation in which a call fails, and what to do in it. `field` is matched with the names of fields that Alloy's
 * details point at, `message` with its text; neither is ever repeated.
 */
import type { ErrorKind } from '../base/errors.ts';

/** What one tool says of its own failures; the first that fits counts. */
export interface ToolHint {
  readonly kind?: ErrorKind;
  readonly minorCode?: number;
  readonly status?: number;
  /** A field that was refused, or an argument value: `args.event_type`. */
  readonly field?: RegExp;
  readonly message?: RegExp;
  /** The call has this argument. */
  readonly argument?: string;
  readonly hint: string;
}

/** What several tools share. */
export interface HintRule extends ToolHint {
  /** The tool's name, or that of the tool it repeats. */
  readonly tool?: RegExp;
  /** Alloy's path. */
  readonly path?: RegExp;
}

/** All that hints are made of beside what the tools say themselves, by Alloy's names of the places in a call. */
export interface HintFacts {
  /** They count before the hints of the tool itself. */
  readonly firstRules: readonly HintRule[];
  /** They count after the hints of the tool itself. */
  readonly lastRules: readonly HintRule[];
  /** How each thing that a call can name is found; `{}` is the argument that names it. */
  readonly unknownObjectHints: Readonly<Record<string, string>>;
  /** Other names of the same places. */
  readonly samePlaces: Readonly<Record<string, string>>;
  /** Places that can hold an entity. */
  readonly entityPlaces: readonly string[];
  /** Form of a path, and what shows whether a write to it was done, where the tool does not say so itself. */
  readonly readBackTools: readonly (readonly [RegExp, string])[];
}
