/** Rules that hold for the whole registry, as it is listed to clients. */
import { specTypeSchemas } from '@modelcontextprotocol/client';
import { Ajv, AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { readListing } from '../../src/registry/argument-listing.ts';
import type { CatalogEntry } from '../../src/registry/listing.ts';
import { argumentSchemas, fullSchema, withoutNull } from '../../src/registry/schema.ts';
import { toolsets } from '../../tools/index.ts';
import { buildFullCalls, toArgumentPath } from '../helpers/contract/contract-calls.ts';
import { listWritableFields } from '../helpers/contract/contract-facts.ts';
import { isObject, type JsonObject } from '../helpers/contract/field-paths.ts';
import { readOperationFacts, readToolFacts } from '../helpers/contract/operation-facts.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { findTool } from '../helpers/find-tool.ts';
import { tools } from '../helpers/tools.ts';

const facts = readToolFacts();
const primaries = catalog.filter(({ aliasOf }) => aliasOf === undefined);
const aliases = catalog.filter(({ aliasOf }) => aliasOf !== undefined);
const findEntry = (name: string | undefined) => catalog.find(({ listing }) => listing.name === name);
const list = { tools: catalog.map(({ listing }) => listing) };

/** All words are of these names, or are no news; or it is a format that the instructions give for all arguments. */
function isUnderstood(text: string, names: string): boolean {
  if (/^(YYYY-MM-DD|ISO 8601|ISO 4217|ISO alpha-2)$/.test(text)) return true;
  const news = text
    .toLowerCase()
    .replaceAll(/\([a-z, -]+-\)|\b(a|an|for|id|is|its|new|of|on|the|this|to|tokens?|what|your)\b/g, '');
  const stems = (news.match(/[a-z0-9]+/g) ?? []).map((word) => word.replace(/(y|ies|s)$/, ''));
  return stems.every((stem) => names.toLowerCase().includes(stem));
}

/** Every fault of a rule, with the tool's name. */
function expectOfAll(findFaults: (entry: CatalogEntry) => readonly string[]): void {
  expectNone(catalog.flatMap((entry) => findFaults(entry).map((fault) => `${entry.listing.name}: ${fault}`)));
}

const propertiesOf = ({ listing }: CatalogEntry) => {
  const { properties } = listing.inputSchema;
  return Object.entries(isObject(properties) ? properties : {}).map(
    ([name, property]): readonly [string, JsonObject] => [name, isObject(property) ? property : {}],
  );
};

describe('names and operations', () => {
  test('the tools are the 138 that the facts name, each in its toolset and exported under its name', () => {
    expect(catalog).toHaveLength(138);
    expect(new Map(catalog.map(({ listing, toolset }) => [listing.name, toolset]))).toEqual(
      new Map([...facts].map(([name, { operation }]) => [name, operation.toolset])),
    );
    for (const toolset of Object.values(toolsets)) {
      for (const [key, tool] of Object.entries(toolset)) expect(tool.name).toBe(key);
    }
  });

  test('they bind to 118 operations, each with one primary tool', () => {
    const operations = primaries.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(operations).size).toBe(118);
    expect(operations).toHaveLength(118);
    expect(operations.sort()).toEqual(
      readOperationFacts()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
  });

  test('the other 20 are aliases of the primary of their operation, with its effect, hints and deprecation', () => {
    expect(aliases).toHaveLength(20);
    for (const alias of aliases) {
      const { method, path, effect, deprecated, listing } = alias;
      const primary = findEntry(alias.aliasOf);
      expect(primary).toMatchObject({ method, path, effect, listing: { annotations: listing.annotations } });
      expect([primary?.aliasOf, primary?.deprecated]).toEqual([undefined, deprecated]);
      expect(listing.description).toContain(alias.aliasOf);
      expect(facts.get(listing.name)?.operation).toBe(facts.get(String(alias.aliasOf))?.operation);
    }
  });

  test('deprecated are the tools that the facts call so; each names one to use instead that is not', () => {
    expectOfAll(({ listing, deprecated }) => {
      const isDeprecated = facts.get(listing.name)?.operation.deprecated === true;
      if (isDeprecated !== (deprecated !== undefined)) return [`deprecated is ${deprecated}`];
      if (deprecated === undefined) return [];
      const other = findEntry(deprecated);
      if (other === undefined || other.deprecated !== undefined)
        return [`${deprecated} is no tool to prefer`];
      return listing.description.includes(deprecated) ? [] : [`the description does not name ${deprecated}`];
    });
  });
});

describe('texts', () => {
  test('names, titles and descriptions are within their limits and say something', () => {
    expectOfAll(({ listing: { name, title, description } }) => [
      ...(/^[a-z0-9_]{1,64}$/.test(name) ? [] : ['name']),
      ...(/^[A-Z].{2,60}$/.test(title) && title === title.trim() ? [] : [`title ${title}`]),
      ...(description.length >= 20 && description.length <= 1024 ? [] : [`${description.length} characters`]),
      ...(/^[A-Z].*[.)]$/s.test(description) ? [] : [`description ${description}`]),
      ...(description.replace('.', '') === title ? ['the description repeats the title'] : []),
      ...(/ {2}|\.\.|\s[.,;]/.test(description.replaceAll('...', ''))
        ? [`typing slip in ${description}`]
        : []),
    ]);
  });

  test('no two tools have the same title or description', () => {
    expect(new Set(catalog.map(({ listing }) => listing.title)).size).toBe(138);
    expect(new Set(catalog.map(({ listing }) => listing.description)).size).toBe(138);
  });

  test('every argument is described in the whole schema, and in the list unless its name says it', () => {
    expectOfAll((entry) => {
      const { properties } = fullSchema(findTool(entry.listing.name));
      const whole = isObject(properties) ? properties : {};
      return propertiesOf(entry).flatMap(([name, { description: shown }]) => {
        const member = whole[name];
        const meant = isObject(member) ? withoutNull(member) : {};
        const { description } = meant;
        const { omitDescription, description: shorter } = readListing(meant);
        if (!/\w{3}/.test(String(description ?? ''))) return [`${name} in the whole schema`];
        if (shown !== undefined) return /\w/.test(String(shown)) ? [] : [name];
        const isTold =
          omitDescription === true ||
          isUnderstood(String(shorter ?? description), `${name} ${entry.listing.name}`);
        return isTold ? [] : [`${name}: ${description}`];
      });
    });
  });

  test('a tool of which one argument out of several is needed says so', () => {
    expectOfAll((entry) => {
      const sets = findTool(entry.listing.name).anyOf?.flat() ?? [];
      const texts = propertiesOf(entry).flatMap(([name, { description }]) =>
        sets.includes(name) ? [description] : [],
      );
      const isSaid = /\b(or|at least one|needs|only|see|same call as)\b/i.test(
        [entry.listing.description, ...texts].join(' '),
      );
      return sets.length === 0 || isSaid ? [] : [sets.join(', ')];
    });
  });

  test('every member of a nested argument is described', () => {
    // `nullish()` puts the description beside the type, into the first of two options.
    const isDescribed = (member: unknown): boolean =>
      isObject(member) &&
      (typeof member['description'] === 'string' ||
        (Array.isArray(member['anyOf']) && member['anyOf'].some(isDescribed)));
    const findBare = (schema: unknown, path: string): readonly string[] => {
      if (Array.isArray(schema)) return schema.flatMap((each) => findBare(each, path));
      if (!isObject(schema)) return [];
      const inner = [schema['items'], schema['anyOf']].flatMap((each) => findBare(each, path));
      if (!isObject(schema['properties'])) return inner;
      const members = Object.entries(schema['properties']).flatMap(([name, member]) => [
        ...(isDescribed(member) ? [] : [`${path}.${name}`]),
        ...findBare(member, `${path}.${name}`),
      ]);
      return [...inner, ...members];
    };
    expectNone(tools.flatMap((tool) => findBare(fullSchema(tool), tool.name)));
  });
});

