/**
 * The layers of `src/` and `tools/`, as docs/architecture.md draws them: a line may import the lines below it, never a
 * line above, and rooms on one line know nothing of each other. Imports of types and dynamic ones count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From top to bottom: folders and files of src/, and the registry in tools/. */
const program = [
  ['start.ts'],
  ['main.ts', 'library.ts'],
  ['cli'],
  ['app.ts', 'catalog.ts'],
  ['config'],
  ['mcp'],
  ['discovery', 'approval'],
  ['calls'],
  ['alloy', 'results', 'audit', 'tools'],
  ['shield', 'registry'],
  ['state'],
  ['base'],
];

/** The embedded Alloy, which knows nothing of the rest: an event is the family that reaches most others. */
const simulator = [
  ['flags.ts', 'serve.ts'],
  ['open-simulator.ts'],
  ['simulator.ts'],
  ['page', 'demo'],
  ['state.ts', 'state-file.ts', 'faults', 'events'],
  ['investigations'],
  ['journeys'],
  ['evaluations', 'groups'],
  ['cases', 'entities', 'lists', 'accounts'],
  ['http'],
  ['account.ts'],
  ['settings'],
  ['records'],
  ['state', 'values.ts', 'errors.ts', 'option-error.ts'],
];

/** Who may know a room that is not everybody's below it. */
const onlyFrom: Readonly<Record<string, readonly string[]>> = {
  simulator: ['app.ts', 'cli', 'library.ts', 'mcp'],
  tools: ['app.ts', 'catalog.ts', 'cli', 'mcp'],
};

/** Packages that one place deals with. */
const packages: Readonly<Record<string, readonly string[]>> = {
  undici: ['src/alloy/network.ts'],
  pino: ['src/base/logger.ts'],
  '@modelcontextprotocol/server': ['src/mcp/', 'src/calls/result.ts'],
  minisearch: ['src/discovery/'],
  stemmer: ['src/discovery/'],
  '@noble/ciphers': ['src/shield/'],
  '@jmespath-community/jmespath': ['src/results/'],
  '@hono/node-server': ['src/mcp/transports/', 'src/simulator/serve.ts'],
  hono: ['src/mcp/transports/', 'src/simulator/'],
  zod: ['src/', 'tools/'],
};

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const specifier = /(?:\bfrom |\bimport\(\s*|\bimport )'([^']+)'/g;

