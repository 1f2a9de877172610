/**
 * Clients of protocol 2025 over HTTP. Each of their requests meets a server of its own, which would know nothing of
 * the client and could not be answered; a session that says all by itself (`session-seal.ts`) joins them, without any
 * state in between. Only what is under way waits in this process: an answer to a question, or the cancelling of a
 * call, has to reach the process that asks or works.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management
 */
import { isLegacyRequest, type Server } from '@modelcontextprotocol/server';
import type { AccessToken } from '../access-tokens.ts';
import { readMembers } from '../read-members.ts';
import type { Connection, CreateServer, Introduction } from '../server.ts';
import { createOpenCalls } from './open-calls.ts';
import { rpcError } from './rpc-error.ts';
import { createSessionSeal, type Session } from './session-seal.ts';

export interface Posted {
  readonly request: Request;
  readonly body: unknown;
  readonly principal: string;
}

export interface LegacySessions {
  /** Answers what concerns the session alone; everything else by `serve`. */
  handle(posted: Posted, serve: () => Promise<Response>): Promise<Response>;
  /** The server for a request that was passed on to `serve`. */
  connect(request: Request | undefined, connection: Connection): Server;
}

const header = 'mcp-session-id';

export function createLegacySessions(
  tokens: readonly AccessToken[],
  createServer: CreateServer,
): LegacySessions {
  const { seal, open } = createSessionSeal(tokens);
  const calls = createOpenCalls();
  const sessions = new WeakMap<Request, { readonly session: Session; readonly requestId: unknown }>();

  /** Takes what a client says without a call of its own; undefined when it is a call. */
  function takeWord({ key }: Session, body: unknown): Response | undefined {
    const { method, params } = readMembers(body);
    if (method === 'notifications/cancelled') {
      calls.cancel(key, readMembers(params)['requestId']);
      return new Response(null, { status: 202 });
    }
    if (method !== undefined || Array.isArray(body)) return undefined;
    if (calls.answer(key, body)) return new Response(null, { status: 202 });
    return rpcError(
      400,
      -32600,
      'No question of this session waits for this answer here: its time is over, its call has ended, or another process asked it',
    );
  }

  return {
    async handle({ request, body, principal }, serve) {
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
      if (session === undefined) return rpcError(404, -32001, 'Session not found; initialize again');
      const response = takeWord(session, body);
      if (response !== undefined) return response;
      sessions.set(request, { session, requestId });
      return serve();
    },
    connect(request, connection) {
      const posted = request === undefined ? undefined : sessions.get(request);
      if (posted === undefined) return createServer(connection);
      const { session, requestId } = posted;
      const introduction = {
        client: session.client,
        canAsk: session.canAsk,
        ask: (...question: Parameters<Introduction['ask']>) => calls.ask(session.key, ...question),
      };
      const server = createServer({ ...connection, introduction });
      if (requestId !== undefined)
        server.onclose = calls.begin(session.key, requestId, () => void server.close());
      return server;
    },
  };
}
