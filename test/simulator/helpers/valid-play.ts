/** A client that only sends what is valid at that point: it reads before it writes, and keeps what it has written. */
import { createRandom } from '../../../src/simulator/state/tokens.ts';
import type { ObservedAlloy, ObservedReply } from './observed-alloy.ts';

export interface Play {
  readonly alloy: ObservedAlloy;
  pick<Item>(items: readonly Item[]): Item;
  /** True once in so many times. */
  once(times: number): boolean;
  /** Another one each time. */
  number(): number;
  /** Sends it and expects one of these statuses. */
  call(
    method: string,
    path: string,
    body?: unknown,
    statuses?: number | readonly number[],
    headers?: Readonly<Record<string, string>>,
  ): Promise<ObservedReply>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** What was made has an id that nothing else has. */
  claim(id: unknown): string;
  /** From now on a read of the path has these words in it; under the same name others take their place. */
  shows(
    path: string,
    name: string,
    words: readonly string[],
    headers?: Readonly<Record<string, string>>,
  ): void;
  /** The first entity is merged away. */
  rename(from: string, to: string): void;
  /** Reads all that was said to show. Returns how much that was. */
  check(): Promise<number>;
  readonly persons: string[];
  readonly businesses: string[];
}

interface Fact {
  readonly path: string;
  readonly words: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

export function createPlay(alloy: ObservedAlloy, seed: string): Play {
  const random = createRandom(seed);
  const claimed = new Set<string>();
  const facts = new Map<string, Fact>();
  const persons = ['P-TfkFe6lCPkElc9Xktd3V', 'P-Dm9TheoReview0000009'];
  const businesses: string[] = [];
  let number = 0;

  const send: Play['call'] = async (method, path, body, statuses = 200, headers = {}) => {
    const reply = await alloy.send({ method, path, headers, ...(body === undefined ? {} : { body }) });
    if (![statuses].flat().includes(reply.status))
      alloy.fault(
        `${method} ${path} ${JSON.stringify(body)}: ${reply.status} instead of ${statuses}: ${reply.text.slice(0, 400)}`,
      );
    return reply;
  };
  return {
    alloy,
    persons,
    businesses,
    pick(items) {
      const item = items[random.next() % items.length];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    once: (times) => random.next() % times === 0,
    number: () => {
      number += 1;
      return number;
    },
    call: send,
    get: async (path, headers = {}) => (await send('GET', path, undefined, [200, 201, 206], headers)).body,
    claim(id) {
      const text = String(id);
      if (typeof id !== 'string' || id === '') alloy.fault(`${text} is no id`);
      if (claimed.has(text)) alloy.fault(`${text} was given twice`);
      claimed.add(text);
      return text;
    },
    shows(path, name, words, headers = {}) {
      facts.set(`${path} ${JSON.stringify(headers)} ${name}`, { path, words, headers });
    },
    rename(from, to) {
      for (const [key, fact] of facts) {
        const { path, words, headers } = fact;
        if (!`${path} ${JSON.stringify(headers)}`.includes(from)) continue;
        facts.delete(key);
        // Where one value can stay, the other entity's does.
        if (key.endsWith(' attributes')) continue;
        const moved = Object.entries(headers).map(([header, value]) => [header, value.replace(from, to)]);
        facts.set(`${key.replaceAll(from, to)} of ${from}`, {
          path: path.replace(from, to),
          words,
          headers: Object.fromEntries(moved),
        });
      }
    },
    async check() {
      for (const { path, words, headers } of facts.values()) {
        const { status, text } = await alloy.send({ method: 'GET', path, headers });
        const missing = words.filter((word) => !text.includes(word));
        if (missing.length > 0)
          alloy.fault(
            `GET ${path} ${JSON.stringify(headers)}: ${status} does not show ${missing.join(', ')}`,
          );
      }
      return facts.size;
    },
  };
}

export const agents = ['dana.whitlock@example.com', 'ravi.menon@example.com'] as const;
export const agentTokens = ['AG-Dana0Whitlock1Demo22', 'AG-Ravi0Menon1DemoAgt33'] as const;
