/**
 * What a tool is: one Alloy operation as data, with all that belongs to it alone. Nothing here performs I/O;
 * `request.ts` turns a tool and its arguments into an HTTP request, `catalog.ts` into what a client is shown.
 */
import * as z from 'zod';
import type { ToolHint } from './hint-rule.ts';
import type { ToolNextStep } from './next-step-rule.ts';
import type { Path, Template } from './reference.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What a call does to the account. `decide` changes a compliance decision or somebody's access; `destroy` loses
 * data that cannot be brought back.
 */
export type Effect = 'read' | 'write' | 'decide' | 'destroy';

export type Schema = z.ZodType;

/**
 * Where the value of one Alloy field comes from: an argument of the same name (a schema), one argument of another
 * name (`{ id: schema }`), or several that are put together into one array
 * (`{ investigation_token: one, investigation_tokens: several }`).
 */
export type Source = Schema | Readonly<Record<string, Schema>>;
export type Sources = Readonly<Record<string, Source>>;

export type Body =
  /** A JSON object of these fields. `rest` is one argument whose members are merged in beside them. */
  | { readonly kind: 'json'; readonly fields: Sources; readonly rest?: Readonly<Record<string, Schema>> }
  /** A JSON array that is the whole body, taken from one argument. */
  | { readonly kind: 'array'; readonly items: Readonly<Record<string, Schema>> }
  /** Raw bytes, from `content_base64` or from `file_path` below the operator's folder. */
  | { readonly kind: 'bytes' };

/** How a list operation pages, in Alloy's own argument names. `items` is where the records are in the answer. */
export type Paging =
  | {
      readonly style: 'page';
      readonly page: string;
      readonly size: string;
      readonly defaultSize: number;
      /** Dotted path of the array in the answer; `''` when the answer is the array. */
      readonly items: string;
      /** Dotted path of the number of pages, or of records, when Alloy tells one. */
      readonly totalPages?: string;
      readonly totalItems?: string;
    }
  | {
      readonly style: 'offset';
      readonly offset: string;
      readonly size: string;
      readonly defaultSize: number;
      readonly items: string;
      readonly totalItems: string;
    };

/** A fault found in arguments before anything is sent. */
export interface Issue {
  /** Dotted path, e.g. `data.entities.0.external_entity_id`. */
  readonly argument: string;
  /** What is wrong, what was expected and, where it helps, an example. */
  readonly message: string;
  /** As zod names the type that is due there and that a text may stand for; an object or a list if this says nothing. */
  readonly expected?: string;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** The most that a caller may ask to wait for. */
export const longestWaitSeconds = 300;
/** A client that is shown no progress gives up after 60 s, most of them, and repeats what it believes has failed. */
export const patienceSeconds = 45;

/** How a tool that starts or reads something unfinished is waited for: a read tool is polled until it has settled. */
export interface Wait {
  /** Read tool that is polled. */
  readonly tool: string;
  /** Its arguments, from those of the call and from its answer. */
  readonly arguments: Readonly<Record<string, Template>>;
  /** Where the state stands in the answers; the first place that has one counts. None yet: look again. */
  readonly state: readonly Path[];
  /** States in which Alloy is at work. All others are final or wait for somebody: looking again would not help. */
  readonly busy: readonly (string | number)[];
  /** For records whose states are not documented: what is there once they have ended. */
  readonly ended?: Path;
  /** What is waited for, as a word in progress messages: `application`, `batch`. */
  readonly what: string;
  /** Counters of what is left, and of all, where the answer has them. */
  readonly left?: Path;
  readonly total?: Path;
}

interface RawResponses {
  /** Where a call that must not be repeated is read again; none for reads, which are. */
  readonly readBack?: string;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** What it does, when to use it, what comes back, what it changes. Plain words, at most 1,024 characters. */
  readonly description: string;
  readonly method: Method;
  /** Alloy's path below the base URL, with `{placeholders}`. */
  readonly path: string;
  /** One source for each placeholder of `path`. */
  readonly params: Sources;
  readonly query: Sources;
  /** Keys are header names in lower case (`alloy-workflow-token`); the argument is the same in snake case. */
  readonly headers: Sources;
  readonly body?: Body;
  readonly effect: Effect;
  /** Repeating the same call changes nothing more. Reads always are. */
  readonly idempotent: boolean;
  /** The tool this one repeats under another name. */
  readonly aliasOf?: string;
  /** What to use instead of an operation that Alloy has deprecated. */
  readonly deprecated?: string;
  readonly paging?: Paging;
  /** The answer is a file, not JSON. */
  readonly answer?: 'file';
  /** Alloy may finish it later, and how that is waited for. */
  readonly wait?: Wait;
  /** What to call after its answers, in the order of usefulness, after the steps it shares with others. */
  readonly nextSteps?: readonly ToolNextStep[];
  /** What to do when it fails; the first that fits counts. */
  readonly hints?: readonly ToolHint[];
  /** What shows whether a write was done whose answer got lost; where absent, what its path has in tools/hints. */
  readonly readBack?: string;
  /** Answers can hold vendors' raw responses, which are left out unless asked for. */
  readonly rawResponses?: RawResponses;
  /** Words in which people ask for it, where its own texts do not have them. Searched, never shown. */
  readonly asked?: string;
  /**
   * Arguments of a valid call beside those that the schemas give: where these alone would break a rule of `check`, or
   * show nothing of what the tool is for. Made-up values. By what a caller gave, where the kind of call depends on it.
   */
  readonly example?: Arguments | ((given: Arguments) => Arguments);
  /** At least one of these sets of arguments has to be complete. */
  readonly anyOf?: readonly (readonly string[])[];
  /** The arguments as they are meant, where the value of one depends on another: after the schemas, before `check`. */
  readonly settle?: (args: Arguments) => Arguments;
  /** Rules that one argument's schema cannot express. */
  readonly check?: (args: Arguments) => readonly Issue[];
}

type Placeholders<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Definition<Path extends string> = Omit<Tool, 'path' | 'params' | 'query' | 'headers' | 'idempotent'> & {
  readonly path: Path;
  readonly query?: Sources;
  readonly headers?: Sources;
  readonly idempotent?: true;
};
type Params<Path extends string> = [Placeholders<Path>] extends [never]
  ? { readonly params?: never }
  : { readonly params: Readonly<Record<Placeholders<Path>, Source>> };

/** Defines a tool; the compiler ties `params` to the placeholders of `path`. */
export function defineTool<const Path extends string>(definition: Definition<Path> & Params<Path>): Tool {
  const whole: Definition<Path> & { readonly params?: Sources | undefined } = definition;
  return {
    ...whole,
    params: whole.params ?? {},
    query: whole.query ?? {},
    headers: whole.headers ?? {},
    idempotent: whole.idempotent ?? whole.effect === 'read',
  };
}

/** Defines a second name for an operation; only what differs is given. */
export function defineAlias(
  primary: Tool,
  alias: Pick<Tool, 'name' | 'title' | 'description' | 'example' | 'asked'> & { readonly params?: Sources },
): Tool {
  return { ...primary, ...alias, params: { ...primary.params, ...alias.params }, aliasOf: primary.name };
}

/** The arguments that feed one Alloy field: `[argument, schema]` pairs. */
export function sourceArguments(field: string, source: Source): readonly (readonly [string, Schema])[] {
  return source instanceof z.ZodType ? [[argumentName(field), source]] : Object.entries(source);
}

/** Arguments are snake case where Alloy's header or placeholder has hyphens; other names stay Alloy's own. */
export function argumentName(field: string): string {
  return field.replaceAll('-', '_');
}
