/**
 * Everything that can go wrong with a call, as few kinds. A kind is what an agent acts on, so each has a hint that
 * says what to do next.
 */

export type ErrorKind =
  | 'invalid_arguments'
  | 'invalid_request'
  | 'unknown_object'
  | 'authentication'
  | 'forbidden'
  | 'conflict'
  | 'rate_limited'
  | 'alloy_failed'
  | 'bad_answer'
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  | 'file'
  | 'confirmation'
  | 'waiting'
  | 'dry_run'
  | 'audit'
  | 'internal';

/** Said with every error of a kind. */
export const hints: Readonly<Record<ErrorKind, string>> = {
  invalid_arguments: 'Nothing was sent. Correct the arguments named in the message and call again.',
  invalid_request:
    'Alloy refused the request and changed nothing. Correct what the message and details name, then call again.',
  unknown_object:
    'Check the token or id: it is unknown to this account and environment, or these credentials may not see it. Your external id works in its place, e.g. as id of get_single_alloy_entity_by_id.',
  authentication:
    "Alloy refused the server's credentials. Whoever runs this server must check ALLOY_TOKEN and ALLOY_SECRET (and ALLOY_AUTH, ALLOY_ENVIRONMENT); other arguments will not help.",
  forbidden:
    'The credentials (ALLOY_TOKEN) lack the permission for this operation. Whoever manages the Alloy account must grant it.',
  conflict:
    'The record exists already or its state does not allow this. Read its present state before you decide what to call.',
  rate_limited: 'Wait for retry_after_seconds, then call again; send fewer calls at a time.',
  alloy_failed:
    "Alloy failed on its side, for reads after several tries. Try again later; error_token, where there is one, identifies it to Alloy's support.",
  bad_answer:
    'The answer was not what Alloy documents; a proxy or an outage in between is likely (ALLOY_BASE_URL). Read the state before you repeat a write.',
  unreachable:
    'Alloy could not be reached. Whoever runs this server should check the network and ALLOY_BASE_URL.',
  timeout: 'Alloy did not answer in time (ALLOY_TIMEOUT_MS). Try again, lists in smaller pages.',
  cancelled: 'The client cancelled the call; call again if its result is still wanted.',
  file: 'Nothing was sent. Check the file name; files must lie in the folder that ALLOY_FILES_DIR names.',
  confirmation:
    'Nothing was sent. Only a person can confirm this: tell the user what you wanted to do and why, and call again only when they ask for it.',
  waiting:
    'Nothing was sent so far. Tell the user that a page in their browser asks them to confirm this. Then make the same call again, with the same arguments: it waits on, and takes up the answer.',
  dry_run: 'Whoever runs this server has switched sending off (ALLOY_DRY_RUN).',
  audit:
    'Nothing was sent: this server records such calls before it sends them, and cannot at present. Whoever runs it must see to its audit trail (ALLOY_AUDIT); the log says why. Then call again.',
  internal: 'This is a defect of alloy-mcp, not of your call. Its log has the details.',
};

/** Added to errors of writes that may have taken effect before the connection was lost. */
export const uncertainWriteHint =
  'The request may have reached Alloy: read the record before you send it again, or it may be done twice.';

export interface CallErrorDetails {
  /** HTTP status that Alloy answered. */
  readonly status?: number;
  readonly minorCode?: number;
  /** Faults that Alloy listed, or arguments that were refused. */
  readonly details?: unknown;
  readonly retryAfterSeconds?: number;
  /** Identifies the occurrence to Alloy's support. */
  readonly errorToken?: string;
  /**
   * Whether the request reached Alloy: `no` when it is certain that it never left, so that it may be tried again
   * whatever it is; `maybe` when it is open whether it was carried out; `yes` when Alloy answered it.
   */
  readonly sent?: 'no' | 'maybe' | 'yes';
  /** This server does not try again by itself: the caller has to wait. */
  readonly final?: boolean;
  /** How often the request was sent again. */
  readonly retries?: number;
  /** What to do about it, in our own words, in place of what is said with every error of the kind. */
  readonly hint?: string;
  /** JSON of arguments that would be taken: our own words, which are never masked. */
  readonly example?: string;
  readonly cause?: unknown;
}

/** A failed call. `message` is shown to the agent: it never holds a secret or an unfiltered exception. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly kind: ErrorKind;
  readonly details: CallErrorDetails;

  constructor(kind: ErrorKind, message: string, details: CallErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }
}

/** A setting that cannot be used; ends the program with exit code 2 and this one line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
