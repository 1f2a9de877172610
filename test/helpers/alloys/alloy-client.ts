/** The executor over the real Alloy client and real HTTP, and readers of its results. */

import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Auth, createBasicAuth } from '../../../src/alloy/auth.ts';
import { createApi } from '../../../src/alloy/client.ts';
import { createNetworkSend } from '../../../src/alloy/network.ts';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { localCall } from '../../../src/calls/call-context.ts';
import { createExecutor } from '../../../src/calls/executor.ts';
import { createFiles } from '../../../src/calls/files.ts';
import type { ToolResult } from '../../../src/calls/result.ts';
import { findTool } from '../find-tool.ts';
import { createLogRecord, type LogRecord } from '../log-record.ts';
import { isRecorded } from '../no-ops.ts';
import { presenting } from '../present.ts';

export interface AlloyClientOptions {
  readonly baseUrl: string;
  readonly auth?: Auth;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
  readonly random?: () => number;
  readonly now?: () => number;
  readonly filesDir?: string;
  readonly workflowToken?: string;
  /** Called with each line that is logged. */
  readonly onLog?: (message: string) => void;
}

export interface AlloyClient {
  call(tool: string, input: unknown, signal?: AbortSignal): Promise<ToolResult>;
  readonly log: LogRecord;
}

export const credentials = { token: 'token-of-the-test', secret: 'secret-of-the-test' };

export function createAlloyClient({
  baseUrl,
  filesDir,
  workflowToken,
  ...options
}: AlloyClientOptions): AlloyClient {
  const log = createLogRecord(options.onLog);
  const api = createApi({
    isRecorded,
    baseUrl,
    upstream: createNetworkSend(new URL(baseUrl).origin),
    auth: options.auth ?? createBasicAuth(createFixedSource(credentials)),
    timeoutMs: options.timeoutMs ?? 20_000,
    maxRetries: options.maxRetries ?? 2,
    // The shortest backoff.
    random: options.random ?? (() => 0),
    ...(options.now === undefined ? {} : { now: options.now }),
    logger: log.logger,
  });
  const executor = createExecutor({
    ...presenting,
    api,
    files: createFiles(filesDir),
    environment: 'sandbox',
    defaults: workflowToken === undefined ? {} : { workflowToken },
    logger: log.logger,
  });
  return {
    call: (tool, input, signal) =>
      executor.execute(findTool(tool), input, { ...localCall, ...(signal === undefined ? {} : { signal }) }),
    log,
  };
}

const success = z.strictObject({
  result: z.unknown(),
  next_cursor: z.string().optional(),
  status: z.number(),
  environment: z.string(),
  notice: z.string().optional(),
  left_out: z.array(z.unknown()).optional(),
  more_left_out: z.number().optional(),
  next_steps: z.array(z.unknown()).optional(),
});

const failure = z.strictObject({
  error: z.strictObject({
    kind: z.string(),
    status: z.number().optional(),
    minor_code: z.number().optional(),
    message: z.string(),
    details: z.unknown().optional(),
    hint: z.string(),
    retry_after_seconds: z.number().optional(),
    error_token: z.string().optional(),
  }),
  environment: z.string(),
});

/** The envelope of a success; throws for an error. */
export function readSuccess(toolResult: ToolResult): z.infer<typeof success> {
  if (toolResult.isError === true)
    throw new Error(`An error: ${JSON.stringify(toolResult.structuredContent)}`);
  return success.parse(readEnvelope(toolResult));
}

/** The error of a result; throws for a success. */
export function readFailure(toolResult: ToolResult): z.infer<typeof failure>['error'] {
  if (toolResult.isError !== true)
    throw new Error(`A success: ${JSON.stringify(toolResult.structuredContent)}`);
  return failure.parse(readEnvelope(toolResult)).error;
}

/** Both forms of the envelope have to say the same. */
function readEnvelope({ content: [first], structuredContent }: ToolResult): unknown {
  if (first?.type !== 'text') throw new Error('The first content block is not text');
  const envelope: unknown = JSON.parse(first.text);
  if (!isDeepStrictEqual(envelope, JSON.parse(JSON.stringify(structuredContent)))) {
    throw new Error(`The text ${first.text} differs from ${JSON.stringify(structuredContent)}`);
  }
  return envelope;
}
