/** A CPU profile of V8 -> shares of time by module, through the source maps that lie beside the bundle. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface Node {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

/** https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface Share {
  /** In functions of this module. */
  readonly own: number;
  /** In them, and in what the engine did when they called it. */
  readonly whole: number;
}

export type Shares = ReadonlyMap<string, Share>;

const engine = 'native: JSON, strings, maps, system calls that JavaScript asks for';
const native = 'native: the event loop and the HTTP parser';
const garbage = 'collecting garbage';

export const sumByModule = (profile: CpuProfile, root: string): Shares => sumBy(profile, createLocator(root));

export function sumByRoom(profile: CpuProfile, root: string): Shares {
  const locate = createLocator(root);
  return sumBy(profile, (node) => findRoom(locate(node)));
}

/** Rooms of ours by folder, in base/ by file, because they have nothing in common; packages by name. */
function findRoom(module: string): string {
  const [, owner] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module) ?? [];
  if (owner?.startsWith('@modelcontextprotocol/') === true) return 'the MCP SDK';
  if (owner !== undefined) return owner.includes('hono') ? 'hono' : owner;
  // The only WebAssembly is undici's HTTP parser.
  if (module.startsWith('wasm:')) return 'undici';
  if (module.startsWith('node:internal/deps/undici') || module.startsWith('node:internal/webstreams'))
    return 'node: fetch, Request, Response and their streams';
  if (module.startsWith('node:')) return 'node: all else';
  const [, room] = /^src\/(base\/[^/]+|[^/]+)/.exec(module) ?? [];
  return room?.replace(/\.ts$/, '') ?? module;
}

function sumBy({ nodes, samples, timeDeltas }: CpuProfile, name: (node: Node) => string): Shares {
  const self = new Map<number, number>();
  for (const [index, id] of samples.entries())
    self.set(id, (self.get(id) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const own = new Map<string, number>();
  const whole = new Map<string, number>();
  let busy = 0;
  for (const node of nodes) {
    const time = self.get(node.id) ?? 0;
    if (time === 0 || isAside(node, ['(idle)', '(root)'])) continue;
    busy += time;
    addTo(own, name(node), time);
    // The engine's functions belong to whoever called them; garbage is everybody's.
    let caller: Node | undefined = node;
    if (!isAside(node, ['(garbage collector)', '(program)'])) {
      while (caller?.callFrame.url === '') caller = byId.get(parents.get(caller.id) ?? -1);
    }
    addTo(whole, name(caller ?? node), time);
  }
  const names = new Set([...own.keys(), ...whole.keys()]);
  return new Map(
    [...names].map((each) => [
      each,
      { own: (own.get(each) ?? 0) / busy, whole: (whole.get(each) ?? 0) / busy },
    ]),
  );
}

const isAside = ({ callFrame: { url, functionName } }: Node, names: readonly string[]) =>
  url === '' && names.includes(functionName);

function addTo(sums: Map<string, number>, name: string, time: number): void {
  sums.set(name, (sums.get(name) ?? 0) + time);
}

/** The source file of a function, below the project's root. */
function createLocator(root: string): (node: Node) => string {
  const maps = new Map<string, SourceMap>();
  return ({ callFrame: { url, functionName, lineNumber, columnNumber } }) => {
    if (url === '') {
      if (functionName === '(garbage collector)') return garbage;
      return functionName === '(program)' ? native : engine;
    }
    if (!url.startsWith('file:')) return url;
    const file = fileURLToPath(url);
    const map = maps.get(file) ?? readMap(file);
    if (map === undefined) return path.basename(file);
    maps.set(file, map);
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return path.basename(file);
    return path.relative(root, path.resolve(path.dirname(file), entry.originalSource));
  };
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}
