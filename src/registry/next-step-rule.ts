/** What to call after an answer, and when: the rules of tools/next-steps are made of these. */
import type { Path, Selection, Template } from './reference.ts';

/** One of these words; or there is something; or there is nothing. */
export type Condition = readonly (string | number | boolean)[] | 'present' | 'absent';

export interface NextStepRule {
  /** Tools whose answers it is about, by the name of the primary one. */
  readonly after: readonly string[];
  /** HTTP statuses; any when absent. */
  readonly status?: readonly number[];
  /** All of them have to hold; of several values at a path one is enough. Read with `item` where there is `each`. */
  readonly when?: Readonly<Record<Path, Condition>>;
  /** Makes one step for each of these, which its paths call `item`. */
  readonly each?: Path | Selection;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, Template>>;
  readonly needs?: readonly string[] | AskedNeeds;
  readonly why: string;
}

/** What Alloy asks for by name: those of our arguments that have the name, and for all other names one more. */
export interface AskedNeeds {
  readonly asked: Path;
  readonly among: readonly string[];
  readonly otherwise: string;
}
