/**
 * Tool + arguments + context -> what is shown of the call. The one path that every call takes, a document read as a
 * resource and a poll too: open stand-ins, check, confirm, record, build, send, wait, present. Nothing reaches Alloy
 * past it. What fails is shown as what to do about it, and logged here once. Values behind stand-ins are in the request
 * and, as keyed hashes, in the audit trail; everything else works with the arguments as the caller wrote them.
 */

import type { Environment } from '../alloy/base-url.ts';
import type { AlloyRequest, Api } from '../alloy/client.ts';
import type { HttpResponse } from '../alloy/exchange.ts';
import { withholdIssuedToken } from '../alloy/issued-token.ts';
import { readResult } from '../alloy/read-result.ts';
import type { AuditCall } from '../audit/call.ts';
import type { Audit } from '../audit/trail.ts';
import { CallError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { describeDefect } from '../base/logger.ts';
import { isObject, readMembers, showPath } from '../base/values.ts';
import { mayHoldInvisible } from '../base/visible-text.ts';
import { buildExample } from '../registry/example.ts';
import { argumentSchemas } from '../registry/schema.ts';
import type { Arguments, Issue, Tool } from '../registry/tool.ts';
import type { OpenedArguments } from '../shield/shield.ts';
import { createArgumentsParser, type ParseArguments } from './arguments.ts';
import { type CallContext, ConfirmationRequired } from './call-context.ts';
import { omitClientMembers } from './client-members.ts';
import type { Confirmation } from './confirmation.ts';
import { applyCursor } from './cursor.ts';
import type { BuildHint } from './error-hints.ts';
import { type Files, readFileArgument } from './files.ts';
import { createFilePresenter, type Presenter } from './presenter.ts';
import { buildRequest, type RequestDefaults } from './request.ts';
import type { ToolResult } from './result.ts';
import { type CallRecord, createSending, describeOutcome } from './sending.ts';
import { waitForCall } from './wait.ts';

export interface Executor {
  /** Throws a ConfirmationRequired when a person has to confirm the call first, and nothing else. */
  execute(tool: Tool, input: unknown, context: CallContext): Promise<ToolResult>;
  /** Resolves when no write is on its way. */
  settled(): Promise<void>;
  /** The same call of a tool that answers a file, for the file itself. Throws a ConfirmationRequired or a CallError. */
  readFile(tool: Tool, input: unknown, context: CallContext): Promise<Uint8Array>;
}

/** All of it is required: what keeps people safe is not to be left out by forgetting it. */
export interface ExecutorOptions {
  readonly api: Api;
  readonly files: Files;
  readonly environment: Environment;
  readonly defaults: RequestDefaults;
  readonly logger: Logger;
  readonly presenter: Presenter<ToolResult>;
  /** What to do about a failed call. */
  readonly buildHint: BuildHint;
  /** A tool by its name, for waiting. */
  readonly findTool: (name: string) => Tool;
  /** Arguments with stand-ins for personal data replaced by what they stand for. Throws a CallError. */
  readonly openArguments: (input: Arguments, principal: string) => OpenedArguments | Promise<OpenedArguments>;
  readonly confirmation: Confirmation;
  readonly audit: Audit;
  /** Answers with the request in place of sending it. */
  readonly dryRun: boolean;
  /** Where requests go, for dry runs: without a trailing slash. */
  readonly baseUrl: string;
}

export function createExecutor(options: ExecutorOptions): Executor {
  const { api, files, environment, defaults, logger, confirmation, audit } = options;
  const filePresenter = createFilePresenter(options.presenter);
  const parsers = new Map<Tool, ParseArguments>();
  const { send, end, settled } = createSending({ api, logger, protectError: options.presenter.protectError });

  function parse(tool: Tool, input: unknown, isStandIn?: (path: string) => boolean) {
    let parser = parsers.get(tool);
    if (parser === undefined) {
      parser = createArgumentsParser(tool);
      parsers.set(tool, parser);
    }
    const parsed = parser(input);
    if (parsed.ok) {
      const args = applyCursor(tool, parsed.args);
      return {
        args,
        asWritten: parsed.asWritten === parsed.args ? args : applyCursor(tool, parsed.asWritten),
        blanks: parsed.blanks,
      };
    }
    throw refuse(parsed.issues.map((issue) => (isStandIn?.(issue.argument) ? hideReason(issue) : issue)));
  }

  async function check(
    tool: Tool,
    input: unknown,
    { principal }: CallContext,
    record: CallRecord,
  ): Promise<Arguments> {
    if (!isObject(input)) {
      record.args = parse(tool, input).args;
      return record.args;
    }
    const own = omitClientMembers(input, (name) => argumentSchemas(tool).has(name));
    const given = options.openArguments({ ...own }, principal);
    // Most calls have nothing to wait for.
    const { args, close, isStandIn } = given instanceof Promise ? await given : given;
    const { args: opened, asWritten, blanks } = parse(tool, args, isStandIn);
    record.blanks = blanks;
    // By the values that stand-ins were opened to, which the request may have in another form.
    record.args = close(asWritten);
    record.opened = opened;
    // A mistake in the projection must not follow a write.
    if (typeof opened['fields'] === 'string')
      (await import('../results/fields.ts')).parseFields(opened['fields']);
    return opened;
  }

  async function build(tool: Tool, args: Arguments, { principal }: CallContext): Promise<AlloyRequest> {
    // Where the file cannot be saved, an identity document need not be fetched.
    if (args['save_as'] !== undefined) await files.checkTarget(String(args['save_as']), principal);
    const bytes = tool.body?.kind === 'bytes' ? await readFileArgument(args, files, principal) : undefined;
    return buildRequest(tool, args, defaults, bytes);
  }

  async function run<Shown>(
    tool: Tool,
    input: unknown,
    context: CallContext,
    presenter: Presenter<Shown>,
    record: CallRecord,
  ): Promise<Shown> {
    const request = await build(tool, await check(tool, input, context, record), context);
    const { args } = record;
    if (options.dryRun) return presenter.presentRequest(request, options.baseUrl, context, args);
    const given = confirmation.require(tool, args, context);
    const verdict = given instanceof Promise ? await given : given;
    record.confirmed = verdict.how;
    if (verdict.refusal !== undefined) throw verdict.refusal;
    const begun = audit.begin(describe(tool, context, record));
    record.entry = begun instanceof Promise ? await begun : begun;
    const answer = await send(request, { tool, context, record, entry: record.entry });
    const shown =
      tool.answer === 'file'
        ? await showFile(args, answer, context, presenter)
        : await finish(tool, record, answer, context, presenter);
    end('ok', { tool, context, record });
    return shown;
  }

  async function finish<Shown>(
    tool: Tool,
    { args, startedAt, blanks = [] }: CallRecord,
    answer: HttpResponse,
    context: CallContext,
    presenter: Presenter<Shown>,
  ): Promise<Shown> {
    const see = (reader: Tool, readerArgs: Arguments, seen: HttpResponse) => ({
      result: readResult(reader, seen),
      status: seen.status,
      mayHoldInvisible: mayHoldInvisible(seen.body),
      bytes: seen.body.length,
      shownBy: { tool: reader, args: readerArgs },
    });
    const first = see(tool, args, answer);
    const look = async (name: string, pollArgs: Arguments, signal: AbortSignal) => {
      const reader = options.findTool(name);
      return see(reader, pollArgs, await poll(reader, pollArgs, { ...context, signal }));
    };
    const state = await waitForCall({ tool, args, first, context, startedAt, poll: look });
    // Members one by one: to copy an object without some of its members costs more than all else here.
    const { status, mayHoldInvisible: mayHide, bytes, shownBy } = state;
    const { result, notice } = withholdIssuedToken(tool, state.result);
    return presenter.present({
      result,
      status,
      mayHoldInvisible: mayHide,
      bytes,
      shownBy,
      tool,
      args,
      notices: [state.notice, notice, tellBlanks(blanks)].filter((text) => text !== undefined),
      context,
    });
  }

  /** One look at what a call waits for: a request like any other, with a line of its own in the audit trail. */
  async function poll(tool: Tool, args: Arguments, context: CallContext): Promise<HttpResponse> {
    const record: CallRecord = { args, confirmed: 'not_needed', startedAt: Date.now() };
    const request = await build(tool, args, context);
    record.entry = await audit.begin(describe(tool, context, record));
    try {
      const answer = await send(request, { tool, context, record, entry: record.entry });
      end('ok', { tool, context, record });
      return answer;
    } catch (error) {
      const failure = error instanceof CallError ? error : new CallError('internal', '');
      note(tool, context, record, await options.presenter.protectError(failure, context, args));
      throw error;
    }
  }

  async function showFile<Shown>(
    args: Arguments,
    { body, status }: HttpResponse,
    context: CallContext,
    presenter: Presenter<Shown>,
  ): Promise<Shown> {
    const name = args['save_as'];
    const saved = name === undefined ? undefined : await files.save(String(name), body, context.principal);
    return presenter.presentFile({ args, body, status, saved, context });
  }

  /** What the audit trail holds of a call. */
  function describe(
    tool: Tool,
    context: CallContext,
    { args, opened = args, confirmed }: CallRecord,
  ): AuditCall {
    const { principal, client } = context;
    return {
      principal,
      client,
      tool: tool.name,
      effect: tool.effect,
      operation: `${tool.method} ${tool.path}`,
      environment,
      args: opened,
      confirmation: confirmed && { how: confirmed },
    };
  }

  /** What is told of a failure: to the log, the trail and the caller alike. */
  async function fail(
    tool: Tool,
    error: unknown,
    context: CallContext,
    record: CallRecord,
    input: unknown,
  ): Promise<CallError> {
    if (error instanceof CallError && error.kind !== 'internal') {
      const failure = await options.presenter.protectError(
        error.kind === 'invalid_arguments' ? withExample(tool, input, error.message) : error,
        context,
        record.args,
      );
      const { status, errorToken } = failure.details;
      logger.info({ tool: tool.name, kind: failure.kind, status, errorToken }, 'call failed');
      return failure;
    }
    logger.error({ tool: tool.name, err: describeDefect(causeOf(error)) }, 'call failed by a defect');
    return error instanceof CallError
      ? error
      : new CallError('internal', 'The server failed while it handled this call', {
          sent: record.entry === undefined ? 'no' : 'maybe',
          cause: error,
        });
  }

  function note(tool: Tool, context: CallContext, record: CallRecord, { kind, details }: CallError): void {
    // What is only shown is no call of Alloy's, however it is shown.
    if (kind === 'dry_run') return;
    if (record.isLeft === true) return;
    if (record.entry !== undefined) end(kind, { tool, context, record }, details);
    else audit.record(describe(tool, context, record), describeOutcome(kind, record, details));
  }

  async function carryOut<Shown>(
    tool: Tool,
    input: unknown,
    context: CallContext,
    presenter: Presenter<Shown>,
  ): Promise<Shown> {
    const record: CallRecord = { args: {}, startedAt: Date.now() };
    try {
      return await run(tool, input, context, presenter, record);
    } catch (error) {
      if (error instanceof ConfirmationRequired) {
        // Nobody may ever answer.
        audit.record(describe(tool, context, record), { outcome: 'asked' });
        throw error;
      }
      const failure = await fail(tool, error, context, record, input);
      note(tool, context, record, failure);
      const hint = options.buildHint(tool, record.args, failure);
      return presenter.presentError(failure, hint, context);
    }
  }

  return {
    settled,
    execute: (tool, input, context) => carryOut(tool, input, context, options.presenter),
    readFile: (tool, input, context) => carryOut(tool, input, context, filePresenter),
  };
}

/** Whoever wants to clear a value must not take the success for it. */
function tellBlanks(blanks: readonly string[]): string | undefined {
  if (blanks.length === 0) return undefined;
  const names = blanks.slice(0, 10).map(showPath).join(', ');
  return `Sent without ${names}: null and empty text mean that an argument is not given, so that nothing was set or cleared by them.`;
}

const causeOf = (error: unknown) =>
  error instanceof CallError && error.cause !== undefined ? error.cause : error;

/** More would not be read at once; an array of a thousand wrong items has as many. */
const mostIssues = 30;

function refuse(issues: readonly Issue[]): CallError {
  const told = issues.slice(0, mostIssues).map(formatIssue);
  const left = issues.length - told.length;
  return new CallError('invalid_arguments', [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; '));
}

/** Refusals of arguments show a call that would be taken. */
function withExample(tool: Tool, input: unknown, message: string): CallError {
  return new CallError('invalid_arguments', message, {
    example: JSON.stringify(buildExample(tool, 'required', readMembers(input))),
  });
}

/** What is wrong with the value behind a stand-in would tell of it. */
const hideReason = ({ argument }: Issue): Issue => ({
  argument,
  message: 'the value behind this stand-in does not fit here',
});

/** Messages are either about their argument ("is missing") or sentences of their own. */
function formatIssue({ argument, message }: Issue): string {
  const sentence = /^[A-Z]/.test(message) || message.startsWith(argument.split('.').at(-1) ?? argument);
  // Of several arguments at once the names are ours.
  const name = argument.includes(' ') && argument.includes('/') ? argument : showPath(argument);
  return `${name}${sentence ? ':' : ''} ${message.replace(/\.$/, '')}`;
}
