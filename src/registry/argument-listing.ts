/**
 * How an argument is listed, where that does not follow from its schema. It is kept under one key of zod's metadata,
 * steers what `tools/list` says, and is itself never shown to a client.
 */
import type * as z from 'zod';

export interface ArgumentListing {
  /** Stands in for the description. */
  readonly description?: string;
  /** Lists no description: the name says it all. */
  readonly omitDescription?: true;
  /** Lists no members of an object: the description says what they are, or where they are listed. */
  readonly omitMembers?: true;
  /** Stands in for the signature of an object. */
  readonly signature?: string;
  /** Said beside a member in the signature of the object it belongs to: `cents`. */
  readonly memberNote?: string;
  /** What the signatures of events call a part that several of them share. */
  readonly pieceName?: string;
}

export const listingKey = 'listing';

/** The schema with that added to its metadata; around `.optional()` and the like it replaces what is within. */
export const listed = <Described extends z.ZodType>(schema: Described, listing: ArgumentListing): Described =>
  schema.meta({ [listingKey]: { ...readListing(schema.meta() ?? {}), ...listing } });

/** What `listed` has put into the metadata of a schema, or into the JSON Schema that zod makes of it. */
export function readListing(schema: Readonly<Record<string, unknown>>): ArgumentListing {
  const listing = schema[listingKey];
  return isListing(listing) ? listing : {};
}

/** Nothing else writes the key, so that an object there is one of ours. */
const isListing = (value: unknown): value is ArgumentListing => typeof value === 'object' && value !== null;