describe('listed schemas', () => {
  test('are plain closed objects at the root, without references anywhere', () => {
    expectOfAll(({ listing: { inputSchema } }) => [
      ...Object.keys(inputSchema).filter(
        (key) => !['type', 'properties', 'required', 'additionalProperties'].includes(key),
      ),
      ...(inputSchema['type'] === 'object' && inputSchema['additionalProperties'] === false ? [] : ['root']),
      ...(/"\$(ref|defs|schema|id)"/.test(JSON.stringify(inputSchema)) ? ['a reference'] : []),
    ]);
    expectNone(
      tools.filter((tool) => JSON.stringify(fullSchema(tool)).includes('"$ref"')).map(({ name }) => name),
    );
  });

  test('name arguments as clients allow, require only what they list, and have no credentials among them', () => {
    expectOfAll((entry) => {
      const names = propertiesOf(entry).map(([name]) => name);
      const required: unknown = entry.listing.inputSchema['required'] ?? [];
      return [
        ...names.filter((name) => !/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)),
        ...names.filter((name) => /authorization|^api_?key$/i.test(name)),
        ...(Array.isArray(required)
          ? required.filter((name: unknown) => !names.includes(String(name)))
          : ['required']),
      ];
    });
  });

  test('show the same arguments, required ones and enums as the whole schemas', () => {
    expectOfAll((entry) => {
      const whole = fullSchema(findTool(entry.listing.name));
      const members = isObject(whole['properties']) ? whole['properties'] : {};
      expect(propertiesOf(entry).map(([name]) => name)).toEqual(Object.keys(members));
      expect(entry.listing.inputSchema['required'] ?? []).toEqual(whole['required'] ?? []);
      return propertiesOf(entry).flatMap(([name, { enum: values }]) => {
        const member = members[name];
        const expected: unknown = isObject(member) ? member['enum'] : undefined;
        return expected === undefined || JSON.stringify(expected) === JSON.stringify(values) ? [] : [name];
      });
    });
  });

  test("pass both SDKs' own checks of a list of tools", () => {
    expect(ListToolsResultSchema.safeParse(list).error?.issues ?? []).toEqual([]);
    expect(specTypeSchemas.ListToolsResult['~standard'].validate(list)).not.toHaveProperty('issues');
  });

  test('compile as strict JSON Schema, with no keyword that is unknown to it', () => {
    const ajv = new Ajv({ strict: true, strictRequired: true, allowUnionTypes: true });
    expectOfAll(({ listing }) => {
      try {
        ajv.compile({ ...listing.inputSchema });
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
  });

  test('let pass, in a client that checks by them, every argument that the tool takes', () => {
    const validators = new AjvJsonSchemaValidator();
    expectOfAll(({ listing }) => {
      const validate = validators.getValidator({ ...listing.inputSchema });
      return buildFullCalls(findTool(listing.name)).flatMap((args) => validate(args).errorMessage ?? []);
    });
  });

  test('have every argument that Alloy documents', () => {
    expectOfAll((entry) => {
      const tool = findTool(entry.listing.name);
      const known = facts.get(tool.name);
      if (known === undefined) return ['no facts'];
      const names = propertiesOf(entry).map(([name]) => name);
      const documented = listWritableFields(known.operation.fields)
        .map(([path]) => toArgumentPath(known, tool, path).replace(/[.[].*$/, ''))
        .concat(known.required, Object.keys(known.places));
      return [...new Set(documented)].filter((name) => !names.includes(name));
    });
  });

  // What a model's context pays before the first call; the instructions are some 400 more.
  test.each([
    ['all tools', catalog, 24_000],
    ['--aliases=off', primaries, 21_000],
  ])('of %s take at most their tokens (o200k)', (_, entries, most) => {
    expect(encode(JSON.stringify(entries.map(({ listing }) => listing))).length).toBeLessThanOrEqual(most);
  });
});

describe('effects', () => {
  test('decide the annotations', () => {
    expectOfAll(({ effect, listing: { annotations } }) => {
      const { readOnlyHint, destructiveHint } = annotations;
      const isDestructive = effect === 'decide' || effect === 'destroy';
      const holds = effect === 'read' ? readOnlyHint : !readOnlyHint && destructiveHint === isDestructive;
      return holds ? [] : [`${effect} with ${JSON.stringify(annotations)}`];
    });
  });

  test('are read for every GET and, of the others, for the one that only looks', () => {
    const reads = catalog.filter(({ effect }) => effect === 'read');
    expect(catalog.filter(({ method, effect }) => method === 'GET' && effect !== 'read')).toEqual([]);
    // Says whether a bearer token is good.
    expect(reads.filter(({ method }) => method !== 'GET').map(({ listing }) => listing.name)).toEqual([
      'create_a_alloy_oauth_validation',
    ]);
  });

  test('are destroy where data is lost for good', () => {
    expect(catalog.filter(({ effect }) => effect === 'destroy').map(({ listing }) => listing.name)).toEqual([
      'delete_a_alloy_investigation_type_by_id',
      'update_a_alloy_list_by_id',
    ]);
  });

  test('are decide for reviews, approvals, merges, audit access and what hands out outcomes', () => {
    expectOfAll(({ effect, method, listing: { name } }) => {
      const decides =
        /review(_by_id)?$|merge|audit_acce|promote|node_by_id|_archive_by_id|custom_list_activation/.test(
          name,
        );
      return method !== 'GET' && decides && effect !== 'decide' && !/type/.test(name) ? [effect] : [];
    });
  });
});

test('sets of which one is needed are made of arguments', () => {
  expectNone(
    tools.flatMap((tool) =>
      (tool.anyOf ?? [])
        .flat()
        .flatMap((name) => (argumentSchemas(tool).has(name) ? [] : [`${tool.name}: ${name}`])),
    ),
  );
});
