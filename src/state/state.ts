/**
 * What the server remembers of a caller and hands out later: open questions, kept answers, seen tokens, opened values.
 * This process's memory is behind it (memory.ts); a store that several processes share can take its place, so every
 * operation is asynchronous, values are texts, and nothing here may be needed for an answer to be right.
 */

export interface State {
  /** One purpose, with limits of its own. The same name gives the same shelf. */
  shelf(name: ShelfName, limits: Limits): Shelf;
  /** Random bytes that are the same for everybody who shares this state: what seals and signatures are made with. */
  secret(name: SecretName): Promise<Uint8Array>;
  /** What another process has to be told of: an answer to the question that it asked, a call to be cancelled. */
  readonly post: Post;
}

type ShelfName = 'answers' | 'opened values' | 'questions' | 'seen tokens';
type SecretName = 'confirmation' | 'pages' | 'session';

export interface Limits {
  /** How long an item is kept; for as long as there is room when absent. */
  readonly lifeMs?: number;
  /** Items of one principal, the oldest go first. */
  readonly mostItems?: number;
  /** Principals, the longest unused go first, with all that is theirs. */
  readonly mostPrincipals?: number;
  /** Items of all principals together, and their bytes; the longest unused go first. */
  readonly mostInAll?: number;
  readonly mostBytes?: number;
}

export interface Item {
  readonly id: string;
  readonly text: string;
}

/** Items belong to a principal: nobody else learns that they exist. */
export interface Shelf {
  /** The last of them becomes the newest. Resolves with false when nothing was kept, since one is larger than the shelf. */
  put(principal: string, items: readonly Item[]): Promise<boolean>;
  /** Undefined when there is none, or its time is over. */
  get(principal: string, id: string): Promise<string | undefined>;
  /** As `get`, and removes it: of several who take the same item at once, one gets it. */
  take(principal: string, id: string): Promise<string | undefined>;
  /** All of a principal's, the newest first. The same list as before when nothing has changed. */
  list(principal: string): Promise<readonly Item[]>;
}

export interface Post {
  /** Told each message to that address until the returned function is called. */
  listen(address: string, receive: (message: unknown) => void): () => void;
  /** Resolves with false when nobody listens. `message` is JSON. */
  send(address: string, message: unknown): Promise<boolean>;
}
