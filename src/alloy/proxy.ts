/**
 * HTTPS_PROXY, ALL_PROXY, HTTP_PROXY and NO_PROXY -> the proxy that calls to Alloy go through. Pure. No standard says how
 * they are read; this does what curl does (https://everything.curl.dev/usingcurl/proxies/env.html), and takes HTTP_PROXY
 * where only that one is set, as undici does: Alloy is reached by https alone.
 */

import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../base/errors.ts';
import { cleanText, refuseInvisible, refusePlaceholder } from '../base/given-text.ts';
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
 * The first that is set and names an HTTP proxy counts, in lower case before upper case. Undefined where Alloy is reached
 * without one: this machine always is. Throws a ConfigurationError that repeats nothing of the variable.
 */
export function chooseProxy(env: Variables, baseUrl: string, secrets?: Secrets): HttpProxy | undefined {
  const target = new URL(baseUrl);
  const [except] = read(env, 'NO_PROXY');
  if (isLoopback(target.hostname) || isExcepted(target, except?.value ?? '')) return undefined;
  const found = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY'].flatMap((name) => read(env, name));
  // One of another kind (SOCKS) may be meant for other programs, beside one for this.
  const named = found.find(({ value }) => /^https?$/i.test(readScheme(value) ?? 'http')) ?? found[0];
  return named === undefined ? undefined : parseProxy(named.variable, named.value, secrets);
}

interface NamedProxy {
  readonly variable: string;
  readonly value: string;
}

const read = (env: Variables, name: string): readonly NamedProxy[] =>
  [name.toLowerCase(), name].flatMap((variable) => {
    const value = cleanText(env[variable]);
    return value === undefined ? [] : [{ variable, value }];
  });

const readScheme = (value: string) => /^([a-z][a-z\d+.-]*):\/\//i.exec(value)?.[1];

/**
 * User and password, and host and port, with nothing behind them but a slash. The URL parser ends the host at the first
 * of the signs / ? # \, so that one in a password would make another host of its first part, and show it.
 */
function splitAddress(text: string): readonly [credentials: string, address: string] | undefined {
  const rest = text.slice(text.indexOf('://') + 3).replace(/\/$/, '');
  if (/[/?#\\]/.test(rest)) return undefined;
  const sign = rest.lastIndexOf('@');
  return [rest.slice(0, Math.max(0, sign)), rest.slice(sign + 1)];
}

function parseProxy(variable: string, value: string, secrets: Secrets | undefined): HttpProxy {
  // curl takes a bare host and port for an HTTP proxy, and so do people.
  const text = readScheme(value) === undefined ? `http://${value}` : value;
  const [credentials, address] = splitAddress(text) ?? ['', ''];
  for (const part of [value, address, credentials, ...credentials.split(':')])
    refusePlaceholder(variable, part, false);
  refuseInvisible(variable, value);
  const url = address !== '' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || !/^[\w.-]+$|^\[/.test(url.hostname)) {
    throw new ConfigurationError(
      `${variable} is not the address of an HTTP proxy (SOCKS is not supported); write it like http://user:password@proxy.example:3128, percent-encode signs in user and password (%2F for /, %40 for @, %5C for a backslash), or name Alloy's host in NO_PROXY`,
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

/** Whether NO_PROXY names the host: as itself or a domain above it, an address or a range of them, a URL, or `*`. */
function isExcepted({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy
    .toLowerCase()
    .split(/[\s,;]+/)
    .some((given) => {
      const text = cleanText(given) ?? '';
      const scheme = readScheme(text);
      const [entry = ''] = scheme === undefined ? [text] : text.slice(scheme.length + 3).split(/[/?#]/);
      // `name:port`, `[::1]:port`; what has more colons is an address itself.
      const [, name = entry, wanted = '*'] = /^(\[[^\]]*\]|[^:]*):(\d{1,5}|\*)$/.exec(entry) ?? [];
      return (wanted === '*' || wanted === actualPort) && names(name.replaceAll(/[[\]]/g, ''), host);
    });
}

function names(entry: string, host: string): boolean {
  if (entry === '*') return true;
  if (isIP(host) !== 0) return isInRange(host, entry) || (isIP(host) === 4 && fits(entry, host));
  const name = entry.replace(/^\*?\.|\.?\/?$/g, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`) || fits(name, host));
}

/** `10.*`, `*.west.*`: a star stands for one part, as the last one for all that follow. */
function fits(entry: string, host: string): boolean {
  const [wanted, parts] = [entry.split('.'), host.split('.')];
  if (!wanted.includes('*') || wanted.length > parts.length) return false;
  return (
    wanted.every((part, index) => part === '*' || part === parts[index]) &&
    (wanted.length === parts.length || wanted.at(-1) === '*')
  );
}

function isInRange(address: string, entry: string): boolean {
  const [start = '', length, rest] = entry.split('/');
  const family = isIP(start);
  // What is no number would be read as 0, which is every address.
  if (family === 0 || rest !== undefined || !/^\d{1,3}$/.test(length ?? '0')) return false;
  const [type, bits] = family === 4 ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return false;
  const range = new BlockList();
  range.addSubnet(start, prefix, type);
  return range.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
