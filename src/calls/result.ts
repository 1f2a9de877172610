/**
 * Answer or error -> the one envelope that every tool answers with, as compact JSON text in `content`. Inside the
 * program it stands in `structuredContent` too; a client gets that only where it is wanted (mcp/tool-answer.ts).
 */

import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Environment } from '../alloy/base-url.ts';
import type { CallError } from '../base/errors.ts';
import type { Secrets } from '../base/secrets.ts';
import { isContainer } from '../base/values.ts';

export type ToolResult = CallToolResult;
export type ContentBlock = ToolResult['content'][number];

export interface SuccessEnvelope {
  readonly result: unknown;
  readonly next_cursor?: string;
  /** Alloy's HTTP status; absent when nothing was sent. */
  readonly status?: number;
  readonly environment: Environment;
  /** What the status means for what to do next, when it is not a plain success; what was left out, and so on. */
  readonly notice?: string;
  /** The largest parts that were cut out to fit, as paths for `fields`. */
  readonly left_out?: readonly unknown[];
  readonly more_left_out?: number;
  readonly next_steps?: readonly unknown[];
}

interface ErrorEnvelope {
  readonly error: {
    readonly kind: string;
    readonly status?: number;
    readonly minor_code?: number;
    readonly message: string;
    readonly details?: unknown;
    readonly hint: string;
    readonly retry_after_seconds?: number;
    readonly error_token?: string;
  };
  readonly environment: Environment;
}

/**
 * `more` follows the text: the file of a document, for instance. `resultText` is the JSON of the result, where it is
 * there already: an answer is long, and its text is made once.
 */
export function formatSuccess(
  envelope: SuccessEnvelope,
  more: readonly ContentBlock[] = [],
  resultText = JSON.stringify(envelope.result) ?? 'null',
): ToolResult {
  // A copy without the result, for its text alone: JSON leaves out what is undefined.
  const rest = JSON.stringify({ ...envelope, result: undefined });
  const text = `{"result":${resultText},${rest.slice(1)}`;
  return { content: [{ type: 'text', text }, ...more], structuredContent: { ...envelope } };
}

export function formatError(error: CallError, hint: string, environment: Environment): ToolResult {
  const { kind, message } = error;
  const { status, minorCode, details, retryAfterSeconds, errorToken } = error.details;
  const envelope: ErrorEnvelope = {
    error: {
      kind,
      ...(status === undefined ? {} : { status }),
      ...(minorCode === undefined ? {} : { minor_code: minorCode }),
      message,
      ...(details === undefined ? {} : { details }),
      hint,
      ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
      ...(errorToken === undefined ? {} : { error_token: errorToken }),
    },
    environment,
  };
  return {
    content: [{ type: 'text', text: JSON.stringify(envelope) }],
    structuredContent: { ...envelope },
    isError: true,
  };
}

/** https://developer.alloy.com/public/docs/_errors on the codes of success. */
export function buildNotice(status: number, result: unknown): string | undefined {
  if (status === 202) return 'Accepted: Alloy finishes this later; read the record again for its outcome.';
  if (status === 206) {
    return isEvaluation(result)
      ? 'Partial: a vendor failed or data is missing. See warnings and required, then resume by PATCH: update_a_alloy_evaluation_by_id.'
      : 'Partial: some items were not taken. Read back what is there before you send anything again.';
  }
  if (status === 200 && isWaiting(result)) {
    return 'Not decided: Alloy waits for the data in required; send it with update_a_alloy_evaluation_by_id.';
  }
  return undefined;
}

function isEvaluation(result: unknown): result is { readonly evaluation_token: unknown } {
  return isContainer(result) && 'evaluation_token' in result;
}

function isWaiting(result: unknown): boolean {
  return (
    isEvaluation(result) &&
    'required' in result &&
    Array.isArray(result.required) &&
    result.required.length > 0
  );
}

// The last look at a tool result: known secrets are taken out, whatever put them in.

/** Costs one search when there are none: `structuredContent` says the same as the first text. */
export function scrubResult(result: ToolResult, secrets: Secrets): ToolResult {
  const found = result.content.some((block) => {
    if (block.type === 'text') return secrets.holds(block.text);
    // The bytes of a picture are Alloy's, and megabytes.
    return block.type !== 'image' && secrets.holds(JSON.stringify(block));
  });
  return found ? secrets.scrub(result) : result;
}
