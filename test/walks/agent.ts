/** Somebody who works with Alloy through an MCP client: every call is a tool call to the built server, over stdio. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect } from 'vitest';
import { parseToolAnswer } from '../helpers/clients/mcp-session.ts';
import { binary, buildEnvironment, type Variables } from '../helpers/clients/start-process.ts';
import { readMember } from '../helpers/read-member.ts';
import { type Ledger, note, type Refusal, type ToolName } from './ledger.ts';

type Arguments = Readonly<Record<string, unknown>>;

export interface Answer {
  /** Alloy's HTTP status. */
  readonly status: unknown;
  readonly result: unknown;
  readonly notice: unknown;
  readonly next_cursor: unknown;
  /** What is at a path of the result, e.g. `summary.outcome`. */
  read(path: string): unknown;
  /** The same where there has to be a text. */
  text(path: string): string;
  list(path: string): readonly unknown[];
}

export interface Agent {
  /** A call that has to succeed. */
  call(tool: ToolName, args?: Arguments): Promise<Answer>;
  /** A call that Alloy itself, not our server, has to refuse in this way; resolves with its `error`. */
  refused(tool: ToolName, args: Arguments, refusal: Refusal): Promise<unknown>;
  /** The bytes of a resource. */
  readResource(uri: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** An Alloy of its own on a port of this machine, where callers of any credentials may try their luck. */
export interface Served {
  readonly credentials: Credentials;
  /** A bearer token, got from Alloy itself as a program would. */
  issueToken(credentials: Credentials): Promise<string>;
  open(credentials: Credentials, variables?: Variables): Promise<Agent>;
}

interface Credentials {
  readonly token: string;
  readonly secret: string;
}

/** A part of an application's life, from the first call to the last. */
type Walk = (agent: Agent, served: Served) => Promise<void>;
export type Walks = Readonly<Record<string, Walk>>;

export async function openAgent(ledger: Ledger, variables: Variables = {}): Promise<Agent> {
  const client = new Client(
    { name: 'alloy-mcp-walks', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [binary],
      // The walks compare what comes back with what they sent.
      env: buildEnvironment({ LOG_LEVEL: 'silent', ALLOY_PII: 'off', ...variables }),
    }),
  );

  /** The envelope. */
  const send = async (tool: ToolName, args: Arguments) => {
    const answer = parseToolAnswer(await client.callTool({ name: tool, arguments: args }));
    const { envelope, isError = false } = answer;
    return { envelope, isError };
  };

  return {
    async call(tool, args = {}) {
      const { envelope, isError } = await send(tool, args);
      expect(isError, `${tool} ${JSON.stringify(args)} -> ${JSON.stringify(envelope)}`).toBe(false);
      const answer = createAnswer(tool, envelope);
      note(ledger.successes, tool, Number(answer.status));
      return answer;
    },
    async refused(tool, args, { status, minor_code }) {
      const { envelope, isError } = await send(tool, args);
      const error = readMember(envelope, 'error');
      const told = `${tool} ${JSON.stringify(args)} -> ${JSON.stringify(envelope)}`;
      expect(isError, told).toBe(true);
      // An error without a status never reached Alloy.
      expect(
        { status: readMember(error, 'status'), minor_code: readMember(error, 'minor_code') },
        told,
      ).toEqual({
        status,
        minor_code,
      });
      expect(readMember(error, 'message'), told).toEqual(expect.stringMatching(/\w/));
      expect(readMember(error, 'hint'), told).toEqual(expect.stringMatching(/\w/));
      note(ledger.refusals, tool, minor_code === undefined ? { status } : { status, minor_code });
      return error;
    },
    async readResource(uri) {
      const { contents } = await client.readResource({ uri });
      const blob = readMember(contents, '0.blob');
      expect(contents).toHaveLength(1);
      return Buffer.from(String(blob), 'base64');
    },
    close: () => client.close(),
  };
}

function createAnswer(tool: ToolName, envelope: unknown): Answer {
  const result = readMember(envelope, 'result');
  const read = (path: string) => (path === '' ? result : readMember(result, path));
  const fail = (wanted: string, path: string) =>
    new Error(`${tool}: no ${wanted} at ${path} of ${JSON.stringify(result)}`);
  return {
    status: readMember(envelope, 'status'),
    result,
    notice: readMember(envelope, 'notice'),
    next_cursor: readMember(envelope, 'next_cursor'),
    read,
    text(path) {
      const value = read(path);
      if (typeof value !== 'string' || value === '') throw fail('text', path);
      return value;
    },
    list(path) {
      const value = read(path);
      if (!Array.isArray(value)) throw fail('list', path);
      return value;
    },
  };
}
