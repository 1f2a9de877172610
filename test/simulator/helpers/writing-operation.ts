/** How an operation that changes something is called so that it succeeds, on a fresh embedded Alloy. */
import type { FrontDoor } from './front-door.ts';

export interface WritingCall {
  /** Concrete; below /v1. */
  readonly path: string;
  /** Absent where nothing is read. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WritingOperation {
  /** What it reads: bytes and nothing are never malformed. */
  readonly takes: 'object' | 'list' | 'bytes' | 'nothing';
  /** It can be called again and again, so that nothing that it has accepted stands in the way of the next call. */
  readonly repeats?: true;
  /** What has to be there first, and the call. */
  prepare(door: FrontDoor): WritingCall | Promise<WritingCall>;
}

export const agent = { email: 'dana.whitlock@example.com' };
export const note = { note: 'x', note_author_agent_email: agent.email };
export const slugs = { 'alloy-audit-account-slugs': 'parent-bank' };
export const quizAnswers = [4, 1, 3, 2, 5].map((answer_id, index) => ({ question_id: index + 1, answer_id }));
export const address = {
  type: 'primary',
  line_1: '1 Larch Court',
  city: 'Albany',
  state: 'NY',
  postal_code: '12207',
  country_code: 'US',
};
export const person = {
  name_first: 'Maya',
  name_last: 'Okafor',
  birth_date: '1990-05-17',
  document_ssn: '666120417',
  email_address: 'maya@example.com',
  addresses: [address],
  meta: { a: 1 },
};

export const object = (path: string, body: unknown, headers = {}): WritingOperation => ({
  takes: 'object',
  prepare: () => ({ path, body, headers }),
});
export const list = (path: string, body: unknown): WritingOperation => ({
  takes: 'list',
  prepare: () => ({ path, body }),
});
export const nothing = (path: string, headers = {}): WritingOperation => ({
  takes: 'nothing',
  prepare: () => ({ path, headers }),
});
