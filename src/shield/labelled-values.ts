/**
 * Values in texts that carry the name of their field: pieces of JSON or XML, logs, `ssn=...`. Names are judged like
 * those of an answer's fields.
 */
import { classifyKey } from './classify-key.ts';
import { isAboutContact, type Kind } from './kind.ts';
import { isPlausible } from './plausible.ts';
import { readProtected } from './protected-form.ts';
import type { Finding } from './text-patterns.ts';

const element = /<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,63})(?:\s[^<>]*)?>(?:<!\[CDATA\[)?([^<>\]]{1,400})/g;
/** Up to two words may precede the last of a label: `Date of Birth: ...`. */
const label =
  /(?<![\w'’])((?:[A-Za-z][\w.'’-]{0,30}[ ]){0,2}[A-Za-z_][\w.'’-]{1,48})(?:\\*["'])?[ \t]*[:=][ \t]*(\[?(?:\\*["'])?)([^"'<>;&{}[\]\n\\]{2,160})/g;

/** Without any of these no name is parted from its value. */
export const labelSigns = ':=<"\'`_';
const anySign = new RegExp(`[${labelSigns}]`);

/** `"document_ssn" with value "..." fails`, as validators write. */
const quoted = /(\\*["'`])([A-Za-z_$][\w.[\]$-]{0,80})\1[^"'`\n]{1,40}?(\\*["'`])([^"'`\n\\]{2,160})\3/g;
/** `document_ssn 666... is refused`; only names in this style, so that prose is not taken for one. */
const named =
  /(?<![\w'’])([a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,4})(?: (?:with|has|is|was|of|the|value|number|as|given)){0,4} ([^"'<>;&{}[\]\n\\]{2,80})/g;

export function findLabelled(text: string, isOn: (kind: Kind) => boolean): readonly Finding[] {
  if (!anySign.test(text)) return none;
  const findings: Finding[] = [];
  const consider = (name: string, value: string, start: number, isDelimited: boolean) => {
    const { kind, staff } = classifyKey(name);
    if (kind === undefined || !isOn(kind)) return;
    if (staff && isAboutContact(kind)) return;
    const [from, to] = isDelimited ? trim(value) : cut(kind, value);
    const part = value.slice(from, to);
    if (readProtected(part) !== undefined) return;
    if (part !== '' && isPlausible(kind, part) && !isYear(kind, part))
      findings.push({ start: start + from, end: start + to, kind });
  };
  if (text.includes('<')) {
    for (const match of text.matchAll(element)) {
      const [whole, name = '', value = ''] = match;
      consider(name, value, match.index + whole.length - value.length, true);
    }
  }
  if (/[:=]/.test(text)) {
    for (const match of text.matchAll(label)) {
      const [whole, name = '', opening = '', value = ''] = match;
      const start = match.index + whole.length - value.length;
      consider(name, value, start, opening !== '' && opening !== '[');
    }
  }
  if (/["'`]/.test(text)) {
    for (const match of text.matchAll(quoted)) {
      const [whole, , name = '', closing = '', value = ''] = match;
      consider(name, value, match.index + whole.length - closing.length - value.length, true);
    }
  }
  if (text.includes('_')) {
    for (const match of text.matchAll(named)) {
      const [whole, name = '', value = ''] = match;
      consider(name, value, match.index + whole.length - value.length, false);
    }
  }
  return findings;
}

function isYear(kind: Kind, text: string): boolean {
  return kind === 'birth_date' && /^(?:19|20)\d\d$/.test(text);
}

function trim(value: string): readonly [number, number] {
  const trimmed = value.trim();
  const start = value.indexOf(trimmed);
  return [start, start + trimmed.length];
}

/** Without quotation marks, a value ends where other words begin. */
function cut(kind: Kind, value: string): readonly [number, number] {
  const match = valueForm(kind).exec(value);
  return match === null ? [0, 0] : [0, match[0].trimEnd().length];
}

const none: readonly Finding[] = [];
const dateForm =
  /^(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{8}|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}\.?,?[ -]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{2,4})/;
const numberForm = /^[A-Za-z]{0,4}\d[\w-]*(?: \d[\w-]*)*/;
const wordForm = /^[\w*.@+-]+/;
const phoneForm = /^\+?[\d() .-]+/;
const phraseForm = /^[^,]+/;

function valueForm(kind: Kind): RegExp {
  switch (kind) {
    case 'birth_date':
      return dateForm;
    case 'email':
    case 'secret':
      return wordForm;
    case 'phone':
      return phoneForm;
    case 'name':
    case 'address':
      return phraseForm;
    default:
      return numberForm;
  }
}
