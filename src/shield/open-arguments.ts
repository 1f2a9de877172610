/** Arguments with the stand-ins in them replaced by what they stand for; refuses what must not reach Alloy. */

import { CallError } from '../base/errors.ts';
import { isContainer, isObject, type Members } from '../base/values.ts';
import { isKind, type Kind } from './kind.ts';
import { findMasked } from './mask.ts';
import { renameMembers } from './protection.ts';
import type { StandIns } from './stand-ins.ts';

export interface OpeningOptions {
  /** None where no key is set. */
  readonly standIns: StandIns | undefined;
  readonly principal: string;
  /** Told of each value that goes to Alloy. */
  readonly onOpened: (kind: Kind, value: string) => void;
}

/** Anything that was meant as a stand-in, also where it was written in capitals, cut short or encoded for an address. */
const standIn = /pii(?::|%3a)([a-z_]{1,64})(?::|%3a)([A-Za-z0-9_-]*)/gi;
const deepest = 100;

export function openArguments(args: Members, options: OpeningOptions): Members {
  const opened = openAt(args, '', options, 0);
  // First opened, so that a stand-in for what was masked before is named as well.
  const masked = findMasked(opened);
  if (masked !== undefined)
    throw refuse(
      masked,
      'is a masked value: Alloy would store it in place of the real one. Leave the argument out, or ask the user for the value',
    );
  return isObject(opened) ? opened : args;
}

function openAt(value: unknown, path: string, options: OpeningOptions, depth: number): unknown {
  if (typeof value === 'string') return openText(value, path, options, depth);
  if (!isContainer(value)) return value;
  if (depth > deepest) throw refuse(path, 'is nested too deeply');
  if (Array.isArray(value)) {
    const items = value.map((item, index) => openAt(item, join(path, String(index)), options, depth + 1));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = { ...value };
  let isChanged = false;
  const renamed = new Map<string, string>();
  for (const [name, member] of Object.entries(value)) {
    const here = join(path, name);
    const changed = openAt(member, here, options, depth + 1);
    if (changed !== member) {
      copy[name] = changed;
      isChanged = true;
    }
    const other = openParts(name, here, options);
    if (other !== name) renamed.set(name, other);
  }
  if (renamed.size > 0) return renameMembers(copy, renamed);
  return isChanged ? copy : value;
}

function openText(text: string, path: string, options: OpeningOptions, depth: number): string {
  if (!/pii(?::|%3a)/i.test(text)) return text;
  // A name with quotation marks must not break the JSON around it.
  if (/^\s*[[{]/.test(text)) {
    const parsed = parse(text);
    if (parsed !== undefined) {
      const opened = openAt(parsed, path, options, depth + 1);
      return opened === parsed ? text : JSON.stringify(opened);
    }
  }
  return openParts(text, path, options);
}

function openParts(text: string, path: string, { standIns, principal, onOpened }: OpeningOptions): string {
  return text.replace(standIn, (whole: string, kind: string, opaque: string, offset: number) => {
    const shown = `${whole.slice(0, 20)}${whole.length > 20 ? '...' : ''}`;
    if (standIns === undefined)
      throw refuse(path, `holds ${shown}: this server gives no stand-ins (its ALLOY_PII_KEY is not set)`);
    const end = offset + whole.length;
    // Glued to other letters, the value could be read back where nothing tells it from them.
    const isApart = !isLetterOrDigit(text.charAt(offset - 1)) && !isLetterOrDigit(text.charAt(end));
    if (!isKind(kind) || !isApart || !whole.startsWith(`pii:${kind}:`))
      throw refuse(path, `holds ${shown}, which ${reasons.refused}`);
    const result = standIns.open(kind, opaque, principal);
    if (!result.ok) throw refuse(path, `holds ${shown}, which ${reasons[result.reason]}`);
    onOpened(kind, result.value);
    return result.value;
  });
}

const reasons = {
  unknown:
    'was sealed under a key that this server no longer has: it is unknown or expired; read the record again',
  refused: 'was altered or given to somebody else; pass a stand-in exactly as you got it',
} as const;

function refuse(path: string, message: string): CallError {
  return new CallError('invalid_arguments', `${path === '' ? '(all)' : path} ${message}`);
}

function isLetterOrDigit(character: string): boolean {
  return /[A-Za-z0-9]/.test(character);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
