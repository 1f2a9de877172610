/**
 * MCP over Streamable HTTP at /mcp, without stored sessions, for clients of protocol 2026-07-28 and of 2025 alike. A request has to
 * name a host that is served, come from no foreign web page, and carry the bearer token when there is one.
 */
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  type AuthInfo,
  createMcpHandler,
  isJsonContentType,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  readRequestBody,
} from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { isCompressed } from '../../base/content-encoding.ts';
import type { SecretSource } from '../../base/secret-source.ts';
import { readMembers } from '../../base/values.ts';
import type { State } from '../../state/state.ts';
import type { Connection, CreateServer } from '../server.ts';
import { type AccessToken, createPrincipalFinder } from './access-tokens.ts';
import { formatHost, readHostName } from './allowed-names.ts';
import { giveForm } from './answer-form.ts';
import { answerBatch, isServedBatch, listCancelled } from './batch.ts';
import { type ConnectionLimits, limitConnections } from './connection-limits.ts';
import { createDoor, type Refusal, readTarget } from './door.ts';
import { createHealthCheck, healthPath } from './health.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { type AnswerForm, chooseForm } from './media-types.ts';
import { explainTooLarge, maxBodyBytes } from './message-limits.ts';
import { createNarrowing, type Narrowing } from './narrowing.ts';
import { asksForAnswer, normaliseMessage, parseMessage, readRequestId } from './received-message.ts';
import { buildRpcError, renumber, rpcError } from './rpc-error.ts';
import { createSparingLog, type Warn } from './sparing-log.ts';

