/** Where something is in an answer, written as JMESPath so that it can be given back as `fields`. */

export interface Path {
  readonly parent: Path | undefined;
  readonly segment: string | number;
}

/** Longer paths are no help to anybody; the nearest shorter one above is given. */
const maxPathLength = 200;

export function formatPath(path: Path | undefined): string {
  let text = '';
  for (const segment of readSegments(path)) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += `${text === '' ? '' : '.'}${formatName(segment)}`;
  }
  return text === '' ? '@' : text;
}

/** From an index on: the rest of a list or of a text. */
export function formatRest(path: Path | undefined, from: number): string {
  return path === undefined ? `[${from}:]` : `${formatPath(path)}[${from}:]`;
}

/** The path itself, or the nearest above that is short enough to be read and sent back. */
export function shortenPath(path: Path | undefined): Path | undefined {
  let kept: Path | undefined;
  let length = 0;
  for (const segment of readSegments(path)) {
    length += typeof segment === 'number' ? `[${segment}]`.length : formatName(segment).length + 1;
    if (length > maxPathLength) return kept;
    kept = { parent: kept, segment };
  }
  return path;
}

export function formatName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

function readSegments(path: Path | undefined): (string | number)[] {
  const segments = [];
  for (let at = path; at !== undefined; at = at.parent) segments.push(at.segment);
  return segments.reverse();
}
