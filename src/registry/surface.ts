/**
 * Which tools a client sees and may call, and by which names. An operator chooses; over HTTP a client may choose less
 * of that, never more. Names are looked up in the whole catalog, so that a wrong one is told from a hidden one.
 */
import { ConfigurationError } from '../base/errors.ts';
import { findNearest } from '../base/nearest.ts';
import type { CatalogEntry } from './listing.ts';
import { createRenaming, shortenName } from './short-names.ts';
import type { Effect } from './tool.ts';

/** What was asked for; what is absent restricts nothing. */
export interface SurfaceChoice {
  /** With `tools`: these toolsets and those tools. */
  readonly toolsets?: readonly string[];
  readonly tools?: readonly string[];
  /** Wins over all else. */
  readonly excludeTools?: readonly string[];
  readonly effects?: readonly Effect[];
  readonly readOnly?: boolean;
  /** False leaves the tools that repeat an operation under another name out of the list; they can be called still. */
  readonly aliases?: boolean;
  /** A few tools to find and call the others by, in place of them all. */
  readonly discovery?: boolean;
  /** What results hold; a client's own choice stands in for the operator's. */
  readonly resultContent?: readonly ResultContent[];
  /** Longer names are listed shortened. */
  readonly maxNameLength?: number;
}

export interface Surface {
  /** Those that are listed, in the order of the catalog. */
  readonly entries: readonly CatalogEntry[];
  /** Those that can be called: beside the listed ones, other names of their operations. */
  readonly callable: readonly CatalogEntry[];
  readonly discovery: boolean;
  readonly resultContent: readonly ResultContent[];
  /** Infinity where there is no limit. */
  readonly maxNameLength: number;
  /** Whether a tool is listed, by its name in the catalog. */
  isVisible(tool: string): boolean;
  /** The tool that a call of this name means: its name in the catalog, or the shortened one. */
  find(name: string): CatalogEntry | undefined;
  /** A text with the names of tools as they are listed. */
  rename(text: string): string;
}

/**
 * The parts of a tool result: the envelope as text, which is always there, small pictures as image blocks, the envelope
 * as `structuredContent`, and `resource_link` blocks.
 */
export const resultContents = ['text', 'images', 'structured', 'links'] as const;
export type ResultContent = (typeof resultContents)[number];

const usualContent: readonly ResultContent[] = ['text', 'images'];

export const effects = ['read', 'write', 'decide', 'destroy'] as const satisfies readonly Effect[];

/** The words by which a choice is named in messages: variables and flags, or query parameters. */
export type NameChoice = (key: keyof SurfaceChoice) => string;

/** Throws a ConfigurationError for names that are unknown, choices that contradict each other, and an empty rest. */
export function chooseSurface(
  catalog: readonly CatalogEntry[],
  choice: SurfaceChoice,
  nameChoice: NameChoice,
  within?: Surface,
): Surface {
  checkNames(catalog, choice, nameChoice);
  checkContradictions(catalog, choice, nameChoice);
  const entries = (within?.entries ?? catalog).filter((entry) => isChosen(entry, choice));
  if (entries.length === 0) {
    const given = (Object.keys(choice) as (keyof SurfaceChoice)[]).filter((key) => !formOnly.has(key));
    throw new ConfigurationError(
      `No tool is left by ${given.map(nameChoice).join(', ')}${within === undefined ? '' : ' within what this server offers'}; choose less strictly`,
    );
  }
  const names = new Set(entries.map(({ listing }) => listing.name));
  // What is not listed gives nothing that a listed tool does not give.
  const callable = (within?.callable ?? catalog).filter((entry) => {
    const { listing, aliasOf } = entry;
    const isOffered = isChosen(entry, { ...choice, aliases: true });
    return names.has(listing.name) || (isOffered && aliasOf !== undefined && names.has(aliasOf));
  });
  return buildSurface(entries, callable, {
    discovery: choice.discovery === true || within?.discovery === true,
    maxNameLength: Math.min(choice.maxNameLength ?? Infinity, within?.maxNameLength ?? Infinity),
    resultContent: choice.resultContent ?? within?.resultContent ?? usualContent,
  });
}

/** They choose how tools and results are shown, not which tools. */
const formOnly: ReadonlySet<keyof SurfaceChoice> = new Set(['discovery', 'maxNameLength', 'resultContent']);

