/** Questions to the facts of a tool. */
import { findIdentityForm } from '../../../src/registry/identity-forms.ts';
import { headerArgument } from './expected-request.ts';
import type { FieldFacts, Fields, ToolFacts } from './operation-facts.ts';

/** Fields that can be written; what lies in a read-only object cannot. */
export function listWritableFields(fields: Fields): readonly (readonly [string, FieldFacts])[] {
  const readOnly = Object.keys(fields).filter((path) => fields[path]?.readOnly === true);
  const isBelow = (path: string) =>
    readOnly.some((outer) => path.startsWith(`${outer}.`) || path.startsWith(`${outer}[]`));
  return Object.entries(fields).filter(([path]) => !readOnly.includes(path) && !isBelow(path));
}

/** What Alloy documents and none of the calls has sent. */
export function listMissingFields(fields: Fields, sent: ReadonlySet<string>): readonly string[] {
  return listWritableFields(fields).flatMap(([path]) => (sent.has(path) ? [] : [`${path} is never sent`]));
}

/** Arguments, in the tool's names, that the seed or Alloy requires. */
export function listRequiredArguments(facts: ToolFacts): readonly string[] {
  const renamed = new Map(Object.entries(facts.places).map(([argument, place]) => [place, argument]));
  const required = Object.entries(facts.operation.fields).flatMap(([path, field]) => {
    const [place = '', name = '', ...deeper] = path.split('.');
    if (field.required !== true || deeper.length > 0 || place.endsWith('[]')) return [];
    return [renamed.get(path) ?? (place === 'headers' ? headerArgument(name) : name)];
  });
  const ofPath = Object.entries(facts.places).flatMap(([argument, place]) =>
    place.startsWith('path.') ? [argument] : [],
  );
  return [...new Set([...ofPath, ...facts.required, ...required])];
}

/** Typed as any number; the text says whole percent. */
const wholeNumbers = /\.ownership_percentage$/;

/** Any text will not do there, however long it may be. */
const hasForm = (path: string) => findIdentityForm(path.split('.').at(-1) ?? path) !== undefined;

/** Values that Alloy is known to take in a field, besides the plain ones of its type. */
export function listDocumentedValues(path: string, field: FieldFacts): readonly unknown[] {
  const { type, enum: values, itemEnum, nullable, maxLength, maximum, pattern } = field;
  return [
    ...(values ?? []),
    ...(itemEnum === undefined ? [] : [itemEnum]),
    ...(nullable === true ? [null] : []),
    ...(maximum === undefined ? [] : [maximum]),
    ...(type === 'number' && path.startsWith('body.') && !wholeNumbers.test(path) ? [0.5] : []),
    ...(maxLength === undefined || type !== 'string' || pattern !== undefined || hasForm(path)
      ? []
      : ['x'.repeat(maxLength)]),
  ];
}
