/**
 * Credentials of vendors in what they answered or were asked: keys, passwords, bearers. No mode lets them through, nor
 * is there anything to be done with them: they give way to one mark, whatever the settings. Alloy's own tokens name
 * records and stay.
 */

import { mask } from '../base/secrets.ts';
import { isContainer, type Members, parseContainer } from '../base/values.ts';
import { classifyKey } from './classify-key.ts';
import { isTokenOrMoment } from './plausible.ts';

const deepest = 110;

/** What of a value gives way: nothing but what tells itself, what looks like a key, or all of it. */
type Inside = 'none' | 'keys' | 'all';

/**
 * The same value when it holds none. `access_token` and `bearer_token` at the top are what Alloy's token endpoint
 * answers: src/alloy/issued-token.ts treats those.
 */
export function removeCredentials(value: unknown): unknown {
  // An answer may stand in a list together with what is said of it.
  return removeAt(value, 'none', Array.isArray(value) ? top - 1 : top);
}

const top = 1;

function removeAt(value: unknown, inside: Inside, depth: number): unknown {
  if (typeof value === 'string')
    return inside === 'none' ? removeInText(value, depth) : removeWhole(value, inside);
  if (typeof value === 'number') return inside === 'all' && value >= 1000 ? mask : value;
  if (!isContainer(value) || depth > deepest) return value;
  return Array.isArray(value) ? removeInItems(value, inside, depth) : removeInMembers(value, inside, depth);
}

function removeInItems(items: readonly unknown[], inside: Inside, depth: number): unknown {
  // `['Authorization', 'Basic ...']`
  const isPair = items.length === 2 && typeof items[0] === 'string' && isNamed(items[0], items[1]);
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const isNamed = (isPair && index === 1) || (index > 0 && isRawHeader(items, index));
    const changed = removeAt(item, isNamed ? 'all' : inside, depth + 1);
    if (changed === item) continue;
    copy ??= items.slice();
    copy[index] = changed;
  }
  return copy ?? items;
}

/** Headers as Node lists them: name, value, name, value. */
function isRawHeader(items: readonly unknown[], index: number): boolean {
  const before = items[index - 1];
  return (
    items.length % 2 === 0 && index % 2 === 1 && typeof before === 'string' && isNamed(before, items[index])
  );
}

function removeInMembers(members: object, inside: Inside, depth: number): unknown {
  // The answer is JSON: own enumerable members are all there are.
  const record = members as Members;
  let copy: Record<string, unknown> | undefined;
  let label: Inside | undefined;
  for (const name in record) {
    const value = record[name];
    if (value === null || typeof value === 'boolean') continue;
    const facts = classifyKey(name);
    if (typeof value === 'string' && isIssued(name, depth)) continue;
    let below: Inside = facts.credential ? 'all' : facts.weakCredential ? 'keys' : 'none';
    if (below === 'none' && inside !== 'none' && !facts.label && !isHarmlessInside(name)) below = inside;
    if (below === 'none' && facts.neutral && typeof value === 'string') below = label ??= findLabel(record);
    const changed = removeAt(value, below, depth + 1);
    if (changed === value) continue;
    copy ??= { ...record };
    copy[name] = changed;
  }
  return copy ?? members;
}

function isIssued(name: string, depth: number): boolean {
  return depth === top && (name === 'access_token' || name === 'bearer_token');
}

const isCredential = (name: string) => name.length <= 64 && classifyKey(name).credential;
const isWeak = (name: string, found: string) =>
  name.length <= 64 && classifyKey(name).weakCredential && isKey(found);

/** Also in lists of words, of which one may be `password`. */
function isNamed(name: string, item: unknown): boolean {
  return (
    typeof item === 'string' &&
    (isCredential(name) || isWeak(name, item)) &&
    (/[^a-z_]/i.test(item) || item.length > 16)
  );
}

/** `{ name: 'Authorization', value: '...' }` */
function findLabel(record: Members): Inside {
  for (const name in record) {
    const label = record[name];
    if (typeof label !== 'string' || label.length > 64 || !classifyKey(name).label) continue;
    const { credential, weakCredential } = classifyKey(label);
    if (credential || weakCredential) return credential ? 'all' : 'keys';
  }
  return 'none';
}

