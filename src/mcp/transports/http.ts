/**
 * MCP over Streamable HTTP at /mcp, without stored sessions, for clients of protocol 2026-07-28 and of 2025 alike. A request has to
 * name a host that is served, come from no foreign web page, and carry the bearer token when there is one.
 */
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  type AuthInfo,
  createMcpHandler,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
  readRequestBody,
} from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { SecretSource } from '../../base/secret-source.ts';
import type { State } from '../../state/state.ts';
import type { Connection, CreateServer } from '../server.ts';
import { type AccessToken, createPrincipalFinder } from './access-tokens.ts';
import { answerBatch, isServedBatch } from './batch.ts';
import { type ConnectionLimits, limitConnections } from './connection-limits.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { explainTooLarge, maxBodyBytes } from './message-limits.ts';
import { createNarrowing, type Narrowing } from './narrowing.ts';
import { normaliseMessage } from './received-message.ts';
import { refuseTarget, type TargetRefusal } from './request-target.ts';
import { rpcError } from './rpc-error.ts';

export interface HttpOptions {
  readonly createServer: CreateServer;
  /** By what a client may choose less than the operator offers. */
  readonly narrowing: Narrowing;
  readonly host: string;
  readonly port: number;
  /** Whoever sends one of these is let in; everybody when there are none. */
  readonly tokens: SecretSource<readonly AccessToken[]>;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** What /healthz answers. */
  readonly health: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly onError: (error: Error) => void;
  /** In place of the usual ones. */
  readonly limits?: Partial<ConnectionLimits>;
}

export interface HttpService {
  /** e.g. `http://127.0.0.1:3000/mcp` */
  readonly url: string;
  /** Takes no more requests, lets those under way finish for a moment, then ends. */
  stop(): Promise<void>;
}

const graceMs = 5000;

export async function startHttp(options: HttpOptions): Promise<HttpService> {
  const { createServer, host, port, health, onError } = options;
  const hosts = [...localhostAllowedHostnames(), host, ...options.allowedHosts];
  const origins = [...localhostAllowedOrigins(), ...options.allowedOrigins];
  /** What is known of the sender of each request; the SDK hands its key on to the factory of servers as it is. */
  const connections = new WeakMap<AuthInfo, Connection>();
  const sessions = createLegacySessions(options.tokens.current(), createServer, options.state);
  const mcp = createMcpHandler(
    ({ authInfo, requestInfo }) => {
      const connection = authInfo === undefined ? undefined : connections.get(authInfo);
      if (connection === undefined) throw new Error('A request got past the check of its sender');
      return sessions.connect(requestInfo, connection);
    },
    { onerror: onError, maxRequestBodySize: maxBodyBytes },
  );
  const narrow = createNarrowing(options.narrowing);
  const findPrincipal = createPrincipalFinder(options.tokens);

  const app = new Hono();
  app.use(async ({ req: { raw } }, next) => {
    const refusal = hostHeaderValidationResponse(raw, hosts) ?? originValidationResponse(raw, origins);
    if (refusal !== undefined) return refusal;
    await next();
    return undefined;
  });
  app.get('/healthz', (context) => context.json(health));
  // Browsers ask before they send; foreign origins never get this far.
  app.use(
    '/mcp',
    cors({
      origin: (origin) => origin,
      allowMethods: ['POST'],
      exposeHeaders: ['mcp-protocol-version', 'mcp-session-id', 'www-authenticate'],
    }),
  );
  app.all('/mcp', async ({ req: { raw } }) => {
    const principal = findPrincipal(raw.headers.get('authorization'));
    if (principal === undefined) return unauthorized();
    const narrowed = narrow(raw);
    if (typeof narrowed === 'string') return rpcError(400, -32600, narrowed);
    const authInfo = { token: '', clientId: principal, scopes: [] };
    connections.set(authInfo, { principal, ...narrowed });
    // Read once here, so that the SDK need not copy the request to read it twice.
    if (raw.method !== 'POST' || raw.headers.get('content-type')?.startsWith('application/json') !== true)
      return mcp.fetch(raw, { authInfo });
    const body = await readRequestBody(raw, maxBodyBytes);
    if (body.tooLarge) return rpcError(413, -32600, explainTooLarge(maxBodyBytes));
    let parsedBody: unknown;
    try {
      parsedBody = JSON.parse(body.text);
    } catch {
      return rpcError(400, -32700, 'Parse error: the body is not JSON');
    }
    const answer = (message: unknown) => {
      normaliseMessage(message);
      return sessions.handle({ request: raw, body: message, principal }, () =>
        mcp.fetch(raw, { authInfo, parsedBody: message }),
      );
    };
    return Array.isArray(parsedBody) && (await isBatch(raw, parsedBody))
      ? answerBatch(parsedBody, answer)
      : answer(parsedBody);
  });
  app.notFound(
    () => new Response('Not found. MCP is served at /mcp, the health check at /healthz.\n', { status: 404 }),
  );
  app.onError((error) => {
    onError(error);
    return rpcError(500, -32603, 'Internal error');
  });

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  let stopping = false;
  const http = createHttpServer((incoming, outgoing) => {
    outgoing.shouldKeepAlive &&= !stopping;
    outgoing.once('close', () => {
      // Of an answer that had begun before: its client has not been told that the connection ends.
      if (stopping) http.closeIdleConnections();
    });
    const refusal = refuseTarget(incoming.url ?? '', hosts);
    if (refusal === undefined) void listener(incoming, outgoing);
    else refuse(outgoing, refusal);
  });
  const open = limitConnections(http, options.limits);
  const address = await listen(http, host, port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address}/mcp`,
    stop: async () => {
      // A client that keeps its connection busy would otherwise be served until the grace ends, and then be cut off.
      stopping = true;
      for (const outgoing of open) outgoing.shouldKeepAlive = false;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeIdleConnections();
      const timer = setTimeout(() => http.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      await mcp.close();
    },
  };
}

function listen(http: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Batches that the SDK refuses are left to it: those that are empty or too long, or that hold an introduction. */
async function isBatch(request: Request, body: readonly unknown[]): Promise<boolean> {
  return isServedBatch(body) && (await isLegacyRequest(request, body));
}

function refuse(outgoing: ServerResponse, { status, message }: TargetRefusal): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null });
  outgoing.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
}

function unauthorized(): Response {
  const response = rpcError(
    401,
    -32001,
    'Send the bearer token of this server: Authorization: Bearer <ALLOY_MCP_TOKEN>',
  );
  response.headers.set('www-authenticate', 'Bearer realm="alloy-mcp"');
  return response;
}
