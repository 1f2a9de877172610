/** The members of a JSON object. */

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Order is kept; a name that two members would share is told apart. fromEntries also takes a member `__proto__`. */
export function renameMembers(record: Members, renamed: ReadonlyMap<string, string>): Members {
  const taken = new Set<string>();
  const entries = Object.entries(record).map(([name, value]) => {
    const wanted = renamed.get(name) ?? name;
    let chosen = wanted;
    for (let count = 2; taken.has(chosen); count += 1) chosen = `${wanted} (${count})`;
    taken.add(chosen);
    return [chosen, value] as const;
  });
  return Object.fromEntries(entries);
}
