/**
 * What an HTTP client asks to see less of: query parameters of the URL it is configured with, or headers of the same
 * names after `alloy-mcp-`. Both may be given; each narrows.
 */
import { ConfigurationError } from '../../base/errors.ts';
import { formatNearest } from '../../base/nearest.ts';
import type { Surface } from '../../registry/surface.ts';

export interface Narrowing {
  /** The names there are. */
  readonly parameters: readonly string[];
  /** What a client's texts, by parameter, leave of all that is offered, or of what others left. Throws a ConfigurationError. */
  readonly narrow: (given: ReadonlyMap<string, string>, within?: Surface) => Surface;
}

const headerPrefix = 'alloy-mcp-';

/** More choices than a team has clients; above that they are made anew. */
const maxKept = 200;

/**
 * A function from a request to the surface it asks for: nothing when it asks for none, a text when it asks for what
 * cannot be. The same question has the same surface, so that its list is made once.
 */
export function createNarrowing({
  parameters,
  narrow,
}: Narrowing): (request: Request) => { readonly surface?: Surface } | string {
  const kept = new Map<string, Surface>();

  function readTexts(query: URLSearchParams, headers: Headers): readonly ReadonlyMap<string, string>[] {
    const unknown = [...query.keys()].find((name) => !parameters.includes(name));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `${unknown.slice(0, 50)} is not a parameter of this address${formatNearest(unknown, parameters)}there are ${parameters.join(', ')}`,
      );
    }
    const collect = (read: (name: string) => string | null) =>
      new Map(
        parameters.flatMap((name) => {
          const text = read(name);
          return text === null ? [] : [[name, text] as const];
        }),
      );
    return [
      collect((name) => (query.has(name) ? query.getAll(name).join(',') : null)),
      collect((name) => headers.get(headerPrefix + name)),
    ];
  }

  return ({ url, headers }) => {
    const { search, searchParams } = new URL(url);
    const asked = parameters.map((name) => headers.get(headerPrefix + name));
    if (search === '' && asked.every((value) => value === null)) return {};
    const key = JSON.stringify([search, ...asked]);
    try {
      let surface = kept.get(key);
      if (surface === undefined) {
        for (const given of readTexts(searchParams, headers)) {
          if (given.size > 0) surface = narrow(given, surface);
        }
      }
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