/** What is said of a credential: `auth: { type: 'basic', expires_in: 3600 }`. */
function isHarmlessInside(name: string): boolean {
  return /^(?:scheme|method|status|url|uri|href|scopes?|grant_?type|token_?type|expire\w*|created\w*|updated\w*|required|enabled|count|version|provider|vendor|description|message|algorithm|alg|code|result|success)$/i.test(
    name,
  );
}

function removeWhole(text: string, inside: Inside = 'all'): string {
  if (inside === 'keys' && !isKey(text)) return text;
  return text === '' || isTokenOrMoment(text) || isWordAbout(text) ? text : mask;
}

/** What stands in place of a credential, or says something of it. */
function isWordAbout(text: string): boolean {
  return /^(?:\[?(?:removed|redacted|hidden|masked|filtered)\]?|[*•x]{3,}|null|none|true|false|yes|no|valid|invalid|missing|required|expired|unknown|basic|bearer|string|n\/a)$/i.test(
    text,
  );
}

/** One look before the others: most texts have none of these. */
const sign = /key|secret|pass|pwd|token|auth|bearer|basic|cookie|credential|jwt|sig|:\/\/[^\s/]{1,200}@|eyJ/i;
const value = '[^\\s&"\'<>,;|\\\\(){}\\[\\]]';
/** A name and its value: parameters of addresses, forms, headers, pieces of JSON. */
const assigned =
  /(?<![\w-])([A-Za-z][\w.-]{2,48})((?:\\{0,6}["'])?[ \t]{0,4}(?:[:=]|%3[ad])[ \t]{0,4}(?:\\{0,6}["'])?)((?:(?:Basic|Bearer|Digest|Token|ApiKey) +)?[^\s&"'<>,;|\\(){}[\]]{3,4000})/gi;
const scheme = new RegExp(`\\b(Basic|Bearer|Token|ApiKey) +(${value}{8,4000})`, 'gi');
/** `https://user:password@host` */
const userInfo = /(:\/\/[^\s/:@]{0,100}):([^\s/@]{1,200})@/g;
const element =
  /<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{2,48})((?:\s[^<>]{0,200})?>\s{0,20}(?:<!\[CDATA\[)?)([^<>\]]{3,4000})/g;
const jwt = /(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{4,8000}(?:\.[\w-]{0,4000})?/g;

/** What has none of these gives nothing a name, and is no header. */
const firstSign = /[=<:]|eyJ|[Bb]asic |[Bb]earer |BASIC |BEARER |Token |ApiKey |%3/;

function removeInText(text: string, depth: number): string {
  if (text.length < 8 || isTokenOrMoment(text) || !firstSign.test(text) || !sign.test(text)) return text;
  const first = text.charCodeAt(0);
  if ((first === 123 || first === 91) && depth < deepest) {
    const parsed = parseContainer(text);
    if (parsed !== undefined) {
      const changed = removeAt(parsed, 'none', Math.max(depth, top) + 1);
      return changed === parsed ? text : JSON.stringify(changed);
    }
  }
  let shown = text;
  if (/[:=]|%3/i.test(text))
    shown = shown.replace(assigned, (whole, name: string, between: string, found: string) =>
      (isCredential(name) || isWeak(name, found)) && removeWhole(found) === mask && !isProse(between, found)
        ? `${name}${between}${mask}`
        : whole,
    );
  if (text.includes('<'))
    shown = shown.replace(element, (whole, name: string, _, found: string) =>
      (isCredential(name) || isWeak(name, found)) && removeWhole(found) === mask
        ? whole.slice(0, -found.length) + mask
        : whole,
    );
  shown = shown.replace(scheme, (whole, name: string, found: string) =>
    isSecretForm(found) ? `${name} ${mask}` : whole,
  );
  if (text.includes('@')) shown = shown.replace(userInfo, (_, before: string) => `${before}:${mask}@`);
  return text.includes('eyJ') ? shown.replace(jwt, mask) : shown;
}

/** `Password: must be longer` */
function isProse(between: string, found: string): boolean {
  return /:[ \t]/.test(between) && /^[a-z]{2,12}[.!]?$/.test(found);
}

/** A credential where a name could mean something else: no word, and no code of words. */
function isKey(text: string): boolean {
  return text.length >= 12 && /\d/.test(text) && isSecretForm(text);
}

/** What follows "basic" or "token" may be a word of a sentence. */
function isSecretForm(text: string): boolean {
  return /\d|[a-z][A-Z]|[+/=_-]/.test(text) && /[A-Za-z]/.test(text) && !isTokenOrMoment(text);
}
