/** What is searched of a tool are its own words, not what is told of its relations to other tools. */
import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { buildSearchDocument } from '../../src/discovery/search-document.ts';
import { findTool } from '../helpers/find-tool.ts';

const withoutTools = (text: string) => text.replaceAll(/\b\w+_alloy_\w+/g, '');

test.each(catalog.map((entry) => [entry.listing.name, entry] as const))('%s', (name, entry) => {
  const { description } = findTool(name);
  expect(buildSearchDocument(entry, [], '').description).toBe(withoutTools(description));
  const related = entry.aliasOf !== undefined || entry.deprecated !== undefined;
  expect(entry.listing.description !== description).toBe(related);
});
