/**
 * Why there is no connection to Alloy, and what to do about it. All of it is from before a request: nothing was sent, so
 * that what may pass by itself is tried again, whatever the request is.
 */

import { CallError, hints } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import { isLoopback } from './base-url.ts';
import type { HttpProxy } from './proxy.ts';

/** Where connections lead. */
export interface Way {
  /** Alloy's host, and its port unless it is the usual one. */
  readonly host: string;
  readonly proxy?: HttpProxy | undefined;
}

/** `peer` is whom the failed step was to lead to. */
export function describeConnectFailure(
  error: Error,
  { host, proxy }: Way,
  peer: 'Alloy' | 'proxy',
): CallError {
  // The address guard has said what there is to say.
  if (error instanceof CallError) return error;
  const code = readErrorCode(error);
  const fault = findTlsFault(code);
  const whom = peer === 'proxy' ? nameProxy(proxy) : host;
  const through = peer === 'Alloy' && proxy !== undefined ? `, through ${nameProxy(proxy)}` : '';
  const message =
    fault === undefined
      ? `No connection to ${peer === 'proxy' ? whom : `Alloy at ${host}`} (${code})${through}; nothing was sent`
      : `${fault.what(whom)} (${code})${through}; nothing was sent`;
  return new CallError('unreachable', message, {
    sent: 'no',
    // A certificate does not change by asking again.
    ...(fault === undefined ? {} : { final: true }),
    hint: fault?.hint ?? (proxy === undefined ? adviseDirect(host) : adviseProxy(proxy)),
    cause: error,
  });
}

/** The proxy answered, and gave no way to Alloy. */
export function describeRefusal(status: number, { host, proxy }: Way): CallError {
  // 407 by the book (RFC 9110, 15.5.8); tinyproxy says 401 to those that are wrong.
  const wantsCredentials = status === 407 || status === 401;
  const hint = wantsCredentials
    ? `Whoever runs this server must give user and password of the proxy, as in ${proxy?.variable}=http://user:password@host:port; signs in them are percent-encoded.`
    : `Whoever runs this server must have ${host} allowed at the proxy, or name it in NO_PROXY where it is reached without one.`;
  return new CallError(
    'unreachable',
    `No way to Alloy: ${nameProxy(proxy)} ${wantsCredentials ? 'does not take its credentials' : `refuses ${host}`} (HTTP ${status}); nothing was sent`,
    { sent: 'no', hint, ...(status < 500 ? { final: true } : {}) },
  );
}

const nameProxy = (proxy: HttpProxy | undefined) => `the proxy ${proxy?.host} (${proxy?.variable})`;

const adviseDirect = (host: string) =>
  isLoopback(host.replace(/:\d+$/, ''))
    ? hints.unreachable
    : `${hints.unreachable} Where Alloy is reached through a proxy only, HTTPS_PROXY has to name it, and NO_PROXY must not name Alloy's host.`;

const adviseProxy = ({ variable }: HttpProxy) =>
  `Whoever runs this server should check the proxy that ${variable} names, or name Alloy's host in NO_PROXY where it is reached without one.`;

interface TlsFault {
  readonly what: (whom: string) => string;
  readonly hint: string;
}

const faults = {
  name: {
    what: (whom) => `The certificate that answers for ${whom} is of another name`,
    hint: 'Whoever runs this server must check the host in ALLOY_BASE_URL, and whether a proxy answers in its place.',
  },
  time: {
    what: (whom) => `The certificate of ${whom} is not valid at this time`,
    hint: 'Whoever runs this server must check the clock of its machine. Where that is right, the certificate has to be renewed, by Alloy or by whoever runs the proxy in between.',
  },
  trust: {
    what: (whom) => `The certificate of ${whom} is not trusted here`,
    hint: "Its authority is none that Node knows: in companies often that of a proxy that looks into TLS. Whoever runs this server must put the authority's certificate (PEM) into a file, name the file in NODE_EXTRA_CA_CERTS, and start the server anew.",
  },
  handshake: {
    what: (whom) => `The TLS handshake with ${whom} failed`,
    hint: 'Whoever runs this server must check ALLOY_BASE_URL, and which proxy or firewall in between does not speak TLS as Alloy does.',
  },
} as const satisfies Readonly<Record<string, TlsFault>>;

/** Undefined for faults of the network: codes of the system (ECONNRESET) and of the HTTP client (UND_ERR_...). */
function findTlsFault(code: string): TlsFault | undefined {
  if (/^(?:EPROTO$|ERR_SSL_)/.test(code)) return faults.handshake;
  if (/ALTNAME|HOSTNAME/.test(code)) return faults.name;
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return faults.time;
  if (code.startsWith('ERR_TLS_')) return faults.handshake;
  // All others that Node has are of certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes
  return /^(?:E[A-Z0-9]+$|EAI_|ERR_|UND_ERR_|HPE_|unknown)/.test(code) ? undefined : faults.trust;
}