export interface HttpOptions {
  readonly createServer: CreateServer;
  /** By what a client may choose less than the operator offers. */
  readonly narrowing: Narrowing;
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whoever sends one of these is let in; everybody when there are none. */
  readonly tokens: SecretSource<readonly AccessToken[]>;
  /** As `parseAllowedHost` and `parseAllowedOrigin` return them. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** What /healthz tells those who may know, beside its status. */
  readonly health: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly onError: (error: Error) => void;
  /** Told of requests and connections that are refused, sparingly. */
  readonly warn: Warn;
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
/** Some messages of the largest size. */
const mostIgnoredBytes = 8 * maxBodyBytes;

export async function startHttp(options: HttpOptions): Promise<HttpService> {
  const { createServer, host, port, onError, warn } = options;
  const refuse = createDoor({
    hosts: [...localhostAllowedHostnames(), formatHost(host), ...options.allowedHosts],
    origins: [...localhostAllowedOrigins(), ...options.allowedOrigins],
    open: new Set([healthPath]),
    warn,
  });
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

  const app = new Hono({ strict: false });
  // Browsers ask before they send; foreign origins never get this far. What is not served says so to a page too.
  app.use(
    cors({
      origin: (origin) => origin,
      allowMethods: ['POST', 'GET', 'DELETE'],
      exposeHeaders: ['mcp-protocol-version', 'mcp-session-id', 'www-authenticate'],
      maxAge: 600,
    }),
  );
  app.all('/mcp', async ({ req: { raw } }) => {
    const principal = findPrincipal(raw.headers.get('authorization'));
    if (principal === undefined) return unauthorized();
    const narrowed = narrow(raw);
    if (typeof narrowed === 'string') return rpcError(400, narrowed, -32600);
    const form = chooseForm(raw.headers.get('accept'));
    const refused = refuseForm(raw, form);
    if (refused !== undefined || form === undefined) return refused;
    const authInfo = { token: '', clientId: principal, scopes: [] };
    connections.set(authInfo, { principal, streams: form !== 'json', ...narrowed });
    // Read once here, so that the SDK need not copy the request to read it twice.
    const read = await readRequestBody(raw, maxBodyBytes);
    if (read.tooLarge) return rpcError(413, explainTooLarge(maxBodyBytes));
    let body: unknown;
    try {
      body = JSON.parse(read.text);
    } catch {
      onError(new Error('The body of a request is not JSON'));
      return rpcError(400, 'Parse error: the body is not JSON', -32700);
    }
    for (const message of Array.isArray(body) ? body : [body]) normaliseMessage(message);
    if (form === 'json' && readMembers(body)['method'] === 'subscriptions/listen')
      return rpcError(406, 'What is listened to comes as a stream: Accept: text/event-stream');
    const request = namesBothForms(raw) ? raw : acceptBothForms(raw);
    const cancelled = new Set(Array.isArray(body) ? listCancelled(body) : []);
    // The SDK hears who goes away while it works, not who has gone before.
    const isWanted = (message: unknown) =>
      !raw.signal.aborted && !(cancelled.size > 0 && cancelled.has(readRequestId(message)));
    const answer = async (message: unknown) => {
      const posted = { request, body: message, principal, streams: form !== 'json' };
      const response = await sessions.handle(posted, async () =>
        isWanted(message)
          ? mcp.fetch(request, { authInfo, parsedBody: message })
          : new Response(null, { status: 202 }),
      );
      // Whether the connection stays is Node's to say, which knows what the client asked for.
      response.headers.delete('connection');
      return renumber(response);
    };
    if (!Array.isArray(body) || !(await isBatch(request, body)))
      return giveForm(await answer(body), form, false);
    const ids = body.filter(asksForAnswer).flatMap((message) => readRequestId(message) ?? []);
    const end = await sessions.hearCancelled({ request, principal }, ids, (id) => cancelled.add(id));
    raw.signal.addEventListener('abort', end);
    const answerEach = async (each: unknown) => refuseMessage(each) ?? answer(each);
    return giveForm(await answerBatch(body, { answer: answerEach, isWanted, end }), form, true);
  });
  app.notFound(notFound);
  app.onError((error) => {
    onError(error);
    return rpcError(500, 'Internal error', -32603);
  });

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  let stopping = false;
  const answerHealth = createHealthCheck({
    details: options.health,
    isKnown: (authorization) =>
      options.tokens.current().length > 0 && findPrincipal(authorization ?? null) !== undefined,
    isStopping: () => stopping,
  });
  // Probes may leave out the host; who else does is refused at the door.
  const http = createHttpServer({ requireHostHeader: false }, (incoming, outgoing) => {
    outgoing.shouldKeepAlive &&= !stopping;
    outgoing.once('close', () => {
      // Of an answer that had begun before: its client has not been told that the connection ends.
      if (stopping) http.closeIdleConnections();
    });
    const refusal = refuse(incoming);
    if (refusal !== undefined) sendRefusal(incoming, outgoing, refusal);
    else if (readTarget(incoming.url ?? '')?.path === healthPath) answerHealth(incoming, outgoing);
    else {
      // Its own spelling of IPv6 addresses is the only one that hono takes.
      incoming.headers.host = readHostName(incoming.headers.host ?? '');
      void listener(incoming, outgoing);
    }
  });
  const log = createSparingLog(warn);
  const open = limitConnections(http, options.limits, (limit) =>
    log('connections', { limit }, 'refused a connection: as many are open as there may be'),
  );
  const bound = await listen(http, host, port);
  return {
    url: `http://${formatHost(reachable[host] ?? host)}:${bound}/mcp`,
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

/** Addresses that mean all of a machine's lead nowhere everywhere else. */
const reachable: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

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

/** What is wrong with a message before it is read. */
function refuseForm({ method, headers }: Request, form: AnswerForm | undefined): Response | undefined {
  if (method !== 'POST') {
    const response = rpcError(405, 'Send messages by POST: no stream is kept for GET, no session for DELETE');
    response.headers.set('allow', 'POST');
    return response;
  }
  if (!isJsonContentType(headers.get('content-type')))
    return rpcError(415, 'The Content-Type has to be application/json');
  if (isCompressed(headers.get('content-encoding') ?? '')) {
    const response = rpcError(415, 'Send the body as it is: a compressed one (Content-Encoding) is not read');
    response.headers.set('accept-encoding', 'identity');
    return response;
  }
  if (form !== undefined) return undefined;
  return rpcError(
    406,
    'Answers are application/json or text/event-stream, and the Accept header takes neither',
  );
}

/** As the SDK looks for them. */
function namesBothForms({ headers }: Request): boolean {
  const accept = headers.get('accept') ?? '';
  return accept.includes('application/json') && accept.includes('text/event-stream');
}

/** Without its body, which has been read. */
function acceptBothForms({ url, method, headers, signal }: Request): Request {
  const both = new Headers(headers);
  both.set('accept', 'application/json, text/event-stream');
  return new Request(url, { method, headers: both, signal });
}

/** Batches that the SDK refuses are left to it: those that are empty or too long, or that hold an introduction. */
async function isBatch(request: Request, body: readonly unknown[]): Promise<boolean> {
  const messages = body.filter((message) => typeof parseMessage(message) !== 'string');
  return isServedBatch(body) && messages.length > 0 && (await isLegacyRequest(request, messages));
}

/** Of a batch each message is judged by itself. */
function refuseMessage(message: unknown): Response | undefined {
  const fault = parseMessage(message);
  if (typeof fault !== 'string') return undefined;
  if (!asksForAnswer(message)) return new Response(null, { status: 202 });
  const error = { code: -32600, message: `Invalid request: ${fault}` };
  return Response.json({ jsonrpc: '2.0', id: readRequestId(message) ?? null, error });
}

/**
 * Who is still sending would lose the answer when the connection is closed over unread bytes, so that these are let go by
 * first; not without end. How long that may take is the same as for every request.
 */
function sendRefusal(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, message }: Refusal,
): void {
  const body = Buffer.from(JSON.stringify(buildRpcError(message, status)));
  const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'close' };
  outgoing.writeHead(status, headers).write(body);
  let left = mostIgnoredBytes;
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) outgoing.end();
  });
  incoming.once('end', () => outgoing.end());
}

function unauthorized(): Response {
  const message = 'Send the bearer token of this server: Authorization: Bearer <ALLOY_MCP_TOKEN>';
  const response = rpcError(401, message);
  response.headers.set('www-authenticate', 'Bearer realm="alloy-mcp"');
  return response;
}

/**
 * In the form of OAuth's errors, because clients that are asked for a token look for OAuth at several addresses and show
 * what the last of them answers: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
function notFound(): Response {
  return Response.json(
    {
      error: 'not_found',
      error_description:
        'There is no OAuth here: send the token of this server as Authorization: Bearer <ALLOY_MCP_TOKEN>. MCP is served at /mcp, the health check at /healthz.',
    },
    { status: 404 },
  );
}
