/** Where arguments hold a masked value, if they do; also in JSON texts and member names. */

import { isContainer, parseContainer } from '../base/values.ts';
import { classifyKey } from './classify-key.ts';
import { isAboutContact, type Kind } from './kind.ts';

// The one form of a masked value: `***` and what may stay readable, e.g. `***6789`; `***1991` of a birth date.

export function buildMask(kind: Kind, text: string): string {
  if (kind === 'birth_date')
    return `***${/(?<!\d)(?:19|20)\d\d(?!\d)|^(?:19|20)\d\d(?=\d{4}$)/.exec(text)?.[0] ?? ''}`;
  return keepsEnd(kind) ? `***${readEnd(kind, text)}` : '***';
}

function keepsEnd(kind: Kind): boolean {
  return kind === 'phone' || (kind !== 'secret' && !isAboutContact(kind));
}

/** At most the last four, and never more than half: short numbers must not be told by their mask. */
function readEnd(kind: Kind, text: string): string {
  if (/^\d{8,}$/.test(text)) return text.slice(-4);
  const characters = text.replace(/[^A-Za-z0-9]/g, '');
  const digits = text.replace(/\D/g, '');
  const kept = Math.min(4, Math.floor(characters.length / 2));
  if (kept === 0) return '';
  return kind !== 'iban' && digits.length >= 4 ? digits.slice(-kept) : characters.slice(-kept);
}

// Whether a value is what is left of another one: this server's masks, the stars that Alloy itself answers, and the
// forms that people write. Sent to Alloy, such a value would overwrite the real one.

/** The whole value, whatever field it is in. */
export function isMasked(value: unknown): boolean {
  if (typeof value !== 'string' || value.length < 3 || value.length > 64) return false;
  const packed = value.trim().replace(/[\s./-]/g, '');
  return /^(?:[*•●∙·]{3,}[A-Za-z0-9]{0,4}|[xX]{3,}\d{2,4}|#{3,}\d{2,4})$/.test(packed);
}

/** In a field of personal data a part is enough: no real value holds one. */
function isMaskedField(value: unknown, kind: Kind): boolean {
  if (isMasked(value)) return true;
  if (typeof value !== 'string' || value.length > 256) return false;
  if (/[*•●]{2}/.test(value)) return true;
  return !isAboutContact(kind) && /[xX]{3}|#{3}/.test(value);
}

const deepest = 100;

export function findMasked(args: unknown): string | undefined {
  return findAt(args, '', undefined, 0);
}

function findAt(value: unknown, path: string, kind: Kind | undefined, depth: number): string | undefined {
  if (depth > deepest) return undefined;
  if (typeof value === 'string') {
    if (kind === undefined ? isMasked(value) : isMaskedField(value, kind)) return path;
    if (!/^\s*[[{]/.test(value)) return undefined;
    return findAt(parseContainer(value), path, kind, depth + 1);
  }
  if (!isContainer(value)) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findAt(item, join(path, String(index)), kind, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    const here = join(path, name);
    if (isMasked(name)) return here;
    const facts = classifyKey(name);
    const found = findAt(member, here, facts.kind ?? (facts.neutral ? kind : undefined), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

// Whether a text is protected already: a mask, also of Alloy's making, or a stand-in.

const standIn = /^pii:[a-z_]+:[A-Za-z0-9_-]{20,}$/;
const stars = /^(?:[*•●]{2,}([A-Za-z0-9]{0,4})|(?:[Xx]{3,}|#{3,})(\d{2,4}))$/;

/** The protected text in this server's form; undefined for a value in clear. */
export function readProtected(text: string): string | undefined {
  if (text.startsWith('pii:')) return standIn.test(text) ? text : undefined;
  const first = text.charCodeAt(0);
  // Masks of people and vendors begin with an X or a hash as often as with a star.
  if (first !== 42 && first !== 0x2022 && first !== 0x25cf && first !== 88 && first !== 120 && first !== 35)
    return undefined;
  const match = stars.exec(text.replace(/[\s./-]/g, ''));
  return match === null ? undefined : `***${match[1] ?? match[2]}`;
}

const inText = /(pii:[a-z_]{1,20}:[A-Za-z0-9_-]{20,})/;

/** A text with all of it changed but for the stand-ins in it. */
export function changeAround(text: string, change: (part: string) => string): string {
  if (!text.includes('pii:')) return change(text);
  return text
    .split(inText)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');
}
