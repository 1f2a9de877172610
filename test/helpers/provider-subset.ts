/**
 * What the APIs of model providers take of a tool, and the clients in front of them: one rule a line, each with whose
 * limit it is. A list that breaks none of them can be sent to all of them as it is.
 *
 * Strict function calling of OpenAI wants every object closed and every argument required on top; frameworks rewrite
 * schemas for that or leave it off, so only its limits are rules here.
 */
import { isObject, readMember, readMembers } from '../../src/base/values.ts';

export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

interface Node {
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly depth: number;
}

interface Rule {
  readonly name: string;
  /** Whose it is. */
  readonly of: string;
  readonly tool?: (tool: ListedTool, nodes: readonly Node[]) => boolean;
  readonly node?: (node: Node) => boolean;
  readonly list?: (tools: readonly ListedTool[]) => boolean;
}

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
const keywords = ['type', 'description', 'enum', 'properties', 'required', 'items', 'additionalProperties'];

const namesOf = ({ schema }: Node) => Object.keys(readMembers(schema['properties']));
const wordsOf = ({ schema: { enum: words } }: Node): readonly unknown[] =>
  Array.isArray(words) ? words : [];
const total = (nodes: readonly Node[], count: (node: Node) => number) =>
  nodes.reduce((sum, node) => sum + count(node), 0);
const isUnique = (values: readonly unknown[]) => new Set(values).size === values.length;

const rules = [
  {
    name: 'a tool has a name of 64 small letters, digits and underscores',
    of: 'OpenAI, Anthropic, Gemini, Bedrock, Mistral; clients fold the case of names',
    tool: ({ name }) => /^[a-z][a-z0-9_]{0,63}$/.test(name),
  },
  {
    name: 'names are unique',
    of: 'all',
    list: (tools) => isUnique(tools.map(({ name }) => name)),
  },
  {
    name: 'a tool has a description of at most 1,024 characters',
    of: 'OpenAI; Bedrock wants one',
    tool: ({ description }) => description.length > 0 && description.length <= 1024,
  },
  {
    name: 'the root is an object with properties, closed or open in so many words',
    of: 'all; Bedrock and Anthropic refuse another root, converters close what says nothing',
    tool: ({ inputSchema }) =>
      readMember(inputSchema, 'type') === 'object' &&
      isObject(readMember(inputSchema, 'properties')) &&
      typeof readMember(inputSchema, 'additionalProperties') === 'boolean',
  },
  {
    name: 'each schema has one type',
    of: 'Gemini (parameters): "Proto field is not repeating"',
    node: ({ schema }) => typeof schema['type'] === 'string' && types.includes(schema['type']),
  },
  {
    name: 'no keyword but those that all know',
    of: 'Gemini: no $ref, const, oneOf, format or pattern of ours; Anthropic, OpenAI: no combination at the root',
    node: ({ schema }) => Object.keys(schema).every((key) => keywords.includes(key)),
  },
  {
    name: 'a keyword stands only with the type it is about',
    of: 'OpenAI (strict), Gemini',
    node: ({ schema: { type, ...schema } }) =>
      (schema['items'] === undefined || type === 'array') &&
      ((schema['properties'] ?? schema['required'] ?? schema['additionalProperties']) === undefined ||
        type === 'object'),
  },
  {
    name: 'an array says what its items are',
    of: 'OpenAI: "array schema missing items"; Gemini',
    node: ({ schema }) => schema['type'] !== 'array' || isObject(schema['items']),
  },
  {
    name: 'an enum is of texts, none of them empty or given twice',
    of: 'Gemini: only texts, "enum[0]: cannot be empty"',
    node: (node) =>
      node.schema['enum'] === undefined ||
      (node.schema['type'] === 'string' &&
        wordsOf(node).length > 0 &&
        isUnique(wordsOf(node)) &&
        wordsOf(node).every((word) => typeof word === 'string' && word !== '')),
  },
  {
    name: 'required is an array of names that there are',
    of: 'OpenAI (strict), Gemini; clients of Go send null for what is missing',
    node: (node) =>
      node.schema['type'] !== 'object' ||
      (Array.isArray(node.schema['required']) &&
        isUnique(node.schema['required']) &&
        node.schema['required'].every((name) => namesOf(node).includes(String(name)))),
  },
  {
    name: 'an object without members says that it is open',
    of: 'converters to strict schemas make it one that takes nothing',
    node: (node) =>
      node.path === '' ||
      node.schema['type'] !== 'object' ||
      namesOf(node).length > 0 ||
      node.schema['additionalProperties'] === true,
  },
  {
    name: 'additionalProperties is true or false',
    of: 'OpenAI (strict), Bedrock',
    node: ({ schema }) => ['undefined', 'boolean'].includes(typeof schema['additionalProperties']),
  },
  {
    name: 'properties have names of 64 letters, digits, points, hyphens and underscores',
    of: 'Anthropic: ^[a-zA-Z0-9_.-]{1,64}$',
    node: (node) => namesOf(node).every((name) => /^[a-zA-Z0-9_.-]{1,64}$/.test(name)),
  },
  {
    name: 'a description is a text with something in it',
    of: 'Gemini',
    node: ({ schema: { description } }) =>
      description === undefined || (typeof description === 'string' && description.trim() !== ''),
  },
  {
    name: 'objects are nested at most five deep',
    of: 'OpenAI (strict): 10, before that 5',
    node: ({ depth }) => depth <= 5,
  },
  {
    name: 'a tool has at most 100 properties in all',
    of: 'OpenAI (strict): 5,000, before that 100',
    tool: (_, nodes) => total(nodes, (node) => namesOf(node).length) <= 100,
  },
  {
    name: 'a tool has at most 500 words in enums in all, and at most 7,500 characters in one of many',
    of: 'OpenAI (strict): 1,000 and 15,000, before that 500 and 7,500',
    tool: (_, nodes) =>
      total(nodes, (node) => wordsOf(node).length) <= 500 &&
      nodes.every((node) => wordsOf(node).length <= 250 || wordsOf(node).join('').length <= 7500),
  },
  {
    name: 'names and words of a tool have at most 15,000 characters',
    of: 'OpenAI (strict): 120,000, before that 15,000',
    tool: (_, nodes) =>
      total(nodes, (node) => [...namesOf(node), ...wordsOf(node)].join('').length) <= 15_000,
  },
  {
    name: 'a schema takes less than 4,000 bytes',
    of: 'Codex drops all descriptions of a longer one (4,000, since then 5,000)',
    tool: ({ inputSchema }) => Buffer.byteLength(JSON.stringify(inputSchema)) < 4000,
  },
] as const satisfies readonly Rule[];

