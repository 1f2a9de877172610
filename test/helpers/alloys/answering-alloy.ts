/**
 * An Alloy on loopback for tests that share one: it answers by what is asked, not by turn. A request that it has no
 * answer for fails the test when it is stopped.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ReceivedRequest {
  readonly method: string;
  /** With its query, e.g. `/v1/evaluations/S-1?fullData=true`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Resolves when the client goes away before it has been answered. */
  readonly abandoned: Promise<void>;
}

export interface GivenAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. */
  readonly body: unknown;
}

export interface AnsweringAlloy {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves with the request of that number (from 0) once it has come. */
  received(index: number): Promise<ReceivedRequest>;
  /** Rejects when a request came that `answer` had nothing for. */
  stop(): Promise<void>;
}

export async function startAnsweringAlloy(
  answer: (request: ReceivedRequest) => GivenAnswer | undefined | Promise<GivenAnswer | undefined>,
): Promise<AnsweringAlloy> {
  const requests: ReceivedRequest[] = [];
  const unexpected: string[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (incoming, response) => {
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const request: ReceivedRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      abandoned,
    };
    requests.push(request);
    for (const look of waiting) look();
    const given = await answer(request);
    if (given === undefined) unexpected.push(`${request.method} ${request.path}`);
    const { status = 200, headers = {}, body } = given ?? { status: 599, body: 'unexpected' };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    received: (index) =>
      new Promise((resolve) => {
        const look = () => {
          const request = requests[index];
          if (request === undefined) return;
          waiting.delete(look);
          resolve(request);
        };
        waiting.add(look);
        look();
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (unexpected.length > 0) throw new Error(`requests that no test expects: ${unexpected.join(', ')}`);
    },
  };
}