function listFiles(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function readArrows(file: string): readonly Arrow[] {
  const text = readFileSync(path.join(root, file), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\/|^ *\/\/.*$/gm, '');
  return [...text.matchAll(specifier)].map(([, to = '']) => ({
    from: file,
    to: to.startsWith('.') ? path.join(path.dirname(file), to) : to,
  }));
}

const files = [...listFiles('src'), ...listFiles('tools')];
const arrows = files.flatMap(readArrows);

/** `src/alloy/client.ts` -> `alloy`; below the simulator `src/simulator/http/body.ts` -> `http`. */
function roomOf(file: string, below = 'src'): string {
  if (file.startsWith('tools/')) return 'tools';
  return file.slice(below.length + 1).split('/')[0] ?? '';
}

const inSimulator = (file: string) => file.startsWith('src/simulator/');
const isOurs = (file: string) => file.startsWith('src/') || file.startsWith('tools/');
const format = ({ from, to }: Arrow) => `${from} -> ${to}`;

function findLine(lines: readonly (readonly string[])[], room: string): number {
  return lines.findIndex((line) => line.includes(room));
}

/** Arrows that do not lead down. */
function findUpward(lines: readonly (readonly string[])[], below: string, among: readonly Arrow[]) {
  return among.filter(({ from, to }) => {
    const [above, under] = [roomOf(from, below), roomOf(to, below)];
    return above !== under && findLine(lines, above) >= findLine(lines, under);
  });
}

describe('the program', () => {
  const ours = arrows.filter(({ from, to }) => isOurs(to) && !inSimulator(from) && !inSimulator(to));

  it('has a line for each room', () => {
    const rooms = new Set(files.filter((file) => !inSimulator(file)).map((file) => roomOf(file)));
    expect([...rooms].filter((room) => findLine(program, room) === -1)).toEqual([]);
  });

  it('imports downwards only', () => {
    expect(ours.length).toBeGreaterThan(300);
    expect(findUpward(program, 'src', ours).map(format)).toEqual([]);
  });

  it('is told of the registry and the embedded Alloy by few', () => {
    const known = arrows.filter(({ from, to }) => {
      const allowed = onlyFrom[roomOf(to)];
      return (
        isOurs(to) && allowed !== undefined && roomOf(from) !== roomOf(to) && !allowed.includes(roomOf(from))
      );
    });
    expect(known.map(format)).toEqual([]);
  });
});

describe('the embedded Alloy', () => {
  const inside = arrows.filter(({ from }) => inSimulator(from));

  it('has a line for each room', () => {
    const rooms = new Set(files.filter(inSimulator).map((file) => roomOf(file, 'src/simulator')));
    expect([...rooms].filter((room) => findLine(simulator, room) === -1)).toEqual([]);
  });

  it('imports nothing of the rest, and downwards only', () => {
    expect(inside.filter(({ to }) => isOurs(to) && !inSimulator(to)).map(format)).toEqual([]);
    const below = inside.filter(({ to }) => inSimulator(to));
    expect(below.length).toBeGreaterThan(300);
    expect(findUpward(simulator, 'src/simulator', below).map(format)).toEqual([]);
  });
});

describe('packages', () => {
  const foreign = arrows.filter(({ to }) => !isOurs(to) && !to.startsWith('node:') && to !== 'package.json');
  const nameOf = (to: string) => to.split('/', to.startsWith('@') ? 2 : 1).join('/');

  it('are those that have a place', () => {
    expect(
      [...new Set(foreign.map(({ to }) => nameOf(to)))].filter((name) => packages[name] === undefined),
    ).toEqual([]);
  });

  it('are imported in their place only', () => {
    const misplaced = foreign.filter(
      ({ from, to }) => !(packages[nameOf(to)] ?? []).some((place) => from.startsWith(place)),
    );
    expect(misplaced.map(format)).toEqual([]);
  });
});

describe('folders', () => {
  it('hold at most 30 files, and src/ itself few', () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 30)).toEqual([]);
    expect(counts.get('src')).toBeLessThanOrEqual(5);
  });
});

describe('docs/architecture.md', () => {
  const page = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8');
  const pictures = [...page.matchAll(/```mermaid\n(flowchart [\s\S]*?)```/g)].map(
    ([, picture = '']) => picture,
  );
  const rooms = new Set(files.map((file) => roomOf(file)));
  const simulatorRooms = new Set(files.filter(inSimulator).map((file) => roomOf(file, 'src/simulator')));

  /** Of each `subgraph` what its nodes are called: `main["main.ts<br>..."]`. */
  const readLines = (picture: string | undefined) =>
    [...(picture ?? '').matchAll(/^ {2}subgraph [\s\S]*?^ {2}end$/gm)].map(([line]) =>
      [...line.matchAll(/^ {4}\w+\["([^"<]+)/gm)].map(([, room]) => room),
    );
  /** Rooms that later work will need have a line already. */
  const whichAre = (lines: readonly (readonly string[])[], present: ReadonlySet<string>) =>
    lines.map((line) => line.filter((room) => present.has(room)));

  it('draws the lines as they are here', () => {
    expect(pictures.length).toBe(2);
    expect(readLines(pictures[0])).toEqual(whichAre(program, rooms));
    expect(readLines(pictures[1])).toEqual(whichAre(simulator, simulatorRooms));
  });

  it('says who may know the registry and the embedded Alloy', () => {
    const told = [...page.matchAll(/^\| `(tools|simulator)` \| ([^|]+) \|/gm)].map(
      ([, room = '', few = '']) => [room, [...few.matchAll(/`([^`]+)`/g)].map(([, name]) => name)],
    );
    expect(Object.fromEntries(told)).toEqual(onlyFrom);
    const drawn = [...(pictures[0] ?? '').matchAll(/^ {2}(\w+) -\.-> simulator$/gm)].map(([, name]) => name);
    expect(drawn.sort()).toEqual(onlyFrom['simulator']?.map((name) => name.replace(/\.ts$/, '')).sort());
  });
});
