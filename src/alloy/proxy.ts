/**
 * HTTPS_PROXY, ALL_PROXY, HTTP_PROXY and NO_PROXY -> the proxy that calls to Alloy go through. Pure. No standard says how
 * they are read; this does what curl does (https://everything.curl.dev/usingcurl/proxies/env.html), and takes HTTP_PROXY
 * where only that one is set, as undici does: Alloy is reached by https alone.
 */

import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../base/errors.ts';
import type { Secrets } from '../base/secrets.ts';
import { isLoopback } from './base-url.ts';

export interface HttpProxy {
  /** The variable that names it. */
  readonly variable: string;
  /** Scheme, host and port, e.g. `http://proxy.example:3128`. */
  readonly origin: string;
  /** Host and port, for people. */
  readonly host: string;
  /** Value of the header Proxy-Authorization: a secret. */
  readonly authorization?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The first that is set counts, in lower case before upper case. Undefined where Alloy is reached without one: this
 * machine always is. Throws a ConfigurationError that repeats nothing of the variable.
 */
export function chooseProxy(env: Variables, baseUrl: string, secrets?: Secrets): HttpProxy | undefined {
  const target = new URL(baseUrl);
  if (isLoopback(target.hostname) || isExcepted(target, read(env, 'NO_PROXY')?.value ?? '')) return undefined;
  const found = read(env, 'HTTPS_PROXY') ?? read(env, 'ALL_PROXY') ?? read(env, 'HTTP_PROXY');
  return found === undefined ? undefined : parseProxy(found.variable, found.value, secrets);
}

function read(env: Variables, name: string): { variable: string; value: string } | undefined {
  for (const variable of [name.toLowerCase(), name]) {
    const value = env[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return undefined;
}

function parseProxy(variable: string, value: string, secrets: Secrets | undefined): HttpProxy {
  // curl takes a bare host and port for an HTTP proxy, and so do people.
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    !/^[\w.-]+$|^\[/.test(url.hostname)
  ) {
    throw new ConfigurationError(
      `${variable} is not the address of an HTTP proxy (SOCKS is not supported); write it like http://user:password@proxy.example:3128, or name Alloy's host in NO_PROXY`,
    );
  }
  const proxy = { variable, origin: url.origin, host: url.host };
  if (url.username === '' && url.password === '') return proxy;
  const [user, password] = [decode(url.username), decode(url.password)];
  const pair = `${user}:${password}`;
  const encoded = Buffer.from(pair).toString('base64');
  // A user's name is a word like others, unless it is all there is.
  secrets?.remember(variable, [encoded, pair, ...(password === '' ? [user] : [password, url.password])]);
  return { ...proxy, authorization: `Basic ${encoded}` };
}

/** A per cent sign that encodes nothing stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether NO_PROXY names the host: as itself or a domain above it, an address or a range of them, or `*`. */
function isExcepted({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy
    .toLowerCase()
    .split(/[\s,;]+/)
    .some((entry) => {
      // `name:port`, `[::1]:port`; what has more colons is an address itself.
      const [, name = entry, wanted] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
      return (wanted === undefined || wanted === actualPort) && names(name.replace(/^\[|\]$/g, ''), host);
    });
}

function names(entry: string, host: string): boolean {
  if (entry === '*') return true;
  if (isIP(host) !== 0) return isInRange(host, entry);
  const name = entry.replace(/^\*?\.|\.$/g, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function isInRange(address: string, entry: string): boolean {
  const [start = '', length] = entry.split('/');
  const family = isIP(start);
  if (family === 0) return false;
  const [type, bits] = family === 4 ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
  const prefix = length === undefined ? bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) return false;
  const range = new BlockList();
  range.addSubnet(start, prefix, type);
  return range.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
