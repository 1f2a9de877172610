/** Ways for a loopback Alloy to answer, or not to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, Reply } from './loopback-alloy.ts';

type Headers = Readonly<Record<string, string>>;

export const answerJson =
  (status: number, body: unknown, headers: Headers = {}): Behaviour =>
  () => ({ status, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

/** With no other headers than these. */
export const answerBytes =
  (status: number, body: string | Uint8Array = '', headers: Headers = {}): Behaviour =>
  ({ response }) => {
    response.writeHead(status, headers).end(body);
    return 'handled';
  };

/** These very bytes on the wire, after which the connection ends. */
export const answerRaw =
  (bytes: string): Behaviour =>
  ({ socket }) => {
    socket.end(bytes);
    return 'handled';
  };

/** Some of an answer, then a reset of the connection. */
export const answerReset =
  (bytes = ''): Behaviour =>
  async ({ socket }): Promise<Reply> => {
    if (bytes !== '') {
      await new Promise((resolve) => socket.write(bytes, resolve));
      // A reset discards what the other side has not read yet; either way the answer is not whole.
      await sleep(20);
    }
    socket.resetAndDestroy();
    return 'handled';
  };

/** These bytes again and again, as long as the connection lasts. */
export const answerDrip =
  (start: string, drop: string): Behaviour =>
  async ({ socket }): Promise<Reply> => {
    socket.on('error', () => undefined);
    socket.write(start);
    while (!socket.destroyed) {
      await sleep(10);
      socket.write(drop);
    }
    return 'handled';
  };

export const answerNothing: Behaviour = () => 'handled';
