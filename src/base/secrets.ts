/**
 * Every secret that the process knows, and the last step of all that leaves it: known secrets are taken out of texts,
 * however they are written there. What tells agents, people and logs something passes through here; only Alloy gets them.
 */

import { parseJsonText } from './exact-json.ts';
import { createFindAny } from './find-any.ts';
import { isContainer } from './values.ts';

export interface Secrets {
  /** Of each name the last few sets of values are kept: what was replaced may still be on its way back. */
  remember(name: string, values: readonly string[]): void;
  holds(text: string): boolean;
  /** The same text unless it holds one. A text of JSON stays JSON. */
  scrubText(text: string): string;
  /** The same value unless a text, name or number in it holds one; then a copy. For values of JSON, of limited depth. */
  scrub<T>(value: T): T;
}

export const mask = '[removed]';

/** Shorter ones would be found everywhere by chance. */
const shortest = 6;
const keptSets = 4;

export function createSecrets(): Secrets {
  const known = new Map<string, readonly (readonly string[])[]>();
  /** Longest first, so that a part is never taken for the whole. */
  let forms: readonly string[] = [];
  let holds = createFindAny(forms);

  function scrubText(text: string): string {
    if (!holds(text)) return text;
    const json = /^\s*[[{]/.test(text) ? parseJsonText(text) : undefined;
    if (json !== undefined) return JSON.stringify(copy(json));
    return forms.reduce((rest, form) => rest.replaceAll(form, mask), text);
  }

  function copy(value: unknown): unknown {
    if (typeof value === 'string') return scrubText(value);
    if (typeof value === 'number') return holds(String(value)) ? mask : value;
    if (Array.isArray(value)) return value.map(copy);
    if (!isContainer(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [scrubText(name), copy(member)] as const),
    );
  }

  return {
    remember(name, values) {
      const sets = known.get(name) ?? [];
      const [latest] = sets;
      if (latest?.length === values.length && latest.every((value, index) => value === values[index])) return;
      known.set(name, [values, ...sets].slice(0, keptSets));
      const all = [...new Set([...known.values()].flat(2))];
      forms = [...new Set(all.flatMap(listForms))].sort((left, right) => right.length - left.length);
      // Where none is that holds no other, there is none.
      const signs = forms.filter((form) => !forms.some((other) => other !== form && form.includes(other)));
      holds = createFindAny(signs);
    },
    holds: (text) => holds(text),
    scrubText,
    scrub<T>(value: T): T {
      const text = JSON.stringify(value);
      // A copy of the same shape: texts for texts.
      return text !== undefined && holds(text) ? (copy(value) as T) : value;
    },
  };
}

/** A secret as headers, URLs, JSON (also JSON within JSON) and logs may write it. */
function listForms(secret: string): readonly string[] {
  if (secret.length < shortest) return [];
  const uri = encodeURIComponent(secret);
  const written = [
    secret,
    uri,
    uri.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    uri.replaceAll('%20', '+'),
    encodeURI(secret),
  ];
  const bytes = Buffer.from(secret);
  const escaped = written.flatMap((text) => [text, escapeText(text), escapeText(escapeText(text))]);
  const hex = bytes.toString('hex');
  return [...escaped, ...listBase64(bytes), hex, hex.toUpperCase()];
}

const escapeText = (text: string) => JSON.stringify(text).slice(1, -1);

/** In base64 of a longer text a secret looks different by where it begins; its edges share characters with others. */
function listBase64(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64');
  const inner = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const standard = [whole, whole.replace(/(?<!=)=+$/, ''), ...inner];
  return [...standard, ...standard.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}
