/** Where a text is parted: each part weighs no more than allowed and ends after a comma or bracket where one is near. */
import { weigh } from './weigh.ts';

const step = 256;

export function findPartEnds(text: string, partWeight: number): readonly number[] {
  const ends: number[] = [];
  let start = 0;
  while (start < text.length) {
    const end = findEnd(text, start, partWeight);
    ends.push(end);
    start = end;
  }
  return ends.length === 0 ? [0] : ends;
}

function findEnd(text: string, start: number, partWeight: number): number {
  let end = start;
  let weight = 0;
  while (end < text.length) {
    const next = Math.min(text.length, end + step);
    weight += weigh(text, end, next);
    if (weight > partWeight) break;
    end = next;
  }
  if (end === text.length) return end;
  // A part has to go on, however little is allowed.
  if (end === start) return Math.min(text.length, start + step);
  for (let at = end; at > end - 2 * step && at > start + step; at--) {
    if (/[,}\]]/.test(text.charAt(at - 1))) return at;
  }
  const code = text.charCodeAt(end);
  return code >= 0xdc00 && code < 0xe000 ? end - 1 : end;
}
