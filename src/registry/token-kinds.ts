/**
 * What Alloy's tokens begin with and what they name. The one table of it: completion, next steps, discovery, the
 * server's instructions and what the list leaves out for them derive from it.
 *
 * A prefix is the one that Alloy's own examples show (https://developer.alloy.com/public/reference and its OpenAPI
 * descriptions). They show none of a transaction, so `T` is the embedded Alloy's choice: it is recognised, and told to
 * nobody. Tokens that no argument takes, such as those of matrix models (MM-), have no row.
 */

interface TokenKind {
  /** In words that discovery looks for. */
  readonly names: string;
  /** In words for a model, where those of `names` would say less or take more. */
  readonly told?: string;
  /** Arguments, members of answers and parts of addresses that hold one, as Alloy calls them. */
  readonly places: readonly string[];
  /** Only the embedded Alloy is known to make such. */
  readonly embeddedOnly?: true;
  /** A number stands behind the hyphen, in place of 20 letters and digits. */
  readonly numbered?: true;
}

const entity = ['entity_token', 'entity_tokens', 'alloy_entity_token', 'entityTokens'] as const;
const agent = ['agent_token', 'investigation_assignee_token', 'assignedAgents'] as const;

/** In the order in which a model is told of them. */
export const tokenKinds = {
  P: { names: 'person entity', told: 'person', places: entity },
  B: { names: 'business entity', told: 'business', places: entity },
  S: { names: 'evaluation', told: 'evaluation in sandbox', places: ['evaluation_token'] },
  L: { names: 'evaluation', told: 'live evaluation', places: ['evaluation_token'] },
  J: { names: 'journey', places: ['journey_token', 'journeyToken'] },
  JA: {
    names: 'journey application',
    told: 'its application or an alert',
    places: ['journey_application_token', 'journey_alert_token', 'journey_alerts'],
  },
  JB: { names: 'journey batch', told: 'its batch', places: ['journey_batch_token'] },
  EA: {
    names: 'journey entity application',
    told: 'entity application',
    places: ['entity_application_token'],
  },
  INV: { names: 'investigation', places: ['investigation_token', 'investigationTokens'] },
  AG: { names: 'investigation agent', told: 'agent', places: agent },
  C: { names: 'case', places: ['case_token', 'case_tokens'] },
  R: { names: 'review', places: ['review_token', 'manual_review_token'] },
  D: {
    names: 'document',
    places: ['document_token', 'document_token_front', 'document_token_back', 'document_token_selfie'],
  },
  A: { names: 'bank account', places: ['bank_account_token', 'account_identifier_or_token'] },
  EG: { names: 'entity group', places: ['entity_group_token'] },
  G: { names: 'legacy group', places: ['group_token'] },
  EV: { names: 'event', places: ['event_request_token'] },
  I: { names: 'allow deny list', told: 'list', places: ['list_token'] },
  CI: { names: 'custom list', places: ['custom_list_token'] },
  PA: { names: 'published attribute', places: ['published_attribute_token'] },
  MEC: {
    names: 'multi environment configuration',
    told: 'multi-environment configuration',
    places: ['alloy_multi_environment_config_token'],
  },
  SPE: { names: 'portfolio evaluation', places: ['portfolio_evaluation_token'], numbered: true },
  T: { names: 'transaction', places: ['transaction_token'], embeddedOnly: true },
} as const satisfies Readonly<Record<string, TokenKind>>;

export type TokenPrefix = keyof typeof tokenKinds;
/** A name under which tokens are given or held. */
export type TokenPlace = (typeof tokenKinds)[TokenPrefix]['places'][number];

const rows: readonly (readonly [prefix: string, kind: TokenKind])[] = Object.entries(tokenKinds);

/** Behind the hyphen of every token that is not numbered. */
export const tokenLength = 20;

/** Prefixes of all tokens that have that length. */
export const lettered: readonly string[] = rows.flatMap(([prefix, { numbered }]) =>
  numbered === true ? [] : [prefix],
);

/** The prefixes of the tokens that stand at a place. */
export function listPrefixes(place: TokenPlace): readonly string[] {
  return rows.flatMap(([prefix, { places }]) => (places.includes(place) ? [prefix] : []));
}

/** The source of an expression for one whole token. */
export function buildTokenPattern(prefixes: readonly string[]): string {
  return `(?:${prefixes.join('|')})-[A-Za-z0-9]{${tokenLength}}`;
}

/** What a token names by its prefix, in words that discovery looks for. */
export function nameTokenKind(prefix: string): string | undefined {
  return rows.find(([known]) => known === prefix)?.[1].names;
}

/** What a model is told: `Tokens begin with P- person, B- business, ...`. */
export function describeTokens(): string {
  const told = rows.filter(([, { embeddedOnly }]) => embeddedOnly !== true);
  return `Tokens begin with ${told.map(([prefix, kind]) => `${prefix}- ${kind.told ?? kind.names}`).join(', ')}.`;
}
