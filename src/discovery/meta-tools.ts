/**
 * The tools of discovery mode, by which all others are found and called. Reading and writing are apart, so that a
 * client can allow the one and ask about the other.
 */
import type { Listing } from '../registry/listing.ts';

const name = { type: 'string', description: 'As alloy_find_tools gave it' };
const call = {
  type: 'object',
  properties: {
    name,
    arguments: {
      description: "An object by the tool's input_schema",
      type: 'object',
      required: [],
      additionalProperties: true,
    },
  },
  required: ['name', 'arguments'],
  additionalProperties: false,
};

export const metaToolNames = [
  'alloy_find_tools',
  'alloy_describe_tool',
  'alloy_call_read_tool',
  'alloy_call_write_tool',
] as const;
export type MetaToolName = (typeof metaToolNames)[number];

export const isMetaTool = (tool: string): tool is MetaToolName =>
  metaToolNames.some((known) => known === tool);

const listings: Readonly<Record<MetaToolName, Listing>> = {
  alloy_find_tools: {
    name: 'alloy_find_tools',
    title: 'Find Alloy tools',
    description:
      'Finds the tools of Alloy (KYC, KYB, AML, fraud: evaluations, journeys, entities, documents, investigations, cases, reviews, events, accounts, lists, attributes) for a task told in plain words. result.tools, best first: name, effect, description, input_schema. Call one of effect read by alloy_call_read_tool, all others by alloy_call_write_tool.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'Task, e.g. put a person on the deny list' },
        limit: { type: 'integer', description: '1 to 20; default 5' },
      },
      required: ['query'],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true },
  },
  alloy_describe_tool: {
    name: 'alloy_describe_tool',
    title: 'Describe an Alloy tool',
    description:
      'Whole input_schema of one tool, with an example: where alloy_find_tools shortened it or left it out, and after a refusal of arguments.',
    inputSchema: { type: 'object', properties: { name }, required: ['name'], additionalProperties: false },
    annotations: { readOnlyHint: true },
  },
  alloy_call_read_tool: {
    name: 'alloy_call_read_tool',
    title: 'Call an Alloy tool that reads',
    description:
      'Calls a tool of effect read; it changes nothing. E.g. {"name": "get_single_alloy_evaluation_by_id", "arguments": {"id": "S-...", "fields": "summary.outcome"}}. Answers as that tool does.',
    inputSchema: call,
    annotations: { readOnlyHint: true },
  },
  alloy_call_write_tool: {
    name: 'alloy_call_write_tool',
    title: 'Call an Alloy tool that changes something',
    description:
      'Calls a tool of effect write, decide (a compliance decision, access) or destroy (data lost for good), and answers as that tool does; before the last two a person may be asked. Decide only what a person has decided. Never repeat a call blindly: runs cost money, records double; read the record first.',
    inputSchema: call,
    annotations: { destructiveHint: true },
  },
};

/** Without the tool that writes where nothing may be written. */
export function listMetaTools(writes: boolean): readonly Listing[] {
  return metaToolNames
    .filter((each) => writes || each !== 'alloy_call_write_tool')
    .map((each) => listings[each]);
}
