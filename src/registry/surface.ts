/**
 * Which tools a client sees and may call. An operator chooses; over HTTP a client may choose less of that, never more.
 * Names are looked up in the whole catalog, so that a wrong one is told from a hidden one.
 */
import { ConfigurationError } from '../base/errors.ts';
import { findNearest } from '../base/nearest.ts';
import type { CatalogEntry } from './listing.ts';
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
  /** False leaves out the tools that repeat an operation under another name. */
  readonly aliases?: boolean;
  /** A few tools to find and call the others by, in place of them all. */
  readonly discovery?: boolean;
  /** What results hold; a client's own choice stands in for the operator's. */
  readonly resultContent?: readonly ResultContent[];
}

export interface Surface {
  /** In the order of the catalog. */
  readonly entries: readonly CatalogEntry[];
  readonly discovery: boolean;
  readonly resultContent: readonly ResultContent[];
  isVisible(tool: string): boolean;
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
  const allowed = within?.entries ?? catalog;
  const entries = allowed.filter((entry) => isChosen(entry, choice));
  if (entries.length === 0) {
    const given = (Object.keys(choice) as (keyof SurfaceChoice)[]).filter((key) => !formOnly.has(key));
    throw new ConfigurationError(
      `No tool is left by ${given.map(nameChoice).join(', ')}${within === undefined ? '' : ' within what this server offers'}; choose less strictly`,
    );
  }
  return buildSurface(entries, {
    discovery: choice.discovery === true || within?.discovery === true,
    resultContent: choice.resultContent ?? within?.resultContent ?? usualContent,
  });
}

/** They choose how tools and results are shown, not which tools. */
const formOnly: ReadonlySet<keyof SurfaceChoice> = new Set(['discovery', 'resultContent']);

function buildSurface(
  entries: readonly CatalogEntry[],
  form: Pick<Surface, 'discovery' | 'resultContent'>,
): Surface {
  const names = new Set(entries.map(({ listing }) => listing.name));
  return { entries, ...form, isVisible: (tool) => names.has(tool) };
}

/** What is left where nobody can be asked before a decision or a loss. */
export function leaveOutDecisions({ entries, discovery, resultContent }: Surface): Surface {
  return buildSurface(
    entries.filter(({ effect }) => !needsConfirmation(effect)),
    { discovery, resultContent },
  );
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
