/** State in the memory of this process: gone with it, and known to no other. */
import { randomBytes } from 'node:crypto';
import type { Item, Limits, Post, Shelf, State } from './state.ts';

/** `now` is in milliseconds since 1970. */
export function createMemoryState({ now = Date.now }: { readonly now?: () => number } = {}): State {
  const shelves = new Map<string, Shelf>();
  const secrets = new Map<string, Uint8Array>();
  return {
    shelf(name, limits) {
      const shelf = shelves.get(name) ?? createShelf(limits, now);
      shelves.set(name, shelf);
      return shelf;
    },
    async secret(name) {
      const secret = secrets.get(name) ?? randomBytes(32);
      secrets.set(name, secret);
      return secret;
    },
    post: createPost(),
  };
}

interface Kept extends Item {
  readonly principal: string;
  readonly bytes: number;
  readonly until: number;
}

/** What a principal has, and the list made of it until it changes. */
interface Owned {
  readonly items: Map<string, Kept>;
  listed?: readonly Item[] | undefined;
}

function createShelf(limits: Limits, now: () => number): Shelf {
  const {
    lifeMs = Number.POSITIVE_INFINITY,
    mostItems = Number.POSITIVE_INFINITY,
    mostPrincipals = Number.POSITIVE_INFINITY,
    mostInAll = Number.POSITIVE_INFINITY,
    mostBytes = Number.POSITIVE_INFINITY,
  } = limits;
  /** Both orders are of last use, the longest ago first: that is what goes when room is needed. */
  const owners = new Map<string, Owned>();
  const all = new Set<Kept>();
  let bytes = 0;

  function drop(item: Kept): void {
    all.delete(item);
    bytes -= item.bytes;
    const owned = owners.get(item.principal);
    if (owned?.items.get(item.id) !== item) return;
    owned.items.delete(item.id);
    owned.listed = undefined;
    if (owned.items.size === 0) owners.delete(item.principal);
  }

  function dropFirst(items: Iterable<Kept>): void {
    const [first] = items;
    if (first !== undefined) drop(first);
  }

  /** All are looked at, since those that were used last need not be the youngest; shelves with a time are small. */
  function dropExpired(items: Iterable<Kept>): void {
    if (lifeMs === Number.POSITIVE_INFINITY) return;
    for (const item of items) if (item.until <= now()) drop(item);
  }

  function own(principal: string): Owned {
    const owned = owners.get(principal) ?? { items: new Map() };
    owners.delete(principal);
    owners.set(principal, owned);
    for (const [other, { items }] of owners) {
      if (owners.size <= mostPrincipals || other === principal) break;
      for (const item of [...items.values()]) drop(item);
    }
    return owned;
  }

  function keep(principal: string, { id, text }: Item): void {
    // Strings of V8 take one or two bytes a character; two is the safe count.
    const item = { id, text, principal, bytes: text.length * 2, until: now() + lifeMs };
    const owned = own(principal);
    const before = owned.items.get(id);
    if (before !== undefined) drop(before);
    dropExpired(all);
    while (all.size >= mostInAll || bytes + item.bytes > mostBytes) dropFirst(all);
    while (owned.items.size >= mostItems) dropFirst(owned.items.values());
    owners.set(principal, owned);
    owned.items.set(id, item);
    owned.listed = undefined;
    all.add(item);
    bytes += item.bytes;
  }

  function find(principal: string, id: string): Kept | undefined {
    const item = owners.get(principal)?.items.get(id);
    if (item === undefined || item.until > now()) return item;
    drop(item);
    return undefined;
  }

  return {
    async put(principal, items) {
      if (items.some(({ text }) => text.length * 2 > mostBytes)) return false;
      for (const item of items) keep(principal, item);
      return true;
    },
    async get(principal, id) {
      const item = find(principal, id);
      if (item === undefined) return undefined;
      all.delete(item);
      all.add(item);
      return item.text;
    },
    async take(principal, id) {
      const item = find(principal, id);
      if (item !== undefined) drop(item);
      return item?.text;
    },
    async list(principal) {
      const owned = owners.get(principal);
      if (owned === undefined) return none;
      dropExpired(owned.items.values());
      owned.listed ??= [...owned.items.values()].reverse();
      return owned.listed;
    },
  };
}

const none: readonly Item[] = [];

function createPost(): Post {
  const listeners = new Map<string, (message: unknown) => void>();
  return {
    listen(address, receive) {
      listeners.set(address, receive);
      return () => {
        if (listeners.get(address) === receive) listeners.delete(address);
      };
    },
    async send(address, message) {
      const receive = listeners.get(address);
      receive?.(message);
      return receive !== undefined;
    },
  };
}
