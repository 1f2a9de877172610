/** How the search treats typing errors, names, paths, aliases and what it cannot use. */
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { createToolSearch, maxLimit } from '../../src/discovery/tool-search.ts';
import { findAsked } from '../helpers/tools.ts';

const search = createToolSearch(catalog, findAsked);
const names = (query: string, limit?: number) => search(query, limit).map(({ name }) => name);

describe('order', () => {
  test('best first', () => {
    const scores = search('review an alert', maxLimit).map(({ score }) => score);
    expect(scores.length).toBe(maxLimit);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });

  test.each([
    ['investgation archve', 'update_a_alloy_investigation_archive_by_id'],
    ['put him on the blocklsit', 'create_a_alloy_list_entity'],
    ['downlaod the pasport', 'get_single_alloy_entity_document_by_id'],
  ])('typing errors: %s', (query, expected) => {
    expect(names(query, 3)).toContain(expected);
  });

  test.each(catalog.map(({ listing, aliasOf }) => [listing.name, aliasOf ?? listing.name]))(
    'the name %s finds its tool first',
    (name, expected) => {
      expect(names(`call ${name} please`, 1)).toEqual([expected]);
    },
  );

  test.each(
    catalog
      .filter(({ aliasOf }) => aliasOf === undefined)
      .map(({ listing, method, path }) => [`${method} ${path}`, listing.name] as const),
  )('%s', (query, expected) => {
    expect(names(query, 1)).toEqual([expected]);
  });

  test('a path with tokens in it', () => {
    expect(names('PUT /investigations/INV-123/promote', 1)).toEqual([
      'update_a_alloy_investigation_promote_by_id',
    ]);
  });

  test('the same words as a question and as an order', () => {
    expect(names('which notes does the application have', 1)).toEqual([
      'list_all_alloy_journey_application_notes',
    ]);
    expect(names('add a note to the application', 1)).toEqual(['create_a_alloy_journey_application_note']);
  });
});

test.each([
  ['which investigations were archived', 'archive investigations'],
  ['is the alert assigned', 'assign the alert'],
  ['what did the case review decide', 'review the case'],
  ['was the document approved', 'approve the document'],
])('"%s" asks, "%s" orders', (question, order) => {
  const effects = new Map(catalog.map(({ listing, effect }) => [listing.name, effect]));
  const [asked = ''] = names(question, 1);
  const [ordered = ''] = names(order, 1);
  expect(effects.get(asked)).toBe('read');
  expect(effects.get(ordered)).not.toBe('read');
});

describe('aliases', () => {
  test('are found as the tool they repeat, not beside it', () => {
    const [first, ...others] = search('get one legacy group', maxLimit);
    expect(first).toMatchObject({ name: 'get_single_alloy_group_by_id', aliases: ['list_all_alloy_groups'] });
    expect(others.map(({ name }) => name)).not.toContain('list_all_alloy_groups');
  });

  test('stand for themselves where that tool is not served', () => {
    const without = catalog.filter(({ listing }) => listing.name !== 'get_single_alloy_group_by_id');
    expect(createToolSearch(without, findAsked)('look up an old style group', 1)).toMatchObject([
      { name: 'list_all_alloy_groups', aliases: [] },
    ]);
  });
});

describe('what cannot be used', () => {
  test.each(['', '   ', '?!'])('the query "%s"', (query) => {
    expect(() => search(query)).toThrow('say in a few words what you want to do');
  });

  test('a query of several pages', () => {
    expect(() => search('list '.repeat(200))).toThrow('longer than 500 characters');
  });

  test.each([0, -1, 1.5, 21, Number.NaN])('the limit %d', (limit) => {
    expect(() => search('list cases', limit)).toThrow('whole number from 1 to 20');
  });

  test('words that no tool knows find nothing', () => {
    expect(search('zzyzx qwertzuiop')).toEqual([]);
    expect(search('the of and')).toEqual([]);
  });
});

test('five tools unless told otherwise', () => {
  expect(search('review').length).toBe(5);
  expect(search('review', 1).length).toBe(1);
});

test('a catalog of few tools is searched alone', () => {
  const reads = catalog.filter(({ effect }) => effect === 'read');
  const found = createToolSearch(reads, findAsked)('create a list', maxLimit).map(({ name }) => name);
  expect(found).not.toContain('create_a_alloy_list');
  expect(found).toContain('list_all_alloy_lists');
});
