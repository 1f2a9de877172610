/**
 * The call that reads on in an answer that was cut: the same tool, whose `fields` is the address of the kept answer.
 * `fields` is taken for it, since every tool has it already: one more argument would cost four tokens in a hundred of
 * the whole list. An address is no JMESPath, so that neither can be taken for the other.
 *
 * Clients check required arguments before they send a call, so the call that is shown has all of them. Their values
 * are not looked at when an answer is read on; what was given is not repeated, since bodies are long, and since a call
 * of which only `fields` got lost would be carried out a second time. The words that stand for it are refused.
 */
import { readMembers } from '../base/values.ts';
import { compactSchema, fullSchema, type JsonSchema } from '../registry/schema.ts';
import type { Tool } from '../registry/tool.ts';

/** Stands for a value that was given before. */
export const asBefore = '(as before)';

/** `TOOL {"fields": "alloy://answers/..."}`; `via` is the tool of discovery that it is called by. */
export function formatReadOnCall(tool: Tool, address: string, via: string | undefined): string {
  if (via !== undefined) return formatCall(via, { name: tool.name, arguments: { fields: address } });
  return formatCall(tool.name, { ...buildLeastArguments(tool), fields: address });
}

const formatCall = (name: string, args: object) => `${name} ${JSON.stringify(args)}`;

/** What passes the check of a client that has the tool's schema from the list. */
function buildLeastArguments(tool: Tool): Readonly<Record<string, unknown>> {
  const { properties, required } = compactSchema(fullSchema(tool), tool.name);
  const names = Array.isArray(required) ? required.map(String) : [];
  const schemas = readMembers(properties);
  return Object.fromEntries(names.map((name) => [name, buildLeast(readMembers(schemas[name]))]));
}

function buildLeast({ type, enum: values, anyOf, items }: JsonSchema): unknown {
  if (Array.isArray(values)) return values[0];
  if (Array.isArray(anyOf)) return buildLeast(readMembers(anyOf[0]));
  switch (Array.isArray(type) ? type[0] : type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 1;
    case 'array':
      return readMembers(items)['type'] === 'string' ? [asBefore] : [];
    case 'object':
      return {};
    default:
      return asBefore;
  }
}
