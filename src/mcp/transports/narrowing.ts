/**
 * What an HTTP client asks to see less of: query parameters of the URL it is configured with, or headers of the same
 * names after `alloy-mcp-`. Both may be given; each narrows.
 */
import { ConfigurationError } from '../../base/errors.ts';
import { formatNearest } from '../../base/nearest.ts';
import { effects, type Surface, type SurfaceChoice } from '../../registry/surface.ts';
import type { Effect } from '../../registry/tool.ts';

const parameters = {
  toolsets: 'toolsets',
  tools: 'tools',
  'exclude-tools': 'excludeTools',
  effects: 'effects',
  'read-only': 'readOnly',
  aliases: 'aliases',
  discovery: 'discovery',
} as const satisfies Readonly<Record<string, keyof SurfaceChoice>>;

type Parameter = keyof typeof parameters;

const names = Object.keys(parameters) as Parameter[];
const headerPrefix = 'alloy-mcp-';

/** The parameter by which a choice is named in messages to the client. */
export const nameParameter = (key: keyof SurfaceChoice): string =>
  names.find((name) => parameters[name] === key) ?? key;

/** More choices than a team has clients; above that they are made anew. */
const maxKept = 200;

/**
 * A function from a request to the surface it asks for: nothing when it asks for none, a text when it asks for what
 * cannot be. The same question has the same surface, so that its list is made once.
 */
export function createNarrowing(
  narrow: (choice: SurfaceChoice, within?: Surface) => Surface,
): (request: Request) => { readonly surface?: Surface } | string {
  const kept = new Map<string, Surface>();
  return ({ url, headers }) => {
    const { search, searchParams } = new URL(url);
    const asked = names.map((name) => headers.get(headerPrefix + name));
    if (search === '' && asked.every((value) => value === null)) return {};
    const key = JSON.stringify([search, ...asked]);
    try {
      const surface = kept.get(key) ?? narrowAll(parseNarrowing(searchParams, headers), narrow);
      if (surface === undefined) return {};
      if (kept.size >= maxKept) kept.clear();
      kept.set(key, surface);
      return { surface };
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
  };
}

function narrowAll(
  choices: readonly SurfaceChoice[],
  narrow: (choice: SurfaceChoice, within?: Surface) => Surface,
): Surface | undefined {
  let surface: Surface | undefined;
  for (const choice of choices) surface = narrow(choice, surface);
  return surface;
}

/** The choices of the query and of the headers, those that are there. Throws a ConfigurationError. */
function parseNarrowing(query: URLSearchParams, headers: Headers): readonly SurfaceChoice[] {
  for (const name of query.keys()) {
    if (names.some((known) => known === name)) continue;
    throw new ConfigurationError(
      `${name.slice(0, 50)} is not a parameter of this address${formatNearest(name, names)}there are ${names.join(', ')}`,
    );
  }
  const fromQuery = (name: Parameter) => (query.has(name) ? query.getAll(name).join(',') : undefined);
  const fromHeaders = (name: Parameter) => headers.get(headerPrefix + name) ?? undefined;
  return [fromQuery, fromHeaders].map(readChoice).filter((choice) => Object.keys(choice).length > 0);
}

function readChoice(read: (name: Parameter) => string | undefined): SurfaceChoice {
  const lists = (['toolsets', 'tools', 'exclude-tools'] as const).flatMap((name) => {
    const list = splitList(read(name));
    return list === undefined ? [] : [[parameters[name], list] as const];
  });
  const switches = (['read-only', 'aliases', 'discovery'] as const).flatMap((name) => {
    const value = readSwitch(name, read(name));
    return value === undefined ? [] : [[parameters[name], value] as const];
  });
  const chosen = splitList(read('effects'))?.map(readEffect);
  return {
    ...Object.fromEntries([...lists, ...switches]),
    ...(chosen === undefined ? {} : { effects: chosen }),
  };
}

function splitList(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function readSwitch(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (['true', 'on', '1', 'yes', ''].includes(text.toLowerCase())) return true;
  if (['false', 'off', '0', 'no'].includes(text.toLowerCase())) return false;
  throw new ConfigurationError(`${name} is neither on nor off; write ${name}=on`);
}

function readEffect(word: string): Effect {
  const effect = effects.find((known) => known === word);
  if (effect !== undefined) return effect;
  throw new ConfigurationError(
    `effects names ${word.slice(0, 50)}${formatNearest(word, effects)}there are ${effects.join(', ')}`,
  );
}
