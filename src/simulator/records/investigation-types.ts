/** The kinds of investigation that the account has set up. Source: https://developer.alloy.com/public/reference/get_investigations-types */

/** What a type is for. The account's own; Alloy's list is not public. */
export const useCases = [
  { id: 1, name: 'Fraud', description: 'Account takeover, identity theft and other fraud' },
  { id: 2, name: 'AML', description: 'Money laundering and suspicious transactions' },
  { id: 3, name: 'Sanctions', description: 'Possible matches on sanctions and watch lists' },
  { id: 4, name: 'Credit', description: 'Credit risk of customers on the books' },
] as const;

export interface InvestigationType {
  /** Sorting goes by it; every operation names a type by its name. */
  readonly id: number;
  readonly name: string;
  readonly useCase: string;
  readonly description: string | null;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
}

export interface InvestigationTypeStore {
  find(name: string): InvestigationType | undefined;
  create(type: Pick<InvestigationType, 'name' | 'useCase' | 'description'>): InvestigationType;
  setArchived(type: InvestigationType, archived: boolean): void;
  remove(type: InvestigationType): void;
  /** Oldest first. */
  all(): IterableIterator<InvestigationType>;
  /** For reading an account back from a file. */
  restore(type: InvestigationType): void;
  /** The highest id given so far: that of a deleted type is not given again. */
  allLastIds(): readonly number[];
  restoreLastId(id: number): void;
}

export function createInvestigationTypeStore(now: () => number): InvestigationTypeStore {
  const types = new Map<string, InvestigationType>();
  let lastId = 0;
  const restore = (type: InvestigationType) => {
    types.set(type.name, type);
    lastId = Math.max(lastId, type.id);
  };
  return {
    find: (name) => types.get(name),
    create(start) {
      const type = { ...start, id: lastId + 1, createdAt: now(), updatedAt: now(), archivedAt: null };
      restore(type);
      return type;
    },
    setArchived(type, archived) {
      type.archivedAt = archived ? now() : null;
      type.updatedAt = now();
    },
    remove(type) {
      types.delete(type.name);
    },
    all: () => types.values(),
    restore,
    allLastIds: () => (lastId === 0 ? [] : [lastId]),
    restoreLastId(id) {
      lastId = Math.max(lastId, id);
    },
  };
}
