/**
 * What is known of Alloy's operations, as the fixtures hold it: names, places, types and figures, apart from the
 * definitions in tools/, which tests measure by it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const fieldFacts = z.strictObject({
  type: z.enum([
    'string',
    'integer',
    'number',
    'boolean',
    'object',
    'object[]',
    'string[]',
    'any[]',
    'string|integer',
    'string|number|boolean',
  ]),
  required: z.literal(true).optional(),
  nullable: z.literal(true).optional(),
  readOnly: z.literal(true).optional(),
  enum: z.array(z.string()).optional(),
  itemEnum: z.array(z.string()).optional(),
  maxLength: z.int().optional(),
  maximum: z.int().optional(),
  pattern: z.string().optional(),
  oneOf: z.array(z.array(z.string())).optional(),
  variant: z.enum(['person', 'transaction']).optional(),
  requiredInVariant: z.literal(true).optional(),
});
/** Keys are paths: `query.page`, `headers.alloy-sandbox`, `body.entities[].data.name_first`, `body[].value`. */
const fields = z.record(z.string(), fieldFacts);

const operation = z.strictObject({
  /** Every tool of the operation; `arguments` leads from an argument's name to its place where the names differ. */
  tools: z.record(
    z.string(),
    z.strictObject({ arguments: z.record(z.string(), z.string()), required: z.array(z.string()) }),
  ),
  deprecated: z.literal(true).optional(),
  oneOfHeaders: z.array(z.string()).optional(),
  body: z.strictObject({
    kind: z.enum(['none', 'json', 'array', 'bytes']),
    required: z.literal(true).optional(),
    open: z.literal(true).optional(),
    oneOf: z.array(z.array(z.string())).optional(),
  }),
  /** The forms of `body.data`, by event type. */
  variants: z
    .record(z.string(), z.strictObject({ oneOf: z.array(z.array(z.string())).optional(), fields }))
    .optional(),
  fields,
});
const toolsetFile = z.strictObject({ toolset: z.string(), operations: z.record(z.string(), operation) });

export type FieldFacts = z.infer<typeof fieldFacts>;
export type Fields = Readonly<Record<string, FieldFacts>>;

export interface OperationFacts extends z.infer<typeof operation> {
  readonly toolset: string;
  readonly method: string;
  readonly path: string;
}

export interface ToolFacts {
  readonly name: string;
  readonly operation: OperationFacts;
  /** Argument name -> `path.entity_token`, `body.agent_token`, `body.investigation_tokens[0]`. */
  readonly places: Readonly<Record<string, string>>;
  /** What the seed calls required. */
  readonly required: readonly string[];
}

const folder = new URL('../../fixtures/operations/', import.meta.url);

export function readOperationFacts(): readonly OperationFacts[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const file = toolsetFile.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
      return Object.entries(file.operations).map(([key, facts]) => {
        const [method = '', path = ''] = key.split(' ');
        return { ...facts, toolset: file.toolset, method, path };
      });
    });
}

/** The facts of every tool, by its name. */
export function readToolFacts(): ReadonlyMap<string, ToolFacts> {
  return new Map(
    readOperationFacts().flatMap((facts) =>
      Object.entries(facts.tools).map(([name, tool]): [string, ToolFacts] => [
        name,
        { name, operation: facts, places: tool.arguments, required: tool.required },
      ]),
    ),
  );
}
