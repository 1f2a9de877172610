/**
 * Tool + arguments + context -> result. The one path that every call takes: open, check, confirm, build, send, wait,
 * protect, shape, format. Nothing is thrown past it but the Question that a person has to answer first; what fails
 * becomes a result that says what to do, and is logged here once.
 */
import type { Api } from './api.ts';
import { createArgumentsParser, type ParseArguments } from './arguments.ts';
import { type CallContext, localCall, Question } from './call-context.ts';
import type { Environment } from './config.ts';
import type { Confirmation } from './confirmation.ts';
import { applyCursor, buildNextCursor } from './cursor.ts';
import { describeRequest } from './describe-request.ts';
import { buildDocumentContent, buildDocumentFacts, buildDocumentUri } from './document.ts';
import { CallError } from './errors.ts';
import { buildExample } from './example.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';
import type { Logger } from './logger.ts';
import { type AlloyRequest, buildRequest, type RequestDefaults } from './request.ts';
import { buildNotice, formatError, formatSuccess, type ToolResult } from './result.ts';
import type { Arguments, Issue, Tool } from './tool.ts';
import type { Answer } from './upstream.ts';

export interface Executor {
  /** Throws a Question when a person has to confirm the call first, and nothing else. */
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
  /** Without it nothing is confirmed. */
  readonly confirmation?: Confirmation;
  /** Answers with the request in place of sending it. */
  readonly dryRun?: boolean;
  /** Where requests go, for dry runs: without a trailing slash. */
  readonly baseUrl?: string;
}

export function createExecutor(options: ExecutorOptions): Executor {
  const { api, files, environment, defaults, logger, confirmation, dryRun = false } = options;
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

  async function build(tool: Tool, args: Arguments): Promise<AlloyRequest> {
    // Where the file cannot be saved, an identity document need not be fetched.
    if (args['save_as'] !== undefined) await files.checkTarget(String(args['save_as']));
    const bytes = tool.body?.kind === 'bytes' ? await readBytes(args, files) : undefined;
    return buildRequest(tool, args, defaults, bytes);
  }

  async function send(args: Arguments, request: AlloyRequest, { signal }: CallContext): Promise<Answer> {
    try {
      return await api.send(request, signal);
    } catch (error) {
      throw blameArguments(args, error);
    }
  }

  async function run(tool: Tool, input: unknown, context: CallContext): Promise<ToolResult> {
    const args = parse(tool, input);
    const request = await build(tool, args);
    if (dryRun) {
      const result = describeRequest(request, options.baseUrl ?? '');
      const notice = 'Dry run: nothing was sent. result is the request that would be sent.';
      return formatSuccess({ result, environment, notice });
    }
    confirmation?.require(tool, args, context);
    const answer = await send(args, request, context);
    if (tool.answer === 'file') return formatFile(args, answer);
    const result = readResult(tool, answer);
    const notice = buildNotice(answer.status, result);
    const nextCursor = buildNextCursor(tool, args, result);
    return formatSuccess({
      result,
      ...(nextCursor === undefined ? {} : { next_cursor: nextCursor }),
      status: answer.status,
      environment,
      ...(notice === undefined ? {} : { notice }),
    });
  }

  async function formatFile(args: Arguments, { body, status }: Answer): Promise<ToolResult> {
    const documentToken = String(args['id']);
    const facts = buildDocumentFacts(buildDocumentUri(String(args['entity_token']), documentToken), body);
    const saved =
      args['save_as'] === undefined ? {} : { saved_as: await files.save(String(args['save_as']), body) };
    return formatSuccess(
      { result: { ...facts, ...saved }, status, environment },
      buildDocumentContent(facts, documentToken, body),
    );
  }

  function fail(tool: Tool, error: unknown): CallError {
    if (error instanceof CallError && error.kind !== 'internal') {
      const { status, errorToken } = error.details;
      logger.info({ tool: tool.name, kind: error.kind, status, errorToken }, 'call failed');
      return error.kind === 'invalid_arguments' ? withExample(tool, error.message) : error;
    }
    logger.error({ tool: tool.name, err: describeDefect(error) }, 'call failed by a defect');
    return error instanceof CallError
      ? error
      : new CallError('internal', 'The server failed while it handled this call', {
          uncertain: tool.effect !== 'read',
          cause: error,
        });
  }

  return {
    async execute(tool, input, context = localCall) {
      try {
        return await run(tool, input, context);
      } catch (error) {
        if (error instanceof Question) throw error;
        return formatError(fail(tool, error), environment);
      }
    },
    async download(tool, input, context = localCall) {
      try {
        const args = parse(tool, input);
        const request = await build(tool, args);
        if (dryRun) {
          const { method, url } = describeRequest(request, options.baseUrl ?? '');
          throw new CallError('invalid_request', `Dry run: nothing was sent. It would be ${method} ${url}`);
        }
        return (await send(args, request, context)).body;
      } catch (error) {
        throw fail(tool, error);
      }
    },
  };
}

/** Where it happened and why, without what it happened with: messages of a defect may quote arguments. */
function describeDefect(error: unknown): string {
  const cause = error instanceof CallError && error.cause !== undefined ? error.cause : error;
  if (!(cause instanceof Error)) return typeof cause;
  const frames = cause.stack?.split('\n').filter((line) => /^ +at /.test(line)) ?? [];
  return [cause.name, ...frames].join('\n');
}

/** Where the call itself brought credentials or a bearer token, it is those that were refused, not the server's. */
function blameArguments(args: Arguments, error: unknown): unknown {
  const brought = args['application_token'] !== undefined || args['bearer_token'] !== undefined;
  if (!brought || !(error instanceof CallError) || error.kind !== 'authentication') return error;
  return new CallError('invalid_request', error.message, error.details);
}

function refuse(issues: readonly Issue[]): CallError {
  return new CallError('invalid_arguments', issues.map(formatIssue).join('; '));
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

/** Exactly one of base64 text and a file of the operator's folder. */
async function readBytes(args: Arguments, files: Files): Promise<Uint8Array> {
  const { content_base64: text, file_path: file } = args;
  if (typeof file === 'string') return files.read(file);
  const bytes =
    typeof text === 'string' &&
    /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) &&
    text.replace(/=+$/, '').length % 4 !== 1
      ? Buffer.from(text, 'base64')
      : undefined;
  if (bytes !== undefined && bytes.length > 0) return new Uint8Array(bytes);
  const message = 'is not base64; encode the bytes of the file, without line breaks or a data: prefix';
  throw new CallError('invalid_arguments', `content_base64 ${message}`);
}

/** Every success is JSON or empty; anything else comes from a proxy and must not pass for Alloy's word. */
function readResult(tool: Tool, answer: Answer): unknown {
  // A read has something to say; only Alloy's 204 means that there is nothing.
  if (answer.body.length === 0 && (tool.effect !== 'read' || answer.status === 204)) return { success: true };
  const result = parseJson(answer.body);
  if (result !== undefined) return result;
  const type = answer.header('content-type')?.split(';')[0] ?? 'no content type';
  throw new CallError(
    'bad_answer',
    `HTTP ${answer.status} with ${answer.body.length} bytes of ${type} that are not whole JSON`,
    {
      status: answer.status,
      uncertain: tool.effect !== 'read',
    },
  );
}
