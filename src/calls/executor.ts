/**
 * Tool + arguments + context -> result. The one path that every call takes: open stand-ins, check, confirm, record,
 * build, send, wait, present. Nothing is thrown past it but the ConfirmationRequired that a person has to answer first; what fails
 * becomes a result that says what to do, and is logged here once.
 */

import type { Environment } from '../alloy/base-url.ts';
import type { AlloyRequest, Api } from '../alloy/client.ts';
import type { HttpResponse } from '../alloy/exchange.ts';
import { withholdIssuedToken } from '../alloy/issued-token.ts';
import { readResult } from '../alloy/read-result.ts';
import type { Audit, AuditEntry } from '../audit/audit.ts';
import type { AuditCall, AuditOutcome } from '../audit/call.ts';
import { CallError, type CallErrorDetails } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { describeDefect } from '../base/logger.ts';
import { mayHoldInvisible } from '../base/visible-text.ts';
import { buildExample } from '../registry/example.ts';
import type { Arguments, Issue, Tool } from '../registry/tool.ts';
import { createArgumentsParser, type ParseArguments } from './arguments.ts';
import { type CallContext, ConfirmationRequired, localCall } from './call-context.ts';
import type { Confirmation, Confirmed } from './confirmation.ts';
import { applyCursor } from './cursor.ts';
import { describeRequest } from './describe-request.ts';
import { buildDocumentContent, buildDocumentFacts, buildDocumentUri } from './document.ts';
import type { BuildHint } from './error-hints.ts';
import { type Files, readFileArgument } from './files.ts';
import type { Presenter } from './presenter.ts';
import { buildRequest, type RequestDefaults } from './request.ts';
import { formatSuccess, type ToolResult } from './result.ts';
import { waitForCall } from './wait.ts';

export interface Executor {
  /** Throws a ConfirmationRequired when a person has to confirm the call first, and nothing else. */
  execute(tool: Tool, input: unknown, context?: CallContext): Promise<ToolResult>;
  /** The bytes of a document, for reading its resource. Throws a CallError. */
  download(tool: Tool, input: unknown, context?: CallContext): Promise<Uint8Array>;
}

export interface ExecutorOptions {
  readonly api: Api;
  readonly files: Files;
  readonly environment: Environment;
  readonly defaults: RequestDefaults;
  readonly logger: Logger;
  readonly presenter: Presenter;
  /** What to do about a failed call. */
  readonly buildHint: BuildHint;
  /** A tool by its name, for waiting. */
  readonly findTool: (name: string) => Tool;
  /** Arguments with stand-ins for personal data replaced by what they stand for. Throws a CallError. */
  readonly openArguments?: (input: Arguments, principal: string) => Arguments;
  /** Without it nothing is confirmed. */
  readonly confirmation?: Confirmation;
  /** Without it nothing is recorded. */
  readonly audit?: Audit;
  /** Answers with the request in place of sending it. */
  readonly dryRun?: boolean;
  /** Where requests go, for dry runs: without a trailing slash. */
  readonly baseUrl?: string;
}

/** What is known of a call when it ends, however it ends. */
interface CallRecord {
  args: Arguments;
  confirmed?: Confirmed | undefined;
  /** Of a call that was about to be sent. */
  entry?: AuditEntry | undefined;
  answer?: HttpResponse;
}

