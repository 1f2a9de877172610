/**
 * What stands in variables, flags and secrets' files is what somebody pasted, or what a client or a shell did not fill
 * in: it is cleaned of what cannot belong to it, and refused where it is no value at all.
 */
import { ConfigurationError } from './errors.ts';

const quotes: ReadonlySet<string> = new Set(['""', "''", '``', '“”', '‘’']);

/** Without blanks, line ends and byte order marks around it, and without a pair of quotes; undefined when nothing is left. */
export function cleanText(text = ''): string | undefined {
  const bare = text.trim();
  const inner = bare.slice(1, -1);
  const [open, close] = [bare.charAt(0), bare.charAt(bare.length - 1)];
  // Those of a list's first and last entry are no pair.
  const isQuoted =
    bare.length > 1 && quotes.has(open + close) && !inner.includes(open) && !inner.includes(close);
  return isQuoted ? cleanText(inner) : bare || undefined;
}

/** How templates of clients, shells and pipelines name what is to be put in their place. */
const references: readonly (readonly [form: string, RegExp])[] = [
  [`\${NAME}`, /[$#]\{[^{}]*\}/],
  ['$(NAME)', /^\$\(.*\)$/s],
  ['$NAME', /^\$(?:[Ee]nv:)?(?:[A-Z_][A-Z\d_]*|[A-Za-z_]+)$/],
  ['{{NAME}}', /\{\{[^{}]*\}\}/],
  ['{name}', /^\{.*\}$/s],
  ['%NAME%', /^%[^%\s]+%$/],
  ['<name>', /^<.*>$/s],
];

/** Of secrets alone: other settings may be called so. */
const standIns: readonly (readonly [form: string, RegExp])[] = [
  ['[name]', /^\[.*\]$/s],
  ['__NAME__', /^__\w+__$/],
  ['the address of a secret', /^(?:(?:op|vault|secrets?|ssm|keyring|env|file|https?):\/\/|arn:aws)/i],
  ['the name of a variable', /^(?:ALLOY_[A-Z_]+|@\w+@|!\w+!)$/],
  ['process.env.NAME', /(?:^|\.)env(?:iron)?[.[(]/i],
  [
    'placeholder',
    /^(?:redacted|hidden|masked|removed|todo|fixme|tbd|none|null|nil|undefined|unset|true|false|n\/a)$/i,
  ],
  ['xxx', /^(?:[a-z]{2,6}[-_]){0,3}[x*.…•_#?-]{3,}$/i],
];

/** Words that tell their reader to put something else there, and those they come with. */
const telling = /your|here|change|replace|insert|enter|paste|put|fill|placeholder/i;
const vocabulary =
  /placeholder|credentials?|production|characters|dashboard|please|from|password|workflow|account|replace|sandbox|bearer|change|secret|client|insert|access|actual|random|string|alloy|audit|token|enter|paste|value|your|here|goes|real|fill|with|this|long|some|api|mcp|key|the|own|put|pii|an|id|in|is|it|me|my|of|or|to|a/gi;

const isInstruction = (text: string) =>
  telling.test(text) && text.replaceAll(vocabulary, '').replaceAll(/[^\p{L}]/gu, '') === '';

/** What says of itself that it is a token, and nothing else. */
const labels =
  /credentials?|production|password|example|sandbox|sample|client|secret|dummy|alloy|token|value|fake|test|demo|api|mcp|key|my/gi;

function isLabel(text: string): boolean {
  const rest = text.replaceAll(labels, '');
  return rest !== text && /^\d{0,2}$/.test(rest.replaceAll(/[-_.\s]/g, ''));
}

/** Throws a ConfigurationError, which does not show the text, where it is a placeholder. */
export function refusePlaceholder(source: string, text: string, isSecret: boolean): void {
  const found = [...references, ...(isSecret ? standIns : [])].find(([, form]) => form.test(text))?.[0];
  const form = found ?? (isSecret && (isInstruction(text) || isLabel(text)) ? 'your-token' : undefined);
  if (form === undefined) return;
  throw new ConfigurationError(
    `${source} holds a placeholder (like ${form}) in place of a value, which the client's configuration or the shell did not fill in; put the value there, or leave the setting out`,
  );
}

const faults: readonly (readonly [fault: string, RegExp])[] = [
  [
    'begins with a name and = in front of the value',
    /^(?:\w+\s+|\$env:)?\w*(?:token|secret|key|password)\s*=\s*[^=\s]/i,
  ],
  ['begins or ends with a quote that has no other', /^\\?["'`“”‘’„«»]|["'`“”‘’«»][,;]?$/],
  ['ends with a comma or semicolon', /[,;]$/],
  ['has a blank inside', / /],
];

/** Of tokens and their secrets. Throws a ConfigurationError, which does not show the text, where more than it was pasted. */
export function refuseSurroundings(source: string, text: string): void {
  refuseInvisible(source, text);
  const fault = faults.find(([, form]) => form.test(text))?.[0];
  if (fault !== undefined)
    throw new ConfigurationError(
      `${source} ${fault}; put the value alone there, without its name, "Bearer" or quotes`,
    );
}

/** Throws a ConfigurationError, which does not show the text, where more than one line or something invisible was pasted. */
export function refuseInvisible(source: string, text: string): void {
  if (!/(?! )[\s\p{C}]/u.test(text)) return;
  throw new ConfigurationError(
    `${source} has line ends or characters that do not show inside; put the value alone there, on one line`,
  );
}
