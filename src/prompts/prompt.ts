/** A prompt as data: what it asks for, and the steps that a model is guided through. */
import type { Values } from '../completion/values.ts';

export interface PromptArgument {
  readonly description: string;
  readonly required?: true;
  /** What a client can be offered for it. */
  readonly values?: Values;
  /** Characters that are passed on; what goes beyond is cut. */
  readonly longest?: number;
}

export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: Readonly<Record<string, PromptArgument>>;
  /** The prompt is not offered where one of these tools is hidden. */
  readonly needs: readonly string[];
  readonly goal: string;
  /** Each names its tools in backticks, and is left out where one of them is hidden. */
  readonly steps: readonly string[];
}
