/**
 * Clients of protocol 2025 over HTTP. Each of their requests meets a server of its own, which would know nothing of
 * the client and could not be answered; a session that says all by itself (`session-seal.ts`) joins them. Only what is
 * under way has to be reached: an answer to a question, or the cancelling of a call, is posted to the process that asks
 * or works.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management
 */

import { randomUUID } from 'node:crypto';
import { isLegacyRequest, type JSONRPCNotification, type Server } from '@modelcontextprotocol/server';
import { readMembers } from '../../base/values.ts';
import { questionLifeMs } from '../../calls/call-context.ts';
import type { Post, State } from '../../state/state.ts';
import type { Connection, CreateServer, LegacyClient } from '../server.ts';
import type { AccessToken } from './access-tokens.ts';
import { rpcError } from './rpc-error.ts';
import { createSessionSeal, type Session } from './session-seal.ts';

/**
 * What waits for a later request of the same session: calls that may be cancelled, and questions to the client that
 * are still to be answered.
 */
export interface OpenCalls {
  /** A call begins; `stop` ends it. Returns what has to be called when it has ended. */
  begin(session: string, requestId: unknown, stop: () => void): () => void;
  cancel(session: string, requestId: unknown): Promise<void>;
  /** Asks the client of a session; rejects when it answers with an error, too late, or has gone away. */
  ask(session: string, ...question: Parameters<LegacyClient['ask']>): Promise<unknown>;
  /** Hands an answer to the question that waits for it in the same session; false when there is none. */
  answer(session: string, message: unknown): Promise<boolean>;
}

export function createOpenCalls(post: Post): OpenCalls {
  const nameCall = (session: string, requestId: unknown) => JSON.stringify(['call', session, requestId]);
  const nameQuestion = (session: string, id: string) => JSON.stringify(['question', session, id]);

  return {
    begin: (session, requestId, stop) => post.listen(nameCall(session, requestId), stop),
    async cancel(session, requestId) {
      await post.send(nameCall(session, requestId), null);
    },
    async ask(session, send, request, signal) {
      const id = randomUUID();
      let timer: NodeJS.Timeout | undefined;
      let leave: (() => void) | undefined;
      try {
        return await new Promise<unknown>((resolve, reject) => {
          const fail = (reason: string) => reject(new Error(reason));
          leave = post.listen(nameQuestion(session, id), (answer) => {
            const { result } = readMembers(answer);
            if (result === undefined) fail('The client answered with an error');
            else resolve(result);
          });
          timer = setTimeout(() => {
            fail('The client did not answer in time');
            send(withdraw(id)).catch(() => undefined);
          }, questionLifeMs);
          signal.addEventListener('abort', () => fail('The call has ended'), { once: true });
          signal.throwIfAborted();
          send({ jsonrpc: '2.0', id, ...request }).catch(reject);
        });
      } finally {
        clearTimeout(timer);
        leave?.();
      }
    },
    answer(session, message) {
      const { id, ...answer } = readMembers(message);
      return post.send(nameQuestion(session, String(id)), answer);
    },
  };
}

/** Tells the client that its answer is no longer waited for. */
const withdraw = (requestId: string): JSONRPCNotification => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId, reason: 'Nobody answered in time' },
});

interface Posted {
  readonly request: Request;
  readonly body: unknown;
  readonly principal: string;
  /** Whether a question can reach the client before the answer. */
  readonly streams: boolean;
}

export interface LegacySessions {
  /** Answers what concerns the session alone; everything else by `serve`. */
  handle(posted: Posted, serve: () => Promise<Response>): Promise<Response>;
  /**
   * Of a batch: hears which of its requests are cancelled before their turn has come. Returns what has to be called when
   * none is left.
   */
  hearCancelled(
    posted: Pick<Posted, 'request' | 'principal'>,
    requestIds: readonly unknown[],
    onCancelled: (requestId: unknown) => void,
  ): Promise<() => void>;
  /** The server for a request that was passed on to `serve`. */
  connect(request: Request | undefined, connection: Connection): Server;
}

const header = 'mcp-session-id';

export function createLegacySessions(
  tokens: readonly AccessToken[],
  createServer: CreateServer,
  state: State,
): LegacySessions {
  const { seal, open } = createSessionSeal(tokens, state);
  const calls = createOpenCalls(state.post);
  const sessions = new WeakMap<
    Request,
    { readonly session: Session; readonly requestId: unknown; readonly streams: boolean }
  >();

  /** Takes what a client says without a call of its own; undefined when it is a call. */
  async function takeWord({ key }: Session, body: unknown): Promise<Response | undefined> {
    const { method, params } = readMembers(body);
    if (method === 'notifications/cancelled') {
      await calls.cancel(key, readMembers(params)['requestId']);
      return new Response(null, { status: 202 });
    }
    if (method !== undefined || Array.isArray(body)) return undefined;
    if (await calls.answer(key, body)) return new Response(null, { status: 202 });
    return rpcError(
      400,
      'No question of this session waits for this answer here: its time is over, its call has ended, or another process asked it',
      -32600,
    );
  }

  return {
    async handle({ request, body, principal, streams }, serve) {
      const { id: requestId, method, params } = readMembers(body);
      if (method === 'initialize') {
        const response = await serve();
        const session = response.status === 200 ? await seal(params, principal) : undefined;
        if (session !== undefined) response.headers.set(header, session);
        return response;
      }
      const id = request.headers.get(header);
      // Protocol 2026-07-28 knows no sessions.
      if (id === null || !(await isLegacyRequest(request, body))) return serve();
      const session = await open(id, principal);
      if (session === undefined) return rpcError(404, 'Session not found; initialize again');
      const response = await takeWord(session, body);
      if (response !== undefined) return response;
      sessions.set(request, { session, requestId, streams });
      return serve();
    },
    async hearCancelled({ request, principal }, requestIds, onCancelled) {
      const id = request.headers.get(header);
      const session = id === null ? undefined : await open(id, principal);
      if (session === undefined) return () => undefined;
      // A call whose turn comes listens in place of this.
      const leave = requestIds.map((each) => calls.begin(session.key, each, () => onCancelled(each)));
      return () => {
        for (const each of leave) each();
      };
    },
    connect(request, connection) {
      const posted = request === undefined ? undefined : sessions.get(request);
      if (posted === undefined) return createServer(connection);
      const { session, requestId, streams } = posted;
      const legacyClient = {
        client: session.client,
        canAsk: session.canAsk && streams,
        ask: (...question: Parameters<LegacyClient['ask']>) => calls.ask(session.key, ...question),
      };
      const server = createServer({ ...connection, legacyClient });
      if (requestId !== undefined)
        server.onclose = calls.begin(session.key, requestId, () => void server.close());
      return server;
    },
  };
}
