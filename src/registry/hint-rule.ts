/**
 * A situation in which a call fails, and what to do in it. `field` is matched with the names of fields that Alloy's
 * details point at, `message` with its text; neither is ever repeated.
 */
import type { ErrorKind } from '../base/errors.ts';

export interface HintRule {
  readonly kind?: ErrorKind;
  readonly minorCode?: number;
  readonly status?: number;
  /** The tool's name, or that of the tool it repeats. */
  readonly tool?: RegExp;
  /** Alloy's path. */
  readonly path?: RegExp;
  /** A field that was refused, or an argument value: `args.event_type`. */
  readonly field?: RegExp;
  readonly message?: RegExp;
  /** The call has this argument. */
  readonly argument?: string;
  readonly hint: string;
}

/** All that hints are made of, by Alloy's names of the places in a call. */
export interface HintFacts {
  readonly rules: readonly HintRule[];
  /** How each thing that a call can name is found; `{}` is the argument that names it. */
  readonly unknownObjectHints: Readonly<Record<string, string>>;
  /** Other names of the same places. */
  readonly samePlaces: Readonly<Record<string, string>>;
  /** Places that can hold an entity. */
  readonly entityPlaces: readonly string[];
  /** Form of a path, and what shows whether a write to it was done. */
  readonly readBackTools: readonly (readonly [RegExp, string])[];
}
