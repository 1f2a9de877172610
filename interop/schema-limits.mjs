// @ts-check
/**
 * What the providers' APIs refuse in a list of tools, with the words of their error messages where they are known:
 * OpenAI https://platform.openai.com/docs/guides/function-calling,
 * Anthropic https://docs.claude.com/en/api/messages, Gemini https://ai.google.dev/api/caching#Schema.
 */

/**
 * A tool as a request to a model shows it.
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} [namespace] Codex groups the tools of a server.
 * @property {unknown} schema
 * @property {string} description
 * @property {boolean} [strict]
 * @property {boolean} [isJsonSchema] Gemini takes JSON Schema, or a subset of OpenAPI's.
 */

/** @typedef {Readonly<Record<string, unknown>>} Members */

/**
 * @param {unknown} value
 * @returns {value is Members}
 */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The first thing that the API would refuse.
 * @param {readonly Tool[]} tools
 */
export function refuseByOpenAi(tools) {
  // A namespace is one member of the list, however many tools it holds.
  const length = new Set(tools.map(({ name, namespace }) => namespace ?? name)).size;
  if (length > 128)
    return `Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length ${length} instead.`;
  return first(tools, ({ name, schema, strict }) => {
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return `Invalid name ${name}`;
    if (!isObject(schema) || schema['type'] !== 'object') return `${name}: schema must be of type object`;
    return first(walk(schema), (part) => {
      if (part['type'] === 'array' && part['items'] === undefined)
        return `${name}: array schema missing items`;
      if (strict !== true || part['type'] !== 'object') return undefined;
      if (part['additionalProperties'] !== false) return `${name}: strict wants additionalProperties: false`;
      const { properties = {}, required } = part;
      const names = Object.keys(/** @type {object} */ (properties));
      if (!Array.isArray(required) || !names.every((key) => required.includes(key)))
        return `${name}: strict wants every property in required`;
      return undefined;
    });
  });
}

/** @param {readonly Tool[]} tools */
export function refuseByAnthropic(tools) {
  return first(tools, ({ name, schema }) => {
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) return `tools: name ${name}: String should match pattern`;
    if (!isObject(schema) || schema['type'] !== 'object')
      return `tools: ${name}: input_schema.type: Field required`;
    if (['oneOf', 'anyOf', 'allOf'].some((key) => key in schema))
      return `tools: ${name}: input_schema does not support oneOf, allOf, or anyOf at the top level`;
    return undefined;
  });
}

/** What `parameters` of a function declaration may hold; `parametersJsonSchema` takes JSON Schema. */
const geminiKeys = new Set([
  ...['type', 'format', 'title', 'description', 'nullable', 'enum', 'maxItems', 'minItems', 'properties'],
  ...['required', 'minProperties', 'maxProperties', 'minLength', 'maxLength', 'pattern', 'example', 'anyOf'],
  ...['propertyOrdering', 'default', 'items', 'minimum', 'maximum'],
]);

/** @param {readonly Tool[]} tools */
export function refuseByGemini(tools) {
  if (tools.length > 512) return `At most 512 function declarations, got ${tools.length}`;
  return first(tools, ({ name, schema, isJsonSchema }) => {
    if (!/^[a-zA-Z_][\w.:-]{0,63}$/.test(name)) return `Invalid function name ${name}`;
    if (isJsonSchema === true) return undefined;
    return first(walk(schema), (part) => {
      if (Array.isArray(part['type']))
        return `${name}: Invalid JSON payload received. Unknown name "type": Proto field is not repeating, cannot start list.`;
      const unknown = Object.keys(part).find((key) => !geminiKeys.has(key));
      if (unknown !== undefined)
        return `${name}: Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`;
      return undefined;
    });
  });
}

/**
 * A schema and every schema in it.
 * @param {unknown} schema
 * @returns {Generator<Members>}
 */
function* walk(schema) {
  if (!isObject(schema)) return;
  yield schema;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && isObject(value)) for (const part of Object.values(value)) yield* walk(part);
    else if (key === 'items' || key === 'additionalProperties') yield* walk(value);
    else if (/^(any|one|all)Of$/.test(key) && Array.isArray(value))
      for (const part of value) yield* walk(part);
  }
}

/**
 * @template Item
 * @param {Iterable<Item>} items
 * @param {(item: Item) => string | undefined} find
 */
function first(items, find) {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
