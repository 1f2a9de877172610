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
  const fault = peer === 'proxy' && isNoHttp(error, code) ? faults.protocol : findTlsFault(code);
  const whom = peer === 'proxy' ? nameProxy(proxy) : host;
  const through = peer === 'Alloy' ? nameWay(proxy) : '';
  const message =
    fault === undefined
      ? `No connection to ${peer === 'proxy' ? whom : `Alloy at ${host}`} (${code})${through}; nothing was sent`
      : `${fault.what(whom)} (${code})${through}; nothing was sent`;
  const setting = peer === 'proxy' && proxy !== undefined ? proxy.variable : 'ALLOY_BASE_URL';
  return new CallError('unreachable', message, {
    sent: 'no',
    // A certificate does not change by asking again.
    ...(fault === undefined ? {} : { final: true }),
    hint: fault?.hint(setting) ?? advise({ host, proxy }),
    cause: error,
  });
}

/** The time was over before there was a connection. */
export function describeLateConnection(way: Way): CallError {
  return new CallError(
    'timeout',
    `There was no connection to Alloy in time${nameWay(way.proxy)}; nothing was sent`,
    { sent: 'no', hint: `${advise(way)} ALLOY_TIMEOUT_MS sets the time.` },
  );
}

/** The proxy answered, and gave no way to Alloy. */
export function describeRefusal(status: number, { host, proxy }: Way): CallError {
  // 407 by the book (RFC 9110, 15.5.8); tinyproxy says 401 to those that are wrong.
  const wantsCredentials = status === 407 || status === 401;
  const [what, hint] = wantsCredentials
    ? [
        'does not take its credentials',
        `Whoever runs this server must give user and password of the proxy, as in ${proxy?.variable}=http://user:password@host:port; signs in them are percent-encoded.`,
      ]
    : status >= 500
      ? [
          `did not reach ${host}`,
          `Try again later. Where it stays so, whoever runs the proxy must see why it does not reach ${host}, or whoever runs this server names the host in NO_PROXY where it is reached without a proxy.`,
        ]
      : [
          `refuses ${host}`,
          `Whoever runs this server must have ${host} allowed at the proxy, or name it in NO_PROXY where it is reached without one.`,
        ];
  return new CallError(
    'unreachable',
    `No way to Alloy: ${nameProxy(proxy)} ${what} (HTTP ${status}); nothing was sent`,
    { sent: 'no', hint, ...(status < 500 ? { final: true } : {}) },
  );
}

const nameProxy = (proxy: HttpProxy | undefined) => `the proxy ${proxy?.host} (${proxy?.variable})`;
const nameWay = (proxy: HttpProxy | undefined) =>
  proxy === undefined ? '' : `, through ${nameProxy(proxy)}`;

function advise({ host, proxy }: Way): string {
  if (proxy !== undefined)
    return `Whoever runs this server should check the proxy that ${proxy.variable} names, or name Alloy's host in NO_PROXY where it is reached without one.`;
  return isLoopback(host.replace(/:\d+$/, ''))
    ? hints.unreachable
    : `${hints.unreachable} Where Alloy is reached through a proxy only, HTTPS_PROXY has to name it, and NO_PROXY must not name Alloy's host.`;
}

/** Faults that stay until somebody changes something. */
interface Fault {
  readonly what: (whom: string) => string;
  /** `setting` names whom the connection leads to. */
  readonly hint: (setting: string) => string;
}

const faults = {
  name: {
    what: (whom) => `The certificate that answers for ${whom} is of another name`,
    hint: (setting) =>
      `Whoever runs this server must check the host in ${setting}, and whether a proxy answers in its place.`,
  },
  time: {
    what: (whom) => `The certificate of ${whom} is not valid at this time`,
    hint: () =>
      'Whoever runs this server must check the clock of its machine. Where that is right, the certificate has to be renewed, by Alloy or by whoever runs the proxy in between.',
  },
  trust: {
    what: (whom) => `The certificate of ${whom} is not trusted here`,
    hint: () =>
      "Its authority is none that Node knows: in companies often that of a proxy that looks into TLS. Whoever runs this server must put the authority's certificate (PEM) into a file, name the file in NODE_EXTRA_CA_CERTS, and start the server anew.",
  },
  handshake: {
    what: (whom) => `The TLS handshake with ${whom} failed`,
    hint: (setting) =>
      `Whoever runs this server must check ${setting}, and which proxy or firewall in between does not speak TLS as Alloy does.`,
  },
  protocol: {
    what: (whom) => `What answers as ${whom} speaks no HTTP`,
    hint: (setting) =>
      `Whoever runs this server must check scheme (http or https), host and port in ${setting}: they have to be those of an HTTP proxy; SOCKS is not supported.`,
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The parser has no code for all that it does not understand. */
const isNoHttp = (error: Error, code: string) => error.name === 'HTTPParserError' || code.startsWith('HPE_');

/** Undefined for faults of the network: codes of the system (ECONNRESET) and of the HTTP client (UND_ERR_...). */
function findTlsFault(code: string): Fault | undefined {
  if (/^(?:EPROTO$|ERR_SSL_)/.test(code)) return faults.handshake;
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) return faults.name;
  if (code.startsWith('ERR_TLS_')) return faults.handshake;
  if (!certificateCodes.has(code)) return undefined;
  return /EXPIRED|NOT_YET_VALID/.test(code) ? faults.time : faults.trust;
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateCodes: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  // All others that OpenSSL has.
  'UNSPECIFIED',
]);
