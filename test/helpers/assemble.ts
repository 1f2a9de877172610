/**
 * The Alloy client and the executor as the tests put them together: every test that does not start the program gets
 * them from here. What an option leaves out is as simple as it can be: no shield, nobody asked, nothing recorded.
 */
import { type Auth, type Credentials, createBasicAuth } from '../../src/alloy/auth.ts';
import { type Api, createApi } from '../../src/alloy/client.ts';
import type { Send } from '../../src/alloy/exchange.ts';
import { createNetworkSend } from '../../src/alloy/network.ts';
import { createApp } from '../../src/app.ts';
import { unrecorded } from '../../src/audit/trail.ts';
import { createLogger, type Logger } from '../../src/base/logger.ts';
import { createFixedSource } from '../../src/base/secret-source.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { type CallContext, localCall } from '../../src/calls/call-context.ts';
import { createExecutor, type Executor } from '../../src/calls/executor.ts';
import { createFiles } from '../../src/calls/files.ts';
import { createPresenter } from '../../src/calls/presenter.ts';
import type { ToolResult } from '../../src/calls/result.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createAnswerStore } from '../../src/results/answer-store.ts';
import { createShaper } from '../../src/results/shape.ts';
import type { Shield } from '../../src/shield/shield.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { nextStepRules } from '../../tools/next-steps/rules.ts';
import { findTool } from './find-tool.ts';
import { buildHint } from './hints.ts';
import { createLogRecord, type LogRecord } from './log-record.ts';
import { isRecorded, unguarded, unprotected } from './no-ops.ts';

export const credentials = { token: 'token-of-the-test', secret: 'secret-of-the-test' };

export interface ApiAssembly {
  readonly baseUrl: string;
  /** Without it requests go over the network. */
  readonly send?: Send;
  readonly auth?: Auth;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
  /** Without it backoff is the shortest there is. */
  readonly random?: () => number;
  readonly now?: () => number;
  readonly logger?: Logger;
  /** Of an audit trail. */
  readonly isRecorded?: (entry: object) => boolean;
}

export function assembleApi({ baseUrl, send, auth, logger, now, ...options }: ApiAssembly): Api {
  return createApi({
    isRecorded: options.isRecorded ?? isRecorded,
    baseUrl,
    upstream: send ?? createNetworkSend(new URL(baseUrl).origin),
    auth: auth ?? createBasicAuth(createFixedSource(credentials)),
    timeoutMs: options.timeoutMs ?? 20_000,
    maxRetries: options.maxRetries ?? 0,
    random: options.random ?? (() => 0),
    ...(now === undefined ? {} : { now }),
    logger: logger ?? createLogger('silent'),
  });
}

export interface ExecutorAssembly extends ApiAssembly {
  /** In place of the Alloy client. */
  readonly api?: Api;
  readonly filesDir?: string;
  readonly workflowToken?: string;
  readonly shield?: Shield;
  /** Of a result; without it nothing is cut. */
  readonly maxChars?: number;
}

export function assembleExecutor({
  api,
  filesDir,
  workflowToken,
  shield,
  maxChars = 10_000_000,
  ...options
}: ExecutorAssembly): Executor {
  return createExecutor({
    api: api ?? assembleApi(options),
    files: createFiles(filesDir),
    environment: 'sandbox',
    defaults: workflowToken === undefined ? {} : { workflowToken },
    logger: options.logger ?? createLogger('silent'),
    buildHint,
    findTool,
    ...unguarded,
    baseUrl: options.baseUrl,
    ...(shield === undefined ? {} : { openArguments: shield.open }),
    presenter: createPresenter({
      environment: 'sandbox',
      shaper: createShaper({ maxChars, store: createAnswerStore(createMemoryState()) }),
      nextStepRules,
      protection: shield ?? unprotected,
      pageKey: new Uint8Array(32),
    }),
  });
}

export interface Caller {
  call(tool: string, input: unknown, signal?: AbortSignal): Promise<ToolResult>;
  /** As the executor has it. */
  settled(): Promise<void>;
  readonly log: LogRecord;
}

export interface CallerOptions extends Omit<ExecutorAssembly, 'logger'> {
  /** Called with each line that is logged. */
  readonly onLog?: (message: string) => void;
}

/** Calls tools by their names, with the retries that the program has. */
export function createCaller({ onLog, ...options }: CallerOptions): Caller {
  const log = createLogRecord(onLog);
  const executor = assembleExecutor({ maxRetries: 2, ...options, logger: log.logger });
  return {
    call: (tool, input, signal) =>
      executor.execute(findTool(tool), input, { ...localCall, ...(signal === undefined ? {} : { signal }) }),
    settled: () => executor.settled(),
    log,
  };
}

export interface ConfiguredApp {
  execute(name: string, input: unknown, context?: CallContext): Promise<ToolResult>;
  readDocument(entityToken: string, documentToken: string): Promise<Uint8Array>;
  readonly log: LogRecord;
}

/** All of it as the program sets it up from its environment, with OAuth. */
export async function configureApp(
  { baseUrl }: { readonly baseUrl: string },
  environment: Readonly<Record<string, string>> = {},
  { token, secret }: Credentials = credentials,
): Promise<ConfiguredApp> {
  return assembleApp({
    ALLOY_TOKEN: token,
    ALLOY_SECRET: secret,
    ALLOY_AUTH: 'oauth',
    ALLOY_BASE_URL: baseUrl,
    ...environment,
  });
}

/** The same with the embedded Alloy. */
export const configureEmbeddedApp = (environment: Readonly<Record<string, string>> = {}) =>
  assembleApp(environment);

async function assembleApp(variables: Readonly<Record<string, string>>): Promise<ConfiguredApp> {
  const log = createLogRecord();
  const config = parseConfig(variables, {}, () => {
    throw new Error('No file is named');
  });
  const app = await createApp({
    config,
    logger: log.logger,
    audit: unrecorded,
    secrets: createSecrets(),
    state: createMemoryState(),
  });
  return {
    execute: (name, input, context = localCall) => app.execute(name, input, context),
    readDocument: (entity, document) => app.readDocument(entity, document, localCall),
    log,
  };
}
