/**
 * Takes out of texts what no person sees and a model may obey: control and invisible characters, bidirectional
 * overrides, tag characters. Source: Unicode Technical Standard 39, https://www.unicode.org/reports/tr39/
 * Line breaks and tabs stay, and so do joiners between letters and in emoji, which words and signs are written with.
 */

/** Controls, format characters, separators of lines and paragraphs, variation selectors, lone surrogates. */
const suspicious = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/u;
const unseen = new RegExp(suspicious.source, 'gu');
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
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const cleaned = members.map(([name, member]) => [stripInvisible(name), stripInvisibleIn(member)] as const);
  const same = cleaned.every(
    ([name, member], index) => name === members[index]?.[0] && member === members[index]?.[1],
  );
  return same ? value : Object.fromEntries(cleaned);
}

const backslash = 0x5c;
const escaped = new Set(['u', 'b', 'f'].map((letter) => letter.charCodeAt(0)));

/** Whether bytes of JSON may hold any, as they are or escaped, so that the value has to be looked through. */
export function mayHoldInvisible(json: Uint8Array): boolean {
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index] ?? 0;
    if (byte >= 0x7f) return true;
    if (byte !== backslash) continue;
    index += 1;
    if (escaped.has(json[index] ?? 0)) return true;
  }
  return false;
}
