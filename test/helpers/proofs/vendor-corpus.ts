/**
 * Answers as vendors give them, in our own words and with made-up data: which leaves hold personal values, and what the
 * shield made of all of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const entry = z.strictObject({
  vendor: z.string(),
  answer: z.unknown(),
  /** `a.b[0].c`, `["name"]` for a name with other characters. */
  personal: z.array(z.string()),
});

export interface VendorAnswer {
  readonly file: string;
  readonly vendor: string;
  readonly answer: unknown;
  readonly personal: readonly string[];
}

/** A folder below test/fixtures. */
export function readCorpus(folder: string): readonly VendorAnswer[] {
  const place = new URL(`../../fixtures/${folder}/`, import.meta.url);
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, ...entry.parse(JSON.parse(readFileSync(new URL(file, place), 'utf8'))) }));
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Every text, number and truth value, with its path; names of members that changed keep their place. */
function listLeaves(
  value: unknown,
  other: unknown,
  path = '',
): readonly (Leaf & { readonly shown: unknown })[] {
  if (typeof value !== 'object' || value === null) return [{ path, value, shown: other }];
  const shown = typeof other === 'object' && other !== null ? Object.values(other) : [];
  return Object.entries(value).flatMap(([name, member], index) => {
    const step = Array.isArray(value) ? `[${name}]` : formatName(name, path === '');
    return listLeaves(member, shown[index], path + step);
  });
}

function formatName(name: string, isFirst: boolean): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `[${JSON.stringify(name)}]`;
  return isFirst ? name : `.${name}`;
}

export interface Outcome {
  readonly personal: number;
  readonly harmless: number;
  /** Personal leaves that came back as they were. */
  readonly through: readonly string[];
  /** Harmless ones that did not. */
  readonly lost: readonly string[];
  /** Paths that name no leaf. */
  readonly unknown: readonly string[];
}

export function weighCorpus(corpus: readonly VendorAnswer[], protect: (answer: unknown) => unknown): Outcome {
  const outcome = {
    personal: 0,
    harmless: 0,
    through: [] as string[],
    lost: [] as string[],
    unknown: [] as string[],
  };
  for (const { file, answer, personal } of corpus) {
    const leaves = listLeaves(answer, protect(answer));
    const isPersonal = new Set(personal.map(normalizePath));
    for (const { path, value, shown } of leaves) {
      const line = `${file} ${path}: ${JSON.stringify(value)} -> ${JSON.stringify(shown)}`;
      if (isPersonal.delete(normalizePath(path))) {
        outcome.personal += 1;
        // Four characters are what masks show as well.
        if (shown === value && String(value).length > 4) outcome.through.push(line);
      } else {
        outcome.harmless += 1;
        if (shown !== value) outcome.lost.push(line);
      }
    }
    outcome.unknown.push(...[...isPersonal].map((path) => `${file} ${path}`));
  }
  return outcome;
}

const normalizePath = (path: string) => path.replaceAll(/\["?([^"\]]*)"?\]/g, '.$1').replace(/^\./, '');
