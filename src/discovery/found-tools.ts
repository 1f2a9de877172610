/** Ranked tools -> what alloy_find_tools answers: as much of each as a model can use, within a limit. Pure. */
import type { JsonSchema } from '../registry/schema.ts';
import type { Effect } from '../registry/tool.ts';
import type { RankedTool } from './tool-search.ts';

/** All that can be told of a tool. */
export interface ToolDescription {
  readonly effect: Effect;
  readonly description: string;
  /** The whole schema, without internal keywords. */
  readonly schema: JsonSchema;
  /** The schema of `tools/list`: enough for most calls, where the whole one is too long. */
  readonly shortSchema: JsonSchema;
}

interface FoundTool {
  readonly name: string;
  readonly effect: Effect;
  readonly description: string;
  readonly input_schema?: JsonSchema;
  /** Said where input_schema is missing or shortened. */
  readonly note?: string;
}

export interface FoundTools {
  readonly tools: readonly FoundTool[];
  readonly hint?: string;
}

export const defaultMaxChars = 12_000;

const hintForNone =
  'No tool matches. Say what you want to do and to what, e.g. "add a person to the deny list"; objects are: evaluation, journey application, entity (person, business), entity group, document, investigation, alert, case, review, list, custom list, event, transaction, bank account, published attribute.';

/**
 * Every tool gets its name, effect and description; then, best first, the whole schema where there is room, else the
 * short one, else none. Describe is given the names of `ranked` only.
 */
export function buildFoundTools(
  ranked: readonly RankedTool[],
  describe: (name: string) => ToolDescription,
  maxChars = defaultMaxChars,
): FoundTools {
  if (ranked.length === 0) return { tools: [], hint: hintForNone };
  const candidates = ranked.map(({ name }) => ({ name, whole: describe(name) }));
  const listed: FoundTool[] = [];
  let room = maxChars;
  for (const { name, whole } of candidates) {
    const found = buildWithoutSchema(name, whole);
    room -= countChars(found);
    // The best one is told in any case.
    if (room < 0 && listed.length > 0) break;
    listed.push(found);
  }
  const tools = listed.map((found, index) => {
    const whole = candidates[index]?.whole;
    const options = whole === undefined ? [] : buildWithSchema(found, whole);
    const fitting = options.find((option) => countChars(option) - countChars(found) <= room) ?? found;
    room -= countChars(fitting) - countChars(found);
    return fitting;
  });
  const left = candidates.length - tools.length;
  return {
    tools,
    ...(left === 0
      ? {}
      : { hint: `${left} more left out for length; ask again in other words or with a smaller limit.` }),
  };
}

const buildWithoutSchema = (name: string, { effect, description }: ToolDescription): FoundTool => ({
  name,
  effect,
  description,
  note: `For input_schema call alloy_describe_tool {"name": "${name}"}.`,
});

function buildWithSchema(
  { name, effect, description }: FoundTool,
  { schema, shortSchema }: ToolDescription,
): readonly FoundTool[] {
  return [
    { name, effect, description, input_schema: schema },
    {
      name,
      effect,
      description,
      input_schema: shortSchema,
      note: `input_schema is shortened; alloy_describe_tool {"name": "${name}"} gives it whole.`,
    },
  ];
}

const countChars = (tool: FoundTool) => JSON.stringify(tool).length;
