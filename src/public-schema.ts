/** A tool's JSON Schema as anybody outside may see it: without the keywords that are this program's own. Pure. */
import { isSchema, type JsonSchema } from './schema.ts';

const internalKeywords: ReadonlySet<string> = new Set([
  ...['hint', 'compact', 'piece', 'plain', 'brief', 'told'],
]);

export function buildPublicSchema(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      // An argument may have such a name; then it is a schema.
      .filter(([key, value]) => !internalKeywords.has(key) || isSchema(value))
      .map(([key, value]) => [key, withoutInternal(value)]),
  );
}

function withoutInternal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInternal);
  return isSchema(value) ? buildPublicSchema(value) : value;
}
