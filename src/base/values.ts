/** One text for one JSON value, whatever the order of its members (https://www.rfc-editor.org/rfc/rfc8785). Pure. */

export function buildCanonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return JSON.stringify(value, sortMembers) ?? 'null';
}

function sortMembers(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value);
  // Most objects of arguments are small and flat; without a prototype a member may have any name.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const [name, member] of members.sort(([a], [b]) => (a < b ? -1 : 1))) sorted[name] = member;
  return sorted;
}

/** Leaves out members that are undefined, as exactOptionalPropertyTypes asks for. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The members of an untrusted value, whatever it is: none of what is no object. */
export function readMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
