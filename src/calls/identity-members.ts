/**
 * Members that identify somebody, in one form wherever they stand: an argument, a part of `data`, an entry of a list.
 * A tool need not ask for it, and cannot forget it.
 */
import * as z from 'zod';
import { isContainer, isObject } from '../base/values.ts';
import { findIdentityForm } from '../registry/identity-forms.ts';
import { argumentSchemas } from '../registry/schema.ts';
import type { Arguments, Issue, Schema, Tool } from '../registry/tool.ts';

export interface NormalizedArguments {
  /** The same object where nothing had to be written otherwise. */
  readonly args: Arguments;
  readonly issues: readonly Issue[];
}

export function createIdentityNormalizer(tool: Tool): (args: Arguments) => NormalizedArguments {
  const schemas = [...argumentSchemas(tool)];
  const tables = new Set(schemas.filter(([, schema]) => isTable(schema)).map(([name]) => name));
  return (args) => {
    const issues: Issue[] = [];
    const members = Object.entries(args).map(
      ([name, value]) =>
        [name, tables.has(name) ? value : normalizeMember(name, value, name, issues)] as const,
    );
    const isSame = members.every(([name, value]) => value === args[name]);
    return { args: isSame ? args : Object.fromEntries(members), issues };
  };
}

/** Rows whose columns are the account's own, whatever they are called. */
function isTable(schema: Schema): boolean {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodArray && inner.element instanceof z.ZodRecord;
}

/** What stands in there is the caller's own, and Alloy sends it nowhere. */
const freeGround = /(?:^|_)meta$/;

function normalizeMember(name: string, value: unknown, path: string, issues: Issue[]): unknown {
  if (isContainer(value)) return freeGround.test(name) ? value : normalizeInside(value, path, issues);
  const form = findIdentityForm(name);
  // Alloy judges what is empty: a text without anything may take a value away.
  if (form === undefined || value === '') return value;
  if (typeof value === 'number' && form.refusesNumbers) {
    issues.push({ argument: path, message: 'must be text: a number loses zeros in front' });
  }
  if (typeof value !== 'string') return value;
  const read = form.read(value);
  if (read === undefined) issues.push({ argument: path, message: form.wanted });
  return read ?? value;
}

function normalizeInside(value: object, path: string, issues: Issue[]): object {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => normalizeMember('', item, `${path}.${index}`, issues));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([name, member]) => [name, normalizeMember(name, member, `${path}.${name}`, issues)] as const,
  );
  return members.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(members);
}
