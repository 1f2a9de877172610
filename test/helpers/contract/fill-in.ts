/** A copy of a call's arguments in which a value stands at a path, e.g. `entities.0.data`. */
export function fillIn(target: unknown, path: string, value: unknown): unknown {
  const [name = '', ...rest] = path.split('.');
  if (name === '') return value;
  const inner = (member: unknown) => (rest.length === 0 ? value : fillIn(member, rest.join('.'), value));
  if (Array.isArray(target)) return target.with(Number(name), inner(target[Number(name)]));
  const members = typeof target === 'object' && target !== null ? Object.entries(target) : [];
  return { ...Object.fromEntries(members), [name]: inner(new Map(members).get(name)) };
}
