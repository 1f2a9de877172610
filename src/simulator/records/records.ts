/** What the stores of records have in common. A record is plain data, so that it can be written as JSON and read back. */

export interface Records<Item> {
  /** By its token, or by an id of the caller's where it has one; undefined when unknown. */
  find(id: string): Item | undefined;
  /** In the order in which they were made. */
  all(): IterableIterator<Item>;
  /** For reading an account back from a file; takes the place of a record with the same token. */
  restore(item: Item): void;
}

export interface TokenRecords<Item> extends Records<Item> {
  findByExternalId(externalId: string): Item | undefined;
  /** Its token and ids are unknown from then on. */
  remove(item: Item): void;
}

/** A caller's id names the record that was the last to take it; `restore` it when its ids have changed. */
export function createRecords<Item extends { readonly token: string }>(
  listExternalIds: (item: Item) => readonly string[] = () => [],
): TokenRecords<Item> {
  const items = new Map<string, Item>();
  const tokens = new Map<string, string>();
  const findByExternalId = (externalId: string) => items.get(tokens.get(externalId) ?? '');
  return {
    find: (id) => items.get(id) ?? findByExternalId(id),
    findByExternalId,
    all: () => items.values(),
    restore(item) {
      items.set(item.token, item);
      for (const externalId of listExternalIds(item)) tokens.set(externalId, item.token);
    },
    remove(item) {
      items.delete(item.token);
      for (const externalId of listExternalIds(item)) tokens.delete(externalId);
    },
  };
}
