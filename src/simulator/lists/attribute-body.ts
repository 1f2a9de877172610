/**
 * Bodies of POST and PATCH /published-attributes, and the filters that they may name. Sources: Alloy's OpenAPI of April
 * 2024, https://developer.alloy.com/public/docs/define-published-attributes and
 * https://developer.alloy.com/public/docs/published-attributes-and-jq
 */

import * as z from 'zod';
import { type BodyFault, bodyError, buildFault, fieldError } from '../errors.ts';
import {
  type AttributeDataType,
  type AttributeKind,
  type AttributeSettings,
  attributeDataTypes,
  type PublishedAttribute,
  type Scalar,
  scalar,
} from '../records/published-attributes.ts';
import { dateTime, isoDate, optionalText, trimmedText } from '../values.ts';

/**
 * The part of jq that makes one scalar of another: steps between bars, each a function from below or an operation such as
 * `. * 100`; undefined for other programs. Alloy runs any; there is no jq in here, so others are refused when an
 * attribute is defined rather than passed over when values come.
 */
export function parseJqFilter(program: string): Step | undefined {
  const steps: Step[] = [];
  for (const part of program.split('|')) {
    const step = parseStep(part.trim());
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return (value) =>
    steps.reduce<Scalar | undefined>((now, step) => (now === undefined ? undefined : step(now)), value);
}

/** Undefined when the value is not of the type that the step takes. */
type Step = (value: Scalar) => Scalar | undefined;

const onNumber =
  (apply: (value: number) => number): Step =>
  (value) =>
    typeof value === 'number' ? apply(value) : undefined;

const onText =
  (apply: (value: string) => Scalar | undefined): Step =>
  (value) =>
    typeof value === 'string' ? apply(value) : undefined;

const functions: Readonly<Record<string, Step>> = {
  '.': (value) => value,
  floor: onNumber(Math.floor),
  ceil: onNumber(Math.ceil),
  round: onNumber(Math.round),
  abs: onNumber(Math.abs),
  not: (value) => value === false,
  tostring: String,
  tonumber: (value) => (typeof value === 'string' ? parseNumber(value) : onNumber((number) => number)(value)),
  ascii_downcase: onText((text) => text.toLowerCase()),
  ascii_upcase: onText((text) => text.toUpperCase()),
  length: (value) => {
    if (typeof value === 'boolean') return undefined;
    return typeof value === 'string' ? [...value].length : Math.abs(value);
  },
};

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const knownJqSteps = [...Object.keys(functions), '. + n', '. - n', '. * n', '. / n'];

function parseStep(text: string): Step | undefined {
  if (Object.hasOwn(functions, text)) return functions[text];
  const [, operator = '', operand = ''] = /^\.\s*([-+*/])\s*(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const apply = operators[operator];
  if (apply === undefined) return undefined;
  return onNumber((value) => apply(value, Number(operand)));
}

function parseNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const hundredYears = 3_155_760_000;

const options = {
  default_value_note: optionalText,
  value_expires_in: z.int().min(1).max(hundredYears).nullish(),
  jq_filter: z
    .string()
    .refine((program) => parseJqFilter(program) !== undefined, {
      message: `uses more of jq than the embedded Alloy has: ${knownJqSteps.join(', ')}, joined by |`,
      params: { type: 'any.invalid' },
    })
    .nullish(),
  description: optionalText,
};

export const newAttribute = z.strictObject({
  published_attribute_name: trimmedText,
  data_type: z.enum(attributeDataTypes),
  default_value: scalar,
  contains_pii: z.boolean(),
  object_type: z.enum(['entity', 'transaction']),
  ...options,
});

export const attributePatch = z.strictObject({
  published_attribute_name: trimmedText.optional(),
  default_value: scalar.optional(),
  archived: z.boolean().optional(),
  ...options,
  published_attribute_token: z.unknown().optional(),
  data_type: z.unknown().optional(),
  contains_pii: z.unknown().optional(),
  object_type: z.unknown().optional(),
});

/** Throws 400 / 4002 for a default that is not of the data type. */
export function buildDefinition(body: z.output<typeof newAttribute>): AttributeSettings & AttributeKind {
  checkDefault(body.data_type, body.default_value);
  return {
    name: body.published_attribute_name,
    dataType: body.data_type,
    containsPii: body.contains_pii,
    objectType: body.object_type,
    defaultValue: body.default_value,
    defaultValueNote: body.default_value_note ?? null,
    valueExpiresIn: body.value_expires_in ?? null,
    jqFilter: body.jq_filter ?? null,
    description: body.description ?? null,
    archived: false,
  };
}

/**
 * What stays as it is may be sent along; another value for a fixed member is refused. Whether Alloy refuses or ignores
 * it is not public.
 */
export function buildSettings(
  attribute: PublishedAttribute,
  body: z.output<typeof attributePatch>,
): AttributeSettings {
  const fixed = {
    published_attribute_token: attribute.token,
    data_type: attribute.dataType,
    contains_pii: attribute.containsPii,
    object_type: attribute.objectType,
  };
  const faults = Object.entries(fixed).flatMap(([path, value]): BodyFault[] => {
    const sent = new Map(Object.entries(body)).get(path);
    if (sent === undefined || sent === value) return [];
    return [buildFault(path, 'any.only', 'cannot be changed')];
  });
  if (faults.length > 0) throw bodyError(faults);
  if (body.default_value !== undefined) checkDefault(attribute.dataType, body.default_value);
  const said = <T>(value: T | undefined, known: T): T => (value === undefined ? known : value);
  return {
    name: said(body.published_attribute_name, attribute.name),
    defaultValue: said(body.default_value, attribute.defaultValue),
    defaultValueNote: said(body.default_value_note, attribute.defaultValueNote),
    valueExpiresIn: said(body.value_expires_in, attribute.valueExpiresIn),
    jqFilter: said(body.jq_filter, attribute.jqFilter),
    description: said(body.description, attribute.description),
    archived: said(body.archived, attribute.archived),
  };
}

function checkDefault(dataType: AttributeDataType, value: Scalar): void {
  if (!isOfType(dataType, value))
    throw fieldError('default_value', `${dataType}.base`, `must be of type ${dataType}`);
}

/** Nothing is converted: the text "7" is no integer. */
export function isOfType(dataType: AttributeDataType, value: Scalar): boolean {
  return schemas[dataType].safeParse(value).success;
}

const schemas: Readonly<Record<AttributeDataType, z.ZodType>> = {
  integer: z.int(),
  decimal: z.number(),
  string: z.string(),
  boolean: z.boolean(),
  date: isoDate,
  timestamp: dateTime,
};
