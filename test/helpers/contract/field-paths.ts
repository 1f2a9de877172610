/** Reading and changing values by paths such as `entities[].data.name_first`; `[]` stands for every item. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `a[].b` -> `a`, `[]`, `b`. */
const splitPath = (path: string): readonly string[] =>
  path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');

/** Every value at the path; none when the value does not go there. */
export function readAll(value: unknown, path: string): readonly unknown[] {
  return splitPath(path).reduce<readonly unknown[]>(
    (values, step) =>
      values.flatMap((each): readonly unknown[] => {
        if (step === '[]') return Array.isArray(each) ? each : [];
        return isObject(each) && Object.hasOwn(each, step) ? [each[step]] : [];
      }),
    [value],
  );
}

/** A copy with `replacement` at the path, where the path exists; `undefined` takes the member away. */
export function replaceAll(value: unknown, path: string, replacement: unknown): unknown {
  return replaceSteps(value, splitPath(path), replacement);
}

function replaceSteps(value: unknown, steps: readonly string[], replacement: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return replacement;
  if (step === '[]') {
    return Array.isArray(value) ? value.map((item: unknown) => replaceSteps(item, rest, replacement)) : value;
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  if (rest.length === 0 && replacement === undefined) {
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== step));
  }
  return { ...value, [step]: replaceSteps(value[step], rest, replacement) };
}

/** The path of every member inside a value, with the value found there; items of an array share one path. */
export function listMembers(value: unknown, prefix: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => listMembers(item, `${prefix}[]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [`${prefix}.${name}`, member] as const,
    ...listMembers(member, `${prefix}.${name}`),
  ]);
}
