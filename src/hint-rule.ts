/**
 * A situation in which a call fails, and what to do in it. `field` is matched with the names of fields that Alloy's
 * details point at, `message` with its text; neither is ever repeated.
 */
import type { ErrorKind } from './errors.ts';

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