export type RuleName = (typeof rules)[number]['name'];

/** What the rules find, `rule: tool, place` each. */
export function findUnfit(tools: readonly ListedTool[]): readonly string[] {
  const walked = tools.map((tool) => ({ tool, nodes: listNodes(tool.inputSchema) }));
  const all: readonly Rule[] = rules;
  return all.flatMap(({ name, tool: holdsOfTool, node: holdsOfNode, list: holdsOfList }) => [
    ...(holdsOfList?.(tools) === false ? [name] : []),
    ...walked.flatMap(({ tool, nodes }) => [
      ...(holdsOfTool?.(tool, nodes) === false ? [`${name}: ${tool.name}`] : []),
      ...nodes
        .filter((node) => holdsOfNode?.(node) === false)
        .map(({ path }) => `${name}: ${tool.name}, ${path || 'root'}`),
    ]),
  ]);
}

/** Every schema in a schema, those that no rule knows included; a boolean in place of one is one without a type. */
function listNodes(schema: unknown, path = '', depth = 1): readonly Node[] {
  const node = { path, depth, schema: readMembers(schema) };
  const { properties, items, additionalProperties } = node.schema;
  const deeper = depth + 1;
  return [
    node,
    ...Object.entries(readMembers(properties)).flatMap(([name, member]) =>
      listNodes(member, `${path}.${name}`, isNesting(member) ? deeper : depth),
    ),
    ...(items === undefined ? [] : listNodes(items, `${path}[]`, isNesting(items) ? deeper : depth)),
    ...(isObject(additionalProperties) ? listNodes(additionalProperties, `${path}.*`, deeper) : []),
  ];
}

const isNesting = (schema: unknown) => readMember(schema, 'type') === 'object';
