/** The registry as an OpenAPI description, in the form that the peer reads. Pure. */
import * as z from 'zod';
import { buildPublicSchema } from '../../src/registry/schema.ts';
import {
  type Body,
  type Schema,
  type Source,
  type Sources,
  sourceArguments,
  type Tool,
} from '../../src/registry/tool.ts';
import { toolsets } from '../../tools/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** Tools that repeat an operation under another name are left out: a description has each operation once. */
export function buildDescription(server: string): Json {
  const paths = new Map<string, Record<string, unknown>>();
  for (const tool of Object.values(toolsets).flatMap((toolset) => Object.values<Tool>(toolset))) {
    const item = paths.get(tool.path) ?? { servers: [{ url: server }] };
    paths.set(tool.path, item);
    item[tool.method.toLowerCase()] ??= buildOperation(tool);
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Alloy', description: 'Identity decisioning', version: '1' },
    paths: Object.fromEntries(paths),
  };
}

function buildOperation(tool: Tool): Json {
  return {
    operationId: tool.name,
    description: tool.description,
    parameters: [
      ...buildParameters('path', tool.params),
      ...buildParameters('query', tool.query),
      ...buildParameters('header', tool.headers),
    ],
    ...buildBody(tool.body),
    responses: { 200: { description: 'The answer' } },
  };
}

function buildParameters(place: string, sources: Sources): readonly Json[] {
  return Object.entries(sources).map(([name, source]) => {
    const schema = firstSchema(name, source);
    const { description, ...shape } = buildSchema(schema);
    return { name, in: place, required: place === 'path' || isRequired(schema), description, schema: shape };
  });
}

function buildBody(body: Body | undefined): Json {
  if (body === undefined) return {};
  if (body.kind === 'bytes')
    return { requestBody: { content: { 'application/octet-stream': { schema: { type: 'string' } } } } };
  const schema = body.kind === 'array' ? buildArray(body.items) : buildObject(body.fields);
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function buildObject(fields: Sources): Json {
  const schemas = Object.entries(fields).map(([name, source]) => [name, firstSchema(name, source)] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(schemas.map(([name, schema]) => [name, buildSchema(schema)])),
    required: schemas.filter(([, schema]) => isRequired(schema)).map(([name]) => name),
  };
}

function buildArray(items: Source): Json {
  return buildSchema(firstSchema('items', items));
}

/** Where one of several arguments gives a field, the first has the field's own form. */
function firstSchema(field: string, source: Source): Schema {
  const [first] = sourceArguments(field, source);
  if (first === undefined) throw new TypeError(`${field} has no source`);
  return first[1];
}

const isRequired = (schema: Schema) => !schema.safeParse(undefined).success;

function buildSchema(schema: Schema): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input' });
  return buildPublicSchema(shape);
}