export function createExecutor(options: ExecutorOptions): Executor {
  const { api, files, environment, defaults, logger, presenter, confirmation, audit } = options;
  const parsers = new Map<Tool, ParseArguments>();

  function parse(tool: Tool, input: unknown): Arguments {
    let parser = parsers.get(tool);
    if (parser === undefined) {
      parser = createArgumentsParser(tool);
      parsers.set(tool, parser);
    }
    const parsed = parser(input);
    if (parsed.ok) return applyCursor(tool, parsed.args);
    throw refuse(parsed.issues);
  }

  function open(input: unknown, { principal }: CallContext): unknown {
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
    return options.openArguments !== undefined && isObject
      ? options.openArguments({ ...input }, principal)
      : input;
  }

  async function check(tool: Tool, input: unknown, context: CallContext): Promise<Arguments> {
    const args = parse(tool, open(input, context));
    // A mistake in the projection must not follow a write.
    if (typeof args['fields'] === 'string')
      (await import('../results/fields.ts')).parseFields(args['fields']);
    return args;
  }

  async function build(tool: Tool, args: Arguments): Promise<AlloyRequest> {
    // Where the file cannot be saved, an identity document need not be fetched.
    if (args['save_as'] !== undefined) await files.checkTarget(String(args['save_as']));
    const bytes = tool.body?.kind === 'bytes' ? await readFileArgument(args, files) : undefined;
    return buildRequest(tool, args, defaults, bytes);
  }

  async function send(
    args: Arguments,
    request: AlloyRequest,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    try {
      return await api.send(request, signal);
    } catch (error) {
      throw blameArguments(args, error);
    }
  }

  async function run(
    tool: Tool,
    input: unknown,
    context: CallContext,
    progress: CallRecord,
  ): Promise<ToolResult> {
    const args = await check(tool, input, context);
    progress.args = args;
    const request = await build(tool, args);
    if (options.dryRun === true) return presenter.presentRequest(request, options.baseUrl ?? '', context);
    progress.confirmed = confirmation?.require(tool, args, context);
    const entry = audit?.begin(describe(tool, context, progress));
    // Most calls have nothing to wait for.
    progress.entry = entry instanceof Promise ? await entry : entry;
    const answer = await send(args, request, context.signal);
    progress.answer = answer;
    const result =
      tool.answer === 'file' ? await formatFile(args, answer) : await finish(tool, args, answer, context);
    progress.entry?.end(describeOutcome('ok', progress));
    return result;
  }

  async function finish(
    tool: Tool,
    args: Arguments,
    answer: HttpResponse,
    context: CallContext,
  ): Promise<ToolResult> {
    const see = (reader: Tool, readerArgs: Arguments, seen: HttpResponse) => ({
      result: readResult(reader, seen),
      status: seen.status,
      mayHoldInvisible: mayHoldInvisible(seen.body),
      shownBy: { tool: reader, args: readerArgs },
    });
    const first = see(tool, args, answer);
    const state = await waitForCall(tool, args, first, context, async (name, pollArgs, signal) => {
      const reader = options.findTool(name);
      return see(reader, pollArgs, await send(pollArgs, await build(reader, pollArgs), signal));
    });
    // Members one by one: to copy an object without some of its members costs more than all else here.
    const { status, mayHoldInvisible: mayHide, shownBy } = state;
    const { result, notice } = withholdIssuedToken(tool, state.result);
    return presenter.present({
      result,
      status,
      mayHoldInvisible: mayHide,
      shownBy,
      tool,
      args,
      notices: [state.notice, notice].filter((text) => text !== undefined),
      context,
    });
  }

  async function formatFile(args: Arguments, { body, status }: HttpResponse): Promise<ToolResult> {
    const documentToken = String(args['id']);
    const facts = buildDocumentFacts(buildDocumentUri(String(args['entity_token']), documentToken), body);
    const saved =
      args['save_as'] === undefined ? {} : { saved_as: await files.save(String(args['save_as']), body) };
    return formatSuccess(
      { result: { ...facts, ...saved }, status, environment },
      buildDocumentContent(facts, documentToken, body),
    );
  }

  /** What the audit trail holds of a call. */
  function describe(tool: Tool, context: CallContext, { args, confirmed }: CallRecord): AuditCall {
    const { principal, client } = context;
    return {
      principal,
      client,
      tool: tool.name,
      effect: tool.effect,
      operation: `${tool.method} ${tool.path}`,
      environment,
      args,
      confirmation: confirmed && { how: confirmed },
    };
  }

  function fail(tool: Tool, error: unknown): CallError {
    if (error instanceof CallError && error.kind !== 'internal') {
      const { status, errorToken } = error.details;
      logger.info({ tool: tool.name, kind: error.kind, status, errorToken }, 'call failed');
      return error.kind === 'invalid_arguments' ? withExample(tool, error.message) : error;
    }
    logger.error({ tool: tool.name, err: describeDefect(causeOf(error)) }, 'call failed by a defect');
    return error instanceof CallError
      ? error
      : new CallError('internal', 'The server failed while it handled this call', {
          uncertain: tool.effect !== 'read',
          cause: error,
        });
  }

  function record(
    tool: Tool,
    context: CallContext,
    progress: CallRecord,
    { kind, details }: CallError,
  ): void {
    const outcome = describeOutcome(kind, progress, details);
    if (progress.entry !== undefined) progress.entry.end(outcome);
    else audit?.record(describe(tool, context, progress), outcome);
  }

  return {
    async execute(tool, input, context = localCall) {
      const progress: CallRecord = { args: {} };
      try {
        return await run(tool, input, context, progress);
      } catch (error) {
        if (error instanceof ConfirmationRequired) throw error;
        const failure = fail(tool, error);
        record(tool, context, progress, failure);
        const hint = options.buildHint(tool, progress.args, failure);
        return presenter.presentError(failure, hint, context, progress.args);
      }
    },
    async download(tool, input, context = localCall) {
      try {
        const args = await check(tool, input, context);
        const request = await build(tool, args);
        if (options.dryRun === true) {
          const { method, url } = describeRequest(request, options.baseUrl ?? '');
          throw new CallError('dry_run', `Dry run: nothing was sent. It would be ${method} ${url}`);
        }
        return (await send(args, request, context.signal)).body;
      } catch (error) {
        throw presenter.protectError(fail(tool, error), context);
      }
    },
  };
}

/** How a call ended and what Alloy said, as the audit trail holds it; of a call that failed after its answer too. */
function describeOutcome(
  outcome: string,
  { answer }: CallRecord,
  { status = answer?.status, retries = answer?.retries, errorToken }: CallErrorDetails = {},
): AuditOutcome {
  return { outcome, status, errorToken, retries };
}

const causeOf = (error: unknown) =>
  error instanceof CallError && error.cause !== undefined ? error.cause : error;

/** Where the call itself brought credentials or a bearer token, it is those that were refused, not the server's. */
function blameArguments(args: Arguments, error: unknown): unknown {
  const brought = args['application_token'] !== undefined || args['bearer_token'] !== undefined;
  if (!brought || !(error instanceof CallError) || error.kind !== 'authentication') return error;
  return new CallError('invalid_request', error.message, error.details);
}

/** More would not be read at once; an array of a thousand wrong items has as many. */
const mostIssues = 30;

function refuse(issues: readonly Issue[]): CallError {
  const told = issues.slice(0, mostIssues).map(formatIssue);
  const left = issues.length - told.length;
  return new CallError('invalid_arguments', [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; '));
}

/** Refusals of arguments show a call that would be taken. */
function withExample(tool: Tool, message: string): CallError {
  const example = JSON.stringify(buildExample(tool, 'required'));
  return new CallError('invalid_arguments', `${message}. Example: ${example}`);
}

/** Messages are either about their argument ("is missing") or sentences of their own. */
function formatIssue({ argument, message }: Issue): string {
  const sentence = /^[A-Z]/.test(message) || message.startsWith(argument.split('.').at(-1) ?? argument);
  return `${argument}${sentence ? ':' : ''} ${message.replace(/\.$/, '')}`;
}
