/** A tool of the catalog -> the fields that are searched. Pure. */
import { readMember, readMembers } from '../base/values.ts';
import { type CatalogEntry, readOwnDescription } from '../registry/listing.ts';

export interface SearchDocument {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly aliases: string;
  readonly path: string;
  readonly asked: string;
  readonly description: string;
  readonly arguments: string;
  readonly argumentTexts: string;
}

/** How much a word in each field counts. Results hardly change when one of these does. */
export const fieldWeights = {
  title: 4,
  asked: 4,
  name: 3,
  path: 1.5,
  description: 1,
  arguments: 0.6,
  aliases: 0.5,
  argumentTexts: 0.2,
} as const satisfies Partial<Record<keyof SearchDocument, number>>;

export function buildSearchDocument(
  entry: CatalogEntry,
  aliases: readonly CatalogEntry[],
  asked: string,
): SearchDocument {
  const { listing, path, effect } = entry;
  const { properties } = listing.inputSchema;
  const given = Object.entries(readMembers(properties));
  return {
    id: listing.name,
    name: withoutFiller(listing.name),
    title: listing.title.replace(/^List /, 'Enumerate '),
    aliases: aliases.map((alias) => `${withoutFiller(alias.listing.name)} ${alias.listing.title}`).join(' '),
    path: `${path.replaceAll(/\{[^{}]*\}/g, ' ')} ${effect}`,
    asked,
    // Other tools are named to say where not to look.
    description: readOwnDescription(entry).replaceAll(/\b\w{1,64}_alloy_\w+/g, ''),
    arguments: given.map(([name]) => name).join(' '),
    argumentTexts: given.map(([, schema]) => String(readMember(schema, 'description') ?? '')).join(' '),
  };
}

/** What every name has tells nothing; to list is written enumerate, as in the synonyms. */
const withoutFiller = (name: string) =>
  name
    .replace(/^(create|update|delete|get|list)_(?:a|single|all)_alloy_|^alloy_/, '$1_')
    .replace(/_by_id$/, '')
    .replace(/^list_/, 'enumerate_');
