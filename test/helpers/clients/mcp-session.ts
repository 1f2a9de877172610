/** What every MCP client can do, whichever SDK or protocol it speaks: the tests run over this. */
import { readEnvelope } from '../read-envelope.ts';
import type { Variables } from './start-process.ts';

export interface ToolAnswer {
  readonly content: readonly unknown[];
  /** What the first text block says. */
  readonly envelope: unknown;
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
}

export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** Asks for progress, and is told of it. */
  readonly onProgress?: (progress: ShownProgress) => void;
}

export interface ShownProgress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** Beside the tools. */
export type OtherMethod =
  | 'prompts/list'
  | 'prompts/get'
  | 'resources/list'
  | 'resources/templates/list'
  | 'resources/read'
  | 'completion/complete';

export interface McpSession {
  readonly instructions: string | undefined;
  /** The revision that client and server agreed on. */
  readonly protocolVersion: string | undefined;
  listTools(): Promise<readonly unknown[]>;
  /** Rejects with an error that has a `code` when the answer is a JSON-RPC error. */
  callTool(name: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<ToolAnswer>;
  /** The answer of a method that is about prompts, resources or completion. */
  ask(method: OtherMethod, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** All that the server wrote to stderr so far. */
  log(): string;
  /** Goes away; over stdio that ends the server too. */
  close(): Promise<void>;
}

export interface ShownQuestion {
  readonly message: string;
  readonly requestedSchema?: unknown;
}

export interface GivenReply {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Readonly<Record<string, boolean>>;
}

export interface ClientOptions {
  /**
   * Over HTTP a service will do that others use too, as services are there for; over stdio a client has its server for
   * itself. Not for what a service remembers of its callers.
   */
  readonly shared?: boolean;
  /** Answers what the server asks a person; without it the client says that it cannot ask. */
  readonly answer?: (question: ShownQuestion) => GivenReply | Promise<GivenReply>;
}

export interface McpClientKind {
  readonly name: string;
  readonly protocolVersion: string;
  /** Starts the built server with these variables and connects to it. */
  overStdio(variables: Variables, options?: ClientOptions): Promise<McpSession>;
  overHttp(variables: Variables, options?: ClientOptions): Promise<McpSession>;
}

/** A tool's answer as it came: untrusted until its parts are compared. */
export function parseToolAnswer(result: Readonly<Record<string, unknown>>): ToolAnswer {
  const { content, structuredContent, isError } = result;
  if (!Array.isArray(content)) throw new Error(`no content in ${JSON.stringify(result)}`);
  if (isError !== undefined && typeof isError !== 'boolean') throw new Error(`isError is ${isError}`);
  return { content, envelope: readEnvelope(result), structuredContent, isError };
}

export function parseToolList(result: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { tools, nextCursor } = result;
  if (!Array.isArray(tools) || nextCursor !== undefined) throw new Error('not the whole list of tools');
  return tools;
}