function buildSurface(
  entries: readonly CatalogEntry[],
  callable: readonly CatalogEntry[],
  form: Pick<Surface, 'discovery' | 'maxNameLength' | 'resultContent'>,
): Surface {
  const names = new Set(entries.map(({ listing }) => listing.name));
  const called = new Map(
    callable.flatMap((entry) => [
      [entry.listing.name, entry],
      [shortenName(entry.listing.name), entry],
    ]),
  );
  return {
    entries,
    callable,
    ...form,
    isVisible: (tool) => names.has(tool),
    find: (name) => called.get(name),
    // The four tools of discovery mode take the names of all others as arguments.
    rename: createRenaming(form.discovery ? [] : [...names], form.maxNameLength),
  };
}

/** What is left where nobody can be asked before a decision or a loss. */
export function leaveOutDecisions({ entries, callable, ...form }: Surface): Surface {
  const isLeft = ({ effect }: CatalogEntry) => !needsConfirmation(effect);
  return buildSurface(entries.filter(isLeft), callable.filter(isLeft), form);
}

/** Effects that a person confirms. */
export const needsConfirmation = (effect: Effect): boolean => effect === 'decide' || effect === 'destroy';

function isChosen(entry: CatalogEntry, choice: SurfaceChoice): boolean {
  const { toolsets, tools, excludeTools, aliases } = choice;
  const { name } = entry.listing;
  if (excludeTools?.includes(name) === true) return false;
  if (aliases === false && entry.aliasOf !== undefined) return false;
  if (choice.readOnly === true && entry.effect !== 'read') return false;
  if (choice.effects?.includes(entry.effect) === false) return false;
  if (toolsets === undefined && tools === undefined) return true;
  return toolsets?.includes(entry.toolset) === true || tools?.includes(name) === true;
}

function checkNames(catalog: readonly CatalogEntry[], choice: SurfaceChoice, nameChoice: NameChoice): void {
  const toolNames = catalog.map(({ listing }) => listing.name);
  const toolsetNames = [...new Set(catalog.map(({ toolset }) => toolset))];
  const check = (
    key: keyof SurfaceChoice,
    given: readonly string[] | undefined,
    known: readonly string[],
    what: string,
  ) => {
    for (const name of given ?? []) {
      if (known.includes(name)) continue;
      const near = findNearest(name, known);
      const advice =
        near === undefined
          ? what === 'tool'
            ? 'alloy-mcp tools lists all'
            : `there are ${known.join(', ')}`
          : `did you mean ${near}?`;
      throw new ConfigurationError(
        `${nameChoice(key)} names ${name.slice(0, 100)}, which is not a ${what}; ${advice}`,
      );
    }
  };
  check('toolsets', choice.toolsets, toolsetNames, 'toolset');
  check('tools', choice.tools, toolNames, 'tool');
  check('excludeTools', choice.excludeTools, toolNames, 'tool');
}

/** A tool that is asked for by name and ruled out by another choice is a mistake in one of the two. */
function checkContradictions(
  catalog: readonly CatalogEntry[],
  choice: SurfaceChoice,
  nameChoice: NameChoice,
): void {
  const { readOnly, effects: chosenEffects, aliases, excludeTools } = choice;
  if (readOnly === true && chosenEffects !== undefined && !chosenEffects.includes('read')) {
    throw new ConfigurationError(
      `${nameChoice('readOnly')} leaves only reads, which ${nameChoice('effects')} leaves out; keep one of them`,
    );
  }
  for (const name of choice.tools ?? []) {
    const entry = catalog.find(({ listing }) => listing.name === name);
    if (entry === undefined) continue;
    const against: keyof SurfaceChoice | undefined =
      excludeTools?.includes(name) === true
        ? 'excludeTools'
        : aliases === false && entry.aliasOf !== undefined
          ? 'aliases'
          : readOnly === true && entry.effect !== 'read'
            ? 'readOnly'
            : chosenEffects?.includes(entry.effect) === false
              ? 'effects'
              : undefined;
    if (against === undefined) continue;
    const advice = against === 'aliases' ? `; did you mean ${entry.aliasOf}?` : '; keep one of them';
    throw new ConfigurationError(
      `${nameChoice('tools')} names ${name} (effect ${entry.effect}), which ${nameChoice(against)} rules out${advice}`,
    );
  }
}
