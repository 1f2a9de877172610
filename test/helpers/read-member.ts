/** What is at a path in a parsed answer, e.g. `event.data.entities.0`; undefined where there is nothing. */
export function readMember(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null ? new Map(Object.entries(inner)).get(name) : undefined,
      value,
    );
}

/** The same for a list: it has to be one. */
export function readList(value: unknown, path: string): readonly unknown[] {
  const list = readMember(value, path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path} of ${JSON.stringify(value)}`);
  return list;
}

/** Names of an object's members, in order. */
export function readNames(value: unknown, path?: string): readonly string[] {
  const object = path === undefined ? value : readMember(value, path);
  if (typeof object !== 'object' || object === null) throw new Error(`no object at ${path}`);
  return Object.keys(object).sort();
}
