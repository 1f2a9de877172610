/**
 * Which records a write was about, for the log and the audit trail: tokens only, which name a record to whoever may read
 * it at Alloy and say nothing else. Pure.
 */
import { parseJson } from '../base/exact-json.ts';
import { readMembers } from '../base/values.ts';
import { buildTokenPattern, lettered, listPrefixes, tokenKinds } from '../registry/token-kinds.ts';
import { type Arguments, sourceArguments, type Tool } from '../registry/tool.ts';

/** By the name of their place: `{entity_token: 'P-...', evaluation_token: 'S-...'}`. */
type RecordTokens = Readonly<Record<string, string>>;

/** A write is about one record, which lies in others. */
const most = 5;

/** What a place may hold; of any length, since Alloy states none. */
const forms: ReadonlyMap<string, RegExp> = new Map(
  Object.values(tokenKinds)
    .flatMap(({ places }) => places)
    .map((place) => [place, new RegExp(`^(?:${listPrefixes(place).join('|')})-[A-Za-z0-9]{1,64}$`)]),
);

/** Those that Alloy's answer names; else those that the call named, whose other forms may be a customer's own ids. */
export function findRecordTokens(tool: Tool, args: Arguments, body: Uint8Array | undefined): RecordTokens {
  const answered = Object.entries(readMembers(body === undefined ? undefined : parseJson(body))).filter(
    ([name, value]) => typeof value === 'string' && forms.get(name)?.test(value) === true,
  );
  return toTokens(answered.length > 0 ? answered : listGiven(tool, args));
}

const whole = new RegExp(`^${buildTokenPattern(lettered)}$`);

function listGiven(tool: Tool, args: Arguments): readonly (readonly [string, unknown])[] {
  return Object.entries(tool.params)
    .flatMap(([place, source]) =>
      sourceArguments(place, source).map(([argument]) => [place, args[argument]] as const),
    )
    .filter(([, value]) => typeof value === 'string' && whole.test(value));
}

const toTokens = (found: readonly (readonly [string, unknown])[]): RecordTokens =>
  Object.fromEntries(found.slice(0, most).map(([place, token]) => [place, String(token)]));
