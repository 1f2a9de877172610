/**
 * The fact files that the fixtures were made from. Not everybody has them; they are read in their own form here and put
 * into that of the fixtures.
 */
import { readdirSync, readFileSync } from 'node:fs';
import nodePath from 'node:path';
import * as z from 'zod';
import { isObject } from '../../test/helpers/contract/field-paths.ts';

const folder = process.env['FACTS_DIR'] ?? '';
if (folder === '') throw new Error('FACTS_DIR names no folder');

const read = (path: string) => readFileSync(nodePath.join(folder, path), 'utf8');
const list = (path: string) => readdirSync(nodePath.join(folder, path)).map((name) => `${path}/${name}`);

const records = z.array(z.record(z.string(), z.unknown()));
const operations = z.array(
  z.looseObject({
    tool: z.string(),
    method: z.string(),
    path: z.string(),
    deprecated: z.boolean(),
    path_params: z.array(z.looseObject({ name: z.string(), tool_param: z.string() })),
    query: records,
    headers: records,
    body: z
      .looseObject({
        content_type: z.string(),
        required: z.boolean(),
        additional: z.boolean(),
        root: z.string().optional(),
        fields: records,
        one_of_required: z.unknown().optional(),
      })
      .nullable(),
    seed_arguments: z.record(z.string(), z.string()).nullish(),
    one_of_headers: z.unknown().optional(),
  }),
);
type Operation = z.infer<typeof operations>[number];
type Records = z.infer<typeof records>;

/** What the fixtures should say of every tool: plain data, to be compared with what they do say. */
export function readFacts(): ReadonlyMap<string, object> {
  const required = readSeedRequirements();
  const toolsets = new Map(
    read('alloy/tools.tsv')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map(([name = '', toolset = '']) => [name, toolset]),
  );
  return new Map(
    list('alloy/operations')
      .flatMap((path) => operations.parse(JSON.parse(read(path))))
      .map((operation) => [
        operation.tool,
        {
          toolset: toolsets.get(operation.tool),
          required: required.get(operation.tool) ?? [],
          places: {
            ...Object.fromEntries(
              operation.path_params.map(({ name, tool_param }) => [tool_param, `path.${name}`]),
            ),
            ...operation.seed_arguments,
          },
          ...convert(operation),
        },
      ]),
  );
}

/** The `Required:` lists of the seed. */
function readSeedRequirements(): ReadonlyMap<string, readonly string[]> {
  const lines = read('seeds/truto-alloy-tools.txt').matchAll(/^- \*\*(\w+)\*\* .*?Required: ([^.]*)\./gm);
  return new Map(
    [...lines].map(([, name = '', names = '']) => [
      name,
      names.split(',').map((each) => each.trim().replace(/^and /, '')),
    ]),
  );
}

function convert({ method, path, deprecated, query, headers, body, one_of_headers }: Operation): object {
  const fields = { ...flatten(query, 'query'), ...flatten(headers, 'headers') };
  const outer = {
    method,
    path,
    ...(deprecated ? { deprecated } : {}),
    ...optional('oneOfHeaders', one_of_headers),
  };
  if (body === null) return { ...outer, body: { kind: 'none' }, fields };
  const [first] = body.fields;
  const isWrapped = first?.['name'] === '[]';
  const members = isWrapped ? records.parse(first['fields']) : body.fields;
  const isArray = body.root === 'array' || isWrapped;
  const kind = isArray ? 'array' : body.content_type === 'application/json' ? 'json' : 'bytes';
  return {
    ...outer,
    body: {
      kind,
      ...(body.required ? { required: true } : {}),
      ...(body.additional ? { open: true } : {}),
      ...optional('oneOf', body.one_of_required),
    },
    fields: { ...fields, ...flatten(members, isArray ? 'body[]' : 'body') },
    ...convertVariants(members),
  };
}

function convertVariants(members: Records): object {
  const holder = members.find((member) => member['variants'] !== undefined);
  if (holder === undefined) return {};
  const variants = records.parse(holder['variants']).map((variant) => {
    const sets = variant['one_of_required'];
    const fields = flatten(records.parse(variant['fields']), `body.${holder['name']}`);
    return [
      variant['event_type'],
      { ...(Array.isArray(sets) && sets.length > 0 ? { oneOf: sets } : {}), fields },
    ];
  });
  return { variants: Object.fromEntries(variants) };
}

function flatten(members: Records, prefix: string): Record<string, unknown> {
  return Object.assign(
    {},
    ...members.map((member) => {
      const path = `${prefix}.${member['name']}`;
      const inner = records.parse(member['fields'] ?? []);
      return {
        [path]: convertField(member),
        ...flatten(inner, String(member['type']).startsWith('array') ? `${path}[]` : path),
      };
    }),
  );
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'any[]',
  'array<object>': 'object[]',
  'array<string>': 'string[]',
};
const variantNames: Readonly<Record<string, string>> = {
  'Evaluation Body': 'person',
  'Transaction Evaluation Body': 'transaction',
};

function convertField(member: Records[number]): object {
  const type = String(member['type']);
  return {
    type: typeNames[type] ?? type,
    ...(member['required'] === true ? { required: true } : {}),
    ...(member['nullable'] === true ? { nullable: true } : {}),
    ...(member['read_only'] === true ? { readOnly: true } : {}),
    ...optional('enum', member['enum']),
    ...optional('itemEnum', member['items_enum']),
    ...optional('maxLength', member['maxLength']),
    ...optional('maximum', member['maximum']),
    ...optional('pattern', member['pattern']),
    ...optional('oneOf', member['one_of_required']),
    ...optional('variant', variantNames[String(member['variant'])]),
    ...(member['required_in_variant'] === true ? { requiredInVariant: true } : {}),
  };
}

const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });

/** Every sentence in the fact files and the seeds, in lower case and without punctuation. */
export function readTexts(): string {
  const findTexts = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(findTexts);
    return isObject(value) ? Object.values(value).flatMap(findTexts) : [];
  };
  const facts = list('alloy/operations').flatMap((path) => findTexts(JSON.parse(read(path))));
  const pages = [...list('alloy').filter((path) => path.endsWith('.md')), ...list('seeds')].map(read);
  return normalize([...facts, ...pages].join(' | '));
}

export const normalize = (text: string) =>
  ` ${text
    .toLowerCase()
    .replaceAll('|', ' || ')
    .replaceAll(/[^\p{L}\p{N}_|]+/gu, ' ')
    .trim()} `;
