/** What no argument may hold, whatever its schema says: it is damaged already, or would be on its way to Alloy. */

import { deepest } from '../base/exact-json.ts';
import { isContainer } from '../base/values.ts';
import { matchCharacters } from '../base/visible-text.ts';
import type { Issue } from '../registry/tool.ts';
import { asBefore } from '../results/read-on-call.ts';

/** More of them say nothing new. */
const mostIssues = 5;

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly depth: number;
}

/** Walks without recursion: the depth is what it looks for, among others. */
export function findArgumentFaults(args: object): readonly Issue[] {
  const issues: Issue[] = [];
  const places: Place[] = listMembers({ path: '', value: args, depth: 0 });
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const message = findFault(place);
    if (message !== undefined) {
      issues.push({ argument: shorten(place.path), message });
      if (issues.length === mostIssues) break;
    } else if (isContainer(place.value)) {
      places.push(...listMembers(place));
    }
  }
  return issues;
}

/** Last first, because the last is looked at next. */
function listMembers({ path, value, depth }: Place): Place[] {
  return Object.entries(value ?? {})
    .map(([name, member]) => ({
      path: path === '' ? name : `${path}.${name}`,
      value: member,
      depth: depth + 1,
    }))
    .reverse();
}

function findFault({ path, value, depth }: Place): string | undefined {
  // Copies of objects would lose it, or take it for what they inherit from.
  if (path.endsWith('__proto__') && /(^|\.)__proto__$/.test(path)) return 'is not a name that Alloy has';
  if (typeof value === 'number') {
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
      ? undefined
      : 'is a number beyond 2^53, which was rounded before it came here; give it as text';
  }
  if (typeof value === 'string') {
    if (value === asBefore) {
      return `is ${asBefore}, which stands for a value only beside fields that name a kept answer; give the value`;
    }
    if (value.includes('\uFFFD')) {
      return 'holds U+FFFD, which stands for bytes that were not UTF-8; send the text as it should be';
    }
    return loneSurrogate.test(value)
      ? 'holds half a character (a lone surrogate); send whole text'
      : undefined;
  }
  return depth > deepest && isContainer(value) ? `is nested deeper than ${deepest} levels` : undefined;
}

/** With the u flag a pair is one character, which is none of these. */
const loneSurrogate = matchCharacters(['surrogate']);

const shorten = (path: string) => (path.length > 200 ? `${path.slice(0, 100)}...` : path);
