/**
 * Names of files as people and models write them: a letter with its accent in one character or in two (macOS and
 * others differ), a plain space where a screenshot's name has a narrow one, marks that nobody sees.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { findNearest } from '../base/nearest.ts';
import { matchCharacters, stripInvisible } from '../base/visible-text.ts';
import { listInside } from './open-inside.ts';

interface Search {
  /** The folder that is searched, without links. */
  readonly root: string;
  /** A path from there that leads to no file. */
  readonly below: string;
  readonly descriptors: string;
}

interface Alike {
  /** The path of the one file whose name reads the same. */
  readonly below?: string;
  /** Or of the one whose name is nearest, as it can be shown. */
  readonly near?: string;
}

/** More are not compared: it would take long, and a name is not guessed out of thousands. */
const mostCompared = 1000;

/** Nothing is found where a folder on the way cannot be listed, or lies outside. */
export async function findAlike({ root, below, descriptors }: Search): Promise<Alike> {
  const steps = below.split(path.sep);
  const found: string[] = [];
  let folder = root;
  try {
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      const entries = await listInside({ root, path: folder, descriptors });
      const names = entries.flatMap((entry) => (isLast && entry.isDirectory() ? [] : [entry.name]));
      const name = findSame(step, names);
      if (name === undefined) return isLast ? buildNear(step, names, found) : {};
      found.push(name);
      if (!isLast) folder = await realpath(path.join(folder, name));
    }
  } catch {
    return {};
  }
  return { below: path.join(...found) };
}

/** The name itself, or the one that reads the same; of several nobody can say which was meant. */
function findSame(wanted: string, names: readonly string[]): string | undefined {
  if (names.includes(wanted)) return wanted;
  const [same, ...others] = names.filter((name) => readName(name) === readName(wanted));
  return others.length === 0 ? same : undefined;
}

function buildNear(wanted: string, names: readonly string[], above: readonly string[]): Alike {
  const byReading = new Map(names.slice(0, mostCompared).map((name) => [readName(name), name]));
  const near = byReading.get(findNearest(readName(wanted), [...byReading.keys()]) ?? '');
  return near === undefined ? {} : { near: stripInvisible(path.join(...above, near)) };
}

const unseen = matchCharacters(['format', 'ignorable'], 'all');

/** NFKC has one character for a letter with its accent, and the plain space for every other one of its width. */
const readName = (name: string) => name.normalize('NFKC').replace(unseen, '').replaceAll(/\s/g, ' ');
