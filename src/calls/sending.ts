/**
 * A request on its way to Alloy, and how it ends: for the caller, in the trail and in the log. A write whose caller goes
 * meanwhile is finished unseen: it may be done whether or not somebody waits, and nobody else would know.
 */

import type { AlloyRequest, Api } from '../alloy/client.ts';
import type { HttpResponse } from '../alloy/exchange.ts';
import { readResult } from '../alloy/read-result.ts';
import type { AuditOutcome } from '../audit/call.ts';
import type { AuditEntry } from '../audit/trail.ts';
import { CallError, type CallErrorDetails } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { Arguments, Tool } from '../registry/tool.ts';
import type { CallContext } from './call-context.ts';
import type { Confirmed } from './confirmation.ts';
import type { Presenter } from './presenter.ts';
import { findRecordTokens } from './record-tokens.ts';

/** What is known of a call when it ends, however it ends. */
export interface CallRecord {
  /** As they were checked, stand-ins closed. */
  args: Arguments;
  /** The same, opened. */
  opened?: Arguments;
  confirmed?: Confirmed;
  /** Arguments of a write that said nothing, where the rest of its body says nothing either. */
  blanks?: readonly string[];
  /** As Date.now() tells. */
  readonly startedAt: number;
  /** Of a call that was about to be sent. */
  entry?: AuditEntry;
  answer?: HttpResponse;
  /** Its caller went while it was on its way: its end is noted here, later. */
  isLeft?: boolean;
}

interface Call {
  readonly tool: Tool;
  readonly context: CallContext;
  readonly record: CallRecord;
}

interface Sending {
  /** Throws a CallError, of kind `cancelled` as soon as the caller of a write has gone. */
  send(request: AlloyRequest, call: Call & { readonly entry: AuditEntry }): Promise<HttpResponse>;
  /** Ends the line of the trail that the call has. */
  end(outcome: string, call: Call, details?: CallErrorDetails): void;
  /** Resolves when no write is on its way. */
  settled(): Promise<void>;
}

export interface SendingOptions extends Pick<Presenter<unknown>, 'protectError'> {
  readonly api: Api;
  readonly logger: Logger;
}

export function createSending({ api, logger, protectError }: SendingOptions): Sending {
  const writes = new Set<Promise<void>>();

  function end(outcome: string, { tool, context, record }: Call, details: CallErrorDetails = {}): void {
    const isUnseen = context.signal?.aborted === true && tool.effect !== 'read' && details.sent !== 'no';
    const unseen = isUnseen ? findRecordTokens(tool, record.args, record.answer?.body) : undefined;
    const told = { ...describeOutcome(outcome, record, details), unseen };
    if (isUnseen)
      logger.warn({ tool: tool.name, ...told }, 'the caller has gone; what was sent for it has ended');
    record.entry?.end(told);
  }

  async function endFailed(error: unknown, call: Call): Promise<void> {
    const failure = error instanceof CallError ? error : new CallError('internal', '');
    // Where it cannot be protected, its kind is all that is told.
    const { kind, details } = await protectError(failure, call.context, call.record.args).catch(
      () => new CallError(failure.kind, ''),
    );
    end(kind, call, details);
  }

  return {
    send: (request, call) =>
      new Promise((resolve, reject) => {
        const { tool, context, record, entry } = call;
        const leave = () => {
          record.isLeft = true;
          reject(
            new CallError('cancelled', 'The call was cancelled before Alloy answered', { sent: 'maybe' }),
          );
        };
        const sent = api.send(request, entry, context.signal, leave).then(
          (answer) => {
            record.answer = answer;
            if (record.isLeft !== true) return resolve(answer);
            try {
              if (tool.answer !== 'file') readResult(tool, answer);
            } catch (error) {
              return endFailed(error, call);
            }
            return end('ok', call);
          },
          (error: unknown) => {
            const blamed = blameArguments(record.args, error);
            if (record.isLeft === true) return endFailed(blamed, call);
            return reject(blamed);
          },
        );
        if (tool.effect === 'read') return;
        writes.add(sent);
        const forget = () => writes.delete(sent);
        sent.then(forget, forget);
      }),
    end,
    async settled() {
      await Promise.allSettled(writes);
    },
  };
}

/** How a call ended and what Alloy said, as the audit trail holds it; of a call that failed after its answer too. */
export function describeOutcome(
  outcome: string,
  { answer }: CallRecord,
  { status = answer?.status, retries = answer?.retries, errorToken }: CallErrorDetails = {},
): AuditOutcome {
  return { outcome, status, errorToken, retries };
}

/** Where the call itself brought credentials or a bearer token, it is those that were refused, not the server's. */
function blameArguments(args: Arguments, error: unknown): unknown {
  const brought = args['application_token'] !== undefined || args['bearer_token'] !== undefined;
  if (!brought || !(error instanceof CallError) || error.kind !== 'authentication') return error;
  return new CallError('invalid_request', error.message, error.details);
}
