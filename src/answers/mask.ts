/**
 * A list of plain paths keeps the shape of the answer: `status, entities[].entity_token` gives
 * `{status, entities: [{entity_token}]}`, so that what belongs together stays together. Lists are gone through whether
 * or not the path says `[]`.
 */

interface Branch {
  readonly members: Map<string, Branch>;
  /** The path that ends here. */
  text?: string;
}

const deepestLists = 50;

export function applyMask(
  paths: readonly { readonly text: string; readonly names: readonly string[] }[],
  value: unknown,
): unknown {
  const root: Branch = { members: new Map() };
  for (const { names, text } of paths) {
    let branch = root;
    for (const name of names) {
      const next = branch.members.get(name) ?? { members: new Map() };
      branch.members.set(name, next);
      branch = next;
    }
    branch.text = text;
  }
  return choose(root, value, 0);
}

function choose(branch: Branch, value: unknown, lists: number): unknown {
  if (branch.text !== undefined) return value;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    return lists < deepestLists ? value.map((item) => choose(branch, item, lists + 1)) : null;
  }
  const chosen = [...branch.members]
    .filter(([name]) => Object.hasOwn(value, name))
    .map(([name, next]): [string, unknown] => [name, choose(next, Reflect.get(value, name), lists)]);
  return Object.fromEntries(chosen);
}

/** Whether a path leads to anything. */
export function hasPath(names: readonly string[], value: unknown, lists = 0): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return true;
  if (Array.isArray(value))
    return lists < deepestLists && value.some((item) => hasPath(names, item, lists + 1));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
  return hasPath(rest, Reflect.get(value, name), lists);
}
