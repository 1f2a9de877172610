/**
 * What no person sees and a model, a terminal or an address may obey: control and invisible characters, bidirectional
 * overrides, tag characters. The one table of them, and what is done about them in texts on their way to a model, a
 * record or a terminal. Source: Unicode Technical Standard 39, https://www.unicode.org/reports/tr39/
 */
import { isAscii } from 'node:buffer';
import { isContainer } from './values.ts';

/** Each use names the classes that it refuses, takes out or replaces. */
const classes = {
  /** Line feed and tab among them. */
  control: String.raw`\p{Cc}`,
  /** Direction marks and overrides, zero width spaces, joiners, tags. */
  format: String.raw`\p{Cf}`,
  /** What fonts draw nothing for: variation selectors, fillers of Hangul, the grapheme joiner. */
  ignorable: String.raw`\p{Default_Ignorable_Code_Point}`,
  /** Separators of lines and paragraphs. */
  line: String.raw`\p{Zl}\p{Zp}`,
  /** Half a pair by itself, which is no character. */
  surrogate: String.raw`\p{Cs}`,
  /** Of private use, or not assigned in the Unicode that this program knows: a box, or whatever a font makes of it. */
  unknown: String.raw`\p{Co}\p{Cn}`,
  /** All that look like the plain space. */
  otherSpace: String.raw`\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000`,
} as const;

type CharacterClass = keyof typeof classes;

/** What nobody sees, whatever the font. */
export const invisible = ['control', 'format', 'ignorable', 'line', 'surrogate'] as const;
/** And what nobody can be sure to see as it is meant. */
export const unreadable = [...invisible, 'unknown'] as const;

/** Any one character of these classes; `all` is for replacing them. */
export function matchCharacters(names: readonly CharacterClass[], all?: 'all'): RegExp {
  return new RegExp(`[${names.map((name) => classes[name]).join('')}]`, all === undefined ? 'u' : 'gu');
}

// Texts from clients and Alloy on their way into a record or a terminal: one line, all of it readable, bounded.

const unprintable = matchCharacters(unreadable, 'all');
const plain = /^[ -~]*$/;

export function cleanText(text: string, limit = 128): string {
  // Cut first, so that a text of megabytes costs nothing; a pair cut in two is replaced below.
  const start = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return plain.test(start) ? start : start.replace(unprintable, '?');
}

// Alloy's answers on their way to a model. Line breaks and tabs stay, and so do joiners between letters and in emoji,
// which words and signs are written with. What is unknown stays too: a name may be written in letters that are newer
// than this program's Unicode.

const suspicious = matchCharacters(invisible);
const unseen = matchCharacters(invisible, 'all');
const layout = new Set(['\n', '\t', '\r']);
/** Zero width non-joiner and joiner: they shape words of Arabic and Indic scripts. */
const joiners = new Set(['\u200c', '\u200d']);
const emojiStyle = '\ufe0f';

export function stripInvisible(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(unseen, (character, offset: number) =>
    belongs(character, text, offset) ? character : '',
  );
}

function belongs(character: string, text: string, offset: number): boolean {
  if (layout.has(character)) return true;
  if (!joiners.has(character) && character !== emojiStyle) return false;
  const before = [...text.slice(Math.max(0, offset - 2), offset)].at(-1) ?? '';
  const after = String.fromCodePoint(text.codePointAt(offset + character.length) ?? 0x20);
  // One between two, never a row of them: rows carry hidden messages.
  if (character === emojiStyle) return /[\p{Emoji}]/u.test(before);
  const shapes =
    /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Mongolian}]/u;
  const sign = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
  return (shapes.test(before) && shapes.test(after)) || (sign.test(before) && sign.test(after));
}

/** A copy of a JSON value with clean texts and member names; the same value when there is nothing to take out. */
export function stripInvisibleIn(value: unknown): unknown {
  if (typeof value === 'string') return stripInvisible(value);
  if (Array.isArray(value)) {
    const items = value.map(stripInvisibleIn);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isContainer(value)) return value;
  const members = Object.entries(value);
  const cleaned = members.map(([name, member]) => [stripInvisible(name), stripInvisibleIn(member)] as const);
  const same = cleaned.every(
    ([name, member], index) => name === members[index]?.[0] && member === members[index]?.[1],
  );
  return same ? value : Object.fromEntries(cleaned);
}

/** DEL, and the escapes of control characters and of any character. */
const signs = ['\x7f', '\\u', '\\b', '\\f'];

/** Whether bytes of JSON may hold any, as they are or escaped, so that the value has to be looked through. */
export function mayHoldInvisible(json: Uint8Array): boolean {
  // Native searches: this is asked of every answer.
  if (!isAscii(json)) return true;
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  return signs.some((sign) => bytes.includes(sign));
}
