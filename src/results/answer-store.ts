/**
 * Whole answers, kept for a while so that a cut one can be read in parts. Bounded in bytes, number and time; the
 * longest unread goes first. An answer is given only to whom it was given before, and nobody else learns that it
 * exists. What is kept has been through the shield for personal data.
 */
import { randomBytes } from 'node:crypto';
import { CallError } from '../base/errors.ts';
import type { State } from '../state/state.ts';
import { findPartEnds } from './sizes.ts';

export interface AnswerStoreOptions {
  readonly maxBytes?: number;
  readonly maxAnswers?: number;
  readonly ttlMs?: number;
  /** Weight of one part, see weigh.ts. */
  readonly partWeight?: number;
}

interface PartSize {
  /** The most that a part may weigh, see weigh.ts. */
  readonly weight: number;
  /** The part is to be a text within JSON. */
  readonly isQuoted: boolean;
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
  keep(principal: string, json: string): Promise<string | undefined>;
  /** One part of the text. Parts one after the other are the JSON; one alone need not be. */
  readPart(uri: string, principal: string, size?: PartSize): Promise<Part>;
  /** The whole text, for `fields` of it. */
  readWhole(uri: string, principal: string): Promise<string>;
}

const address = 'alloy://answers/';
export const answerUriTemplate = `${address}{id}{?part,fields}`;

/** Also of an answer that there is none of. */
export const isAnswerUri = (text: string): boolean => text.startsWith(address);

export function createAnswerStore(state: State, options: AnswerStoreOptions = {}): AnswerStore {
  const { maxBytes = 64 * 1024 * 1024, maxAnswers = 200, ttlMs = 15 * 60 * 1000 } = options;
  const { partWeight = 36_000 } = options;
  const shelf = state.shelf('answers', { lifeMs: ttlMs, mostInAll: maxAnswers, mostBytes: maxBytes });
  /** Of the answer that was read last: its parts are mostly read one after the other. */
  let last: { readonly key: string; readonly ends: readonly number[] } | undefined;

  async function find(
    uri: string,
    principal: string,
  ): Promise<{ readonly id: string; readonly json: string }> {
    const { id } = parseAnswerUri(uri);
    const json = await shelf.get(principal, id);
    if (json !== undefined) return { id, json };
    throw new CallError(
      'unknown_object',
      'There is no such answer: it was kept for a few minutes only, or its address is wrong. If the tool that gave it only reads, call that again with fields for the part you need; after a write read the record, and do not repeat the call',
    );
  }

  return {
    async keep(principal, json) {
      const id = randomBytes(16).toString('hex');
      const isKept = await shelf.put(principal, [{ id, text: json }]);
      return isKept ? `alloy://answers/${id}` : undefined;
    },
    async readPart(uri, principal, { weight, isQuoted } = { weight: partWeight, isQuoted: false }) {
      const { id, json } = await find(uri, principal);
      const key = `${id} ${weight} ${isQuoted}`;
      if (last?.key !== key) last = { key, ends: findPartEnds(json, weight, isQuoted) };
      const { ends } = last;
      const parts = ends.length;
      const { part } = parseAnswerUri(uri);
      const end = ends[part - 1];
      if (end === undefined) {
        throw new CallError('invalid_arguments', `part has to be a whole number from 1 to ${parts}`);
      }
      const text = json.slice(ends[part - 2] ?? 0, end);
      const next = part < parts ? { next: `alloy://answers/${id}?part=${part + 1}` } : {};
      return { uri: `alloy://answers/${id}?part=${part}`, text, part, parts, chars: json.length, ...next };
    },
    readWhole: async (uri, principal) => (await find(uri, principal)).json,
  };
}

/**
 * `part` is 1 where none is asked for, and NaN where it is not a number. `fields` may be percent-encoded, or stand there
 * as it is, as whoever puts an expression behind `?fields=` by hand leaves it.
 */
export function parseAnswerUri(uri: string): {
  readonly id: string;
  readonly part: number;
  readonly fields: string | undefined;
} {
  const match = /^alloy:\/\/answers\/([0-9a-f]{32})(?:\?(.*))?$/s.exec(uri);
  const text = match?.[2] ?? '';
  const given = text.startsWith('fields=') ? text.slice('fields='.length) : '';
  const plain = /[^\w.~%!'()*-]/.test(given) ? given : undefined;
  const query = new URLSearchParams(plain === undefined ? text : '');
  // Whatever else is asked for is no part.
  const part = query.get('part') ?? (text === '' || query.has('fields') || plain !== undefined ? '1' : '');
  return {
    id: match?.[1] ?? '',
    part: /^[1-9]\d{0,8}$/.test(part) ? Number(part) : Number.NaN,
    fields: plain ?? query.get('fields') ?? undefined,
  };
}
