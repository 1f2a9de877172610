/**
 * `/healthz`, for probes: whether the process serves. Whoever runs it, by the token or from this machine, also learns
 * its version and environment.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findAddressFault } from '../../alloy/address-guard.ts';
import { readHostName } from './allowed-names.ts';
import { readTarget } from './door.ts';

export const healthPath = '/healthz';

export interface HealthOptions {
  readonly details: Readonly<Record<string, unknown>>;
  /** Whether the request carries a token of this service. */
  readonly isKnown: (authorization: string | undefined) => boolean;
  readonly isStopping: () => boolean;
}

/** Status 200 with `{"status": "ok"}`, 503 with `{"status": "stopping"}`; 405 for what is no question. */
export function createHealthCheck({ details, isKnown, isStopping }: HealthOptions) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const asks = ['GET', 'HEAD'].includes(incoming.method ?? '');
    const status = isStopping() ? 503 : 200;
    const state = { status: status === 200 ? 'ok' : 'stopping' };
    const maySee = isKnown(incoming.headers.authorization) || isFromHere(incoming);
    const body = asks ? { ...state, ...(maySee && details) } : { error: 'Ask by GET or HEAD' };
    outgoing.writeHead(asks ? status : 405, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(!asks && { allow: 'GET, HEAD' }),
    });
    outgoing.end(JSON.stringify(body));
  };
}

/** Of proxies, and of pages. */
const signsOfOthers = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'origin'];

/** From this machine by one of its own names: a proxy beside the server, or a page that made its name lead here, is neither. */
function isFromHere({ socket, headers, url = '' }: IncomingMessage): boolean {
  const host = readHostName(readTarget(url)?.authority ?? headers.host ?? '') ?? '';
  const isLocal = (address: string) => findAddressFault(address) === 'loopback';
  return (
    isLocal(socket.remoteAddress ?? '') &&
    (host === 'localhost' || isLocal(host)) &&
    signsOfOthers.every((name) => headers[name] === undefined)
  );
}
