/** The payloads that Alloy's guides print, and the form of the printed answers: test/fixtures/seeds. */
import { readFileSync } from 'node:fs';

type Members = Readonly<Record<string, unknown>>;

/** `answerShape` has the printed answer's members, with the kind of a value in place of the value. */
export function readEventSeed(name: string): { readonly request: Members; readonly answerShape: unknown } {
  return JSON.parse(readFileSync(new URL(`../fixtures/seeds/${name}.json`, import.meta.url), 'utf8'));
}

/** The person, the answer printed for it, and the one printed for an evaluation that waits for a quiz. */
export function readPersonSeed(): {
  readonly request: Members;
  readonly answer: Members;
  readonly waiting: Members;
} {
  return JSON.parse(readFileSync(new URL('../fixtures/seeds/onboard-person.json', import.meta.url), 'utf8'));
}

/** Members and kinds of values at every depth; a list counts once for each different form of its items. */
export function buildShape(value: unknown): unknown {
  return mapShape(value, (leaf) => (leaf === null ? 'null' : typeof leaf));
}

/** The same of a shape, which names the kinds already. */
export function normalizeShape(shape: unknown): unknown {
  return mapShape(shape, (kind) => kind);
}

function mapShape(value: unknown, mapLeaf: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    const forms = value.map((item) => JSON.stringify(mapShape(item, mapLeaf)));
    return [...new Set(forms)].sort().map((form): unknown => JSON.parse(form));
  }
  if (typeof value !== 'object' || value === null) return mapLeaf(value);
  const members = Object.entries(value).sort(([left], [right]) => left.localeCompare(right));
  return Object.fromEntries(members.map(([name, member]) => [name, mapShape(member, mapLeaf)]));
}
