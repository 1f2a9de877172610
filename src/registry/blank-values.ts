/**
 * Clients of strict function calling fill in every argument that there is: `null` or `''` where a model gave none. So
 * both mean that an optional argument was left out, unless its definition says here that one of them is a value.
 */
import * as z from 'zod';
import type { Schema } from './tool.ts';

const blankValues = z.registry<{ readonly blank: null | '' }>();

/** Says so of a schema, as it stands in the tool: what is derived from it does not have it. */
export const takesBlank = <Given extends Schema>(schema: Given, blank: null | ''): Given => {
  blankValues.add(schema, { blank });
  return schema;
};

/** Whether this value of an argument says nothing. */
export const isBlank = (schema: Schema, value: unknown): boolean =>
  (value === null || value === '') && blankValues.get(schema)?.blank !== value;
