/** What an untrusted value is and holds, and one way to write a value down. Pure. */

/** The members of an object of JSON, whose values may be anything. */
export type Members = Readonly<Record<string, unknown>>;

/** An object of JSON: neither a list nor null. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object or a list. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The members of a value, whatever it is: none of what is no object. */
export function readMembers(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** What is at a path such as `event.data.entities.0`, the value itself at the empty one; undefined where there is nothing. */
export function readMember(value: unknown, path: string): unknown {
  if (path === '') return value;
  let reached = value;
  for (const name of path.split('.')) {
    // Own members only: `constructor` and `__proto__` are names like any other.
    if (!isContainer(reached) || !Object.hasOwn(reached, name)) return undefined;
    reached = Reflect.get(reached, name);
  }
  return reached;
}

/** The same without undefined: what may be it is optional instead. */
export type Defined<T> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/** Leaves out members that are undefined, as exactOptionalPropertyTypes asks for. */
export function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** One text for one JSON value, whatever the order of its members (https://www.rfc-editor.org/rfc/rfc8785). */
export function buildCanonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return JSON.stringify(value, sortMembers) ?? 'null';
}

function sortMembers(_: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(value);
  // Most objects of arguments are small and flat; without a prototype a member may have any name.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const [name, member] of members.sort(([a], [b]) => (a < b ? -1 : 1))) sorted[name] = member;
  return sorted;
}

/** The object or array that a text is the JSON of; undefined for any other text. */
export function parseContainer(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isContainer(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The path of an argument, such as `entities.0.data.name_first`, as a message may name it: whoever called wrote it, so
 * what is no name of a field may be anything, a person's number among others.
 */
export function showPath(path: string): string {
  return path
    .split('.')
    .map((name) => {
      const isName =
        /^(?:\$?[A-Za-z_][\w-]{0,63}|\d{1,6}|\(all\)|"?__proto__"?)$/.test(name) &&
        !/[A-Za-z_-]\d{4}/.test(name);
      return isName || name === '' ? name : `(a name of ${name.length} characters)`;
    })
    .join('.');
}
