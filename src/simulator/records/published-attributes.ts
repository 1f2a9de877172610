/**
 * Published (custom) attributes: what the account defines itself and keeps values of for entities or transactions.
 * Source: https://developer.alloy.com/public/docs/published-attributes
 */
import * as z from 'zod';
import type { TokenSource } from '../state/tokens.ts';
import { createRecords, type Records } from './records.ts';

export const attributeDataTypes = ['integer', 'decimal', 'string', 'boolean', 'date', 'timestamp'] as const;
export type AttributeDataType = (typeof attributeDataTypes)[number];

export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export type Scalar = z.output<typeof scalar>;

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

export interface PublishedAttributeStore extends Records<PublishedAttribute> {
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
}

export function createPublishedAttributeStore(
  now: () => number,
  newToken: TokenSource,
): PublishedAttributeStore {
  const { find, all, restore } = createRecords<PublishedAttribute>();
  return {
    find,
    all,
    restore,
    findByName: (name) => [...all()].find((attribute) => attribute.name === name),
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
  };
}

/** What evaluations read: the newest value, or the default when there is none or it has expired. */
export function readAttribute(attribute: PublishedAttribute, ownerToken: string, now: number): Scalar {
  const newest = attribute.values[ownerToken]?.[0];
  const isExpired = newest !== undefined && newest.expiresAt !== null && newest.expiresAt <= now;
  return newest === undefined || isExpired ? attribute.defaultValue : newest.value;
}
