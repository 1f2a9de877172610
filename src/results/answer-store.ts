/**
 * Whole answers, kept in memory for a while so that a cut one can be read in parts. Bounded in bytes, number and time;
 * the longest unread goes first. An answer is given only to whom it was given before, and nobody else learns that it
 * exists. What is kept has been through the shield for personal data.
 */
import { randomBytes } from 'node:crypto';
import { CallError } from '../base/errors.ts';
import { findPartEnds } from './sizes.ts';

export interface AnswerStoreOptions {
  readonly maxBytes?: number;
  readonly maxAnswers?: number;
  readonly ttlMs?: number;
  /** Weight of one part, see weigh.ts. */
  readonly partWeight?: number;
  readonly now?: () => number;
}

interface Part {
  readonly uri: string;
  readonly text: string;
  readonly part: number;
  readonly parts: number;
  /** Characters of the whole answer. */
  readonly chars: number;
  readonly next?: string;
}

export interface AnswerStore {
  /** The URI to read it by; undefined where it is too large to be kept. */
  keep(principal: string, json: string): string | undefined;
  /** One part of the text. Parts one after the other are the JSON; one alone need not be. */
  readPart(uri: string, principal: string): Part;
  /** The whole text, for `fields` of it. */
  readWhole(uri: string, principal: string): string;
}

export const answerUriTemplate = 'alloy://answers/{id}{?part,fields}';

interface Entry {
  readonly principal: string;
  readonly json: string;
  readonly bytes: number;
  readonly until: number;
  ends?: readonly number[];
}

export function createAnswerStore(options: AnswerStoreOptions = {}): AnswerStore {
  const { maxBytes = 64 * 1024 * 1024, maxAnswers = 200, ttlMs = 15 * 60 * 1000 } = options;
  const { partWeight = 36_000, now = Date.now } = options;
  /** In the order of their last use, the longest ago first. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function drop(id: string, entry: Entry): void {
    entries.delete(id);
    bytes -= entry.bytes;
  }

  function dropExpired(): void {
    for (const [id, entry] of entries) if (entry.until <= now()) drop(id, entry);
  }

  function find(uri: string, principal: string): { readonly id: string; readonly entry: Entry } {
    const id = parseAnswerUri(uri).id;
    const entry = entries.get(id);
    if (entry !== undefined && entry.until <= now()) drop(id, entry);
    else if (entry?.principal === principal) {
      entries.delete(id);
      entries.set(id, entry);
      return { id, entry };
    }
    throw new CallError(
      'unknown_object',
      'There is no such answer: it was kept for a few minutes only, or its URI is wrong. Call the tool that gave it again if it only reads, with fields for the part you need',
    );
  }

  return {
    keep(principal, json) {
      // Strings of V8 take one or two bytes a character; two is the safe count.
      const size = json.length * 2;
      if (size > maxBytes) return undefined;
      dropExpired();
      for (const [id, entry] of entries) {
        if (bytes + size <= maxBytes && entries.size < maxAnswers) break;
        drop(id, entry);
      }
      const id = randomBytes(16).toString('hex');
      entries.set(id, { principal, json, bytes: size, until: now() + ttlMs });
      bytes += size;
      return `alloy://answers/${id}`;
    },
    readPart(uri, principal) {
      const { id, entry } = find(uri, principal);
      entry.ends ??= findPartEnds(entry.json, partWeight);
      const parts = entry.ends.length;
      const { part } = parseAnswerUri(uri);
      const end = entry.ends[part - 1];
      if (end === undefined) {
        throw new CallError('invalid_arguments', `part has to be a whole number from 1 to ${parts}`);
      }
      const text = entry.json.slice(entry.ends[part - 2] ?? 0, end);
      const next = part < parts ? { next: `alloy://answers/${id}?part=${part + 1}` } : {};
      return {
        uri: `alloy://answers/${id}?part=${part}`,
        text,
        part,
        parts,
        chars: entry.json.length,
        ...next,
      };
    },
    readWhole(uri, principal) {
      return find(uri, principal).entry.json;
    },
  };
}

/** `part` is 1 where none is asked for, and NaN where it is not a number. */
export function parseAnswerUri(uri: string): {
  readonly id: string;
  readonly part: number;
  readonly fields: string | undefined;
} {
  const match = /^alloy:\/\/answers\/([0-9a-f]{32})(?:\?(.*))?$/s.exec(uri);
  const query = new URLSearchParams(match?.[2] ?? '');
  const part = query.get('part') ?? '1';
  return {
    id: match?.[1] ?? '',
    part: /^[1-9]\d{0,8}$/.test(part) ? Number(part) : Number.NaN,
    fields: query.get('fields') ?? undefined,
  };
}
