/** Reads a request's JSON body and turns what is wrong with it into Alloy's 400 / 4002. */
import type { Context } from 'hono';
import type * as z from 'zod';
import {
  type AlloyError,
  type BodyFault,
  bodyError,
  buildFault,
  fieldError,
  formatChoices,
} from '../errors.ts';
import type { Env } from './env.ts';

/** The body as JSON; undefined when there is none. Text that is not JSON is the caller's fault: 400 / 4002. */
export async function parseJson(context: Context<Env>): Promise<unknown> {
  const text = await context.req.text();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw fieldError('value', 'object.base', 'must be valid JSON');
  }
}

/** The body, checked. Throws `bodyError` with one detail per fault. */
export async function parseBody<Schema extends z.ZodType>(
  context: Context<Env>,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseValue((await parseJson(context)) ?? {}, schema);
}

export function parseValue<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: markAbsent });
  if (!parsed.success) throw buildBodyError(parsed.error);
  return parsed.data;
}

/** Joi's words for zod's issues: Alloy's details are in Joi's form. Source: https://developer.alloy.com/public/docs/_errors */
function buildBodyError(error: z.ZodError): AlloyError {
  return bodyError(error.issues.flatMap(buildFaults));
}

function buildFaults(issue: z.core.$ZodIssue): BodyFault[] {
  const path = issue.path.map(String).join('.') || 'value';
  const fault = (type: string, what: string) => [buildFault(path, type, what)];
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message === requiredMarker) return fault('any.required', 'is required');
      return fault(`${joiType(issue.expected)}.base`, `must be ${article(joiType(issue.expected))}`);
    case 'invalid_value':
      if (issue.message === requiredMarker) return fault('any.required', 'is required');
      return fault('any.only', formatChoices(issue.values));
    case 'too_small':
      if (issue.origin === 'string') return fault('any.empty', 'is not allowed to be empty');
      return fault(`${joiType(issue.origin)}.min`, `must have at least ${String(issue.minimum)}`);
    case 'too_big':
      return fault(`${joiType(issue.origin)}.max`, `must be less than or equal to ${String(issue.maximum)}`);
    case 'invalid_format':
      return fault('string.regex.base', `does not match the required format (${issue.format})`);
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        buildFault([...issue.path.map(String), key].join('.'), 'object.allowUnknown', 'is not allowed'),
      );
    case 'custom':
      return fault(String(issue.params?.['type'] ?? 'any.invalid'), issue.message);
    case 'invalid_union':
      if (issue.message === requiredMarker) return fault('any.required', 'is required');
      return fault('any.invalid', 'is not valid');
    default:
      return fault('any.invalid', 'is not valid');
  }
}

const requiredMarker = 'required';

/**
 * Zod's issues do not say whether a value was absent or of a wrong type, Joi's do; this marks the absent ones.
 */
const markAbsent: z.core.$ZodErrorMap = (issue) =>
  ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code) && issue.input === undefined
    ? requiredMarker
    : undefined;

function joiType(expected: string): string {
  if (expected === 'record') return 'object';
  if (expected === 'int') return 'number';
  return expected;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
