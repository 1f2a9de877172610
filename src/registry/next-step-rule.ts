/** What to call after an answer, and when: those of one tool stand in its definition, shared ones in tools/next-steps. */
import type { Path, Selection, Template } from './reference.ts';

/** One of these words; or there is something; or there is nothing. */
export type Condition = readonly (string | number | boolean)[] | 'present' | 'absent';

/** What one tool proposes after its own answers. */
export interface ToolNextStep {
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

/** What several tools share. */
export interface NextStepRule extends ToolNextStep {
  /** Tools whose answers it is about, by the name of the primary one. */
  readonly after: readonly string[];
}

/** What Alloy asks for by name: those of our arguments that have the name, and for all other names one more. */
export interface AskedNeeds {
  readonly asked: Path;
  readonly among: readonly string[];
  readonly otherwise: string;
}
