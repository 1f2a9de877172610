/**
 * Published (custom) attributes: what the account defines itself and keeps values of for entities or transactions.
 * Source: https://developer.alloy.com/public/docs/published-attributes
 */
import type { TokenSource } from '../state/tokens.ts';

export const attributeDataTypes = ['integer', 'decimal', 'string', 'boolean', 'date', 'timestamp'] as const;
export type AttributeDataType = (typeof attributeDataTypes)[number];

export type Scalar = string | number | boolean;

/** Members that PATCH can change. */
export interface AttributeSettings {
  name: string;
  defaultValue: Scalar;
  defaultValueNote: string | null;
  /** Seconds; null for values that do not expire. */
  valueExpiresIn: number | null;
  jqFilter: string | null;
  description: string | null;
  archived: boolean;
}

/** Fixed when the attribute is defined. */
export interface AttributeKind {
  readonly dataType: AttributeDataType;
  readonly containsPii: boolean;
  readonly objectType: 'entity' | 'transaction';
}

export interface PublishedValue {
  readonly value: Scalar;
  /** When it was valid; the newest one counts. */
  readonly timestamp: number;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export interface PublishedAttribute extends AttributeSettings, AttributeKind {
  readonly token: string;
  readonly createdAt: number;
  /** By the token of the entity or transaction; newest timestamp first. */
  readonly values: Record<string, PublishedValue[]>;
}

export interface PublishedAttributeStore {
  find(token: string): PublishedAttribute | undefined;
  findByName(name: string): PublishedAttribute | undefined;
  create(
    definition: AttributeSettings & AttributeKind,
    options?: { readonly token?: string },
  ): PublishedAttribute;
  /** Adds to the history of the owner's values; expiry counts from the timestamp. */
  publish(
    attribute: PublishedAttribute,
    ownerToken: string,
    value: Scalar,
    timestamp?: number,
  ): PublishedValue;
  /** In the order in which they were defined. */
  all(): IterableIterator<PublishedAttribute>;
  /** For reading an account back from a file. */
  restore(attribute: PublishedAttribute): void;
}

export type CreatePublishedAttributeStore = (
  now: () => number,
  newToken: TokenSource,
) => PublishedAttributeStore;

export const createPublishedAttributeStore: CreatePublishedAttributeStore = (now, newToken) => {
  const attributes = new Map<string, PublishedAttribute>();
  const restore = (attribute: PublishedAttribute) => {
    attributes.set(attribute.token, attribute);
  };
  return {
    find: (token) => attributes.get(token),
    findByName: (name) => [...attributes.values()].find((attribute) => attribute.name === name),
    create(definition, options = {}) {
      const attribute: PublishedAttribute = {
        ...definition,
        token: options.token ?? newToken('PA-'),
        createdAt: now(),
        values: {},
      };
      restore(attribute);
      return attribute;
    },
    publish(attribute, ownerToken, value, timestamp = now()) {
      const { valueExpiresIn } = attribute;
      const expiresAt = valueExpiresIn === null ? null : timestamp + valueExpiresIn * 1000;
      const published = { value, timestamp, createdAt: now(), expiresAt };
      const known = attribute.values[ownerToken] ?? [];
      // Of two values of one moment the one that came later counts.
      const place = known.findIndex((each) => each.timestamp <= timestamp);
      known.splice(place < 0 ? known.length : place, 0, published);
      attribute.values[ownerToken] = known;
      return published;
    },
    all: () => attributes.values(),
    restore,
  };
};

/** What evaluations read: the newest value, or the default when there is none or it has expired. */
export function readAttribute(attribute: PublishedAttribute, ownerToken: string, now: number): Scalar {
  const newest = attribute.values[ownerToken]?.[0];
  const isExpired = newest !== undefined && newest.expiresAt !== null && newest.expiresAt <= now;
  return newest === undefined || isExpired ? attribute.defaultValue : newest.value;
}
