/**
 * Names that requests may be addressed to, and pages they may come from: as people write them in settings, and as the
 * headers Host and Origin name them. Both sides come down to the form that URLs have
 * (https://url.spec.whatwg.org/#host-serializing), so that what looks the same is the same.
 */
import { isIP, isIPv4 } from 'node:net';
import { ConfigurationError } from '../../base/errors.ts';

/** Nothing that programs read differently: user info, backslashes, an empty host. */
const authorityForm = /^[^/?#@\\\s]+$/;

/**
 * The host of an authority such as `MCP.example.com.:443`, as `mcp.example.com`; IPv6 in brackets; undefined for what is
 * no authority. A port says nothing: proxies leave it out, or name their own.
 */
export function readHostName(authority: string): string | undefined {
  return authorityForm.test(authority) ? readUrl(`http://${authority}`)?.name : undefined;
}

/** The forms that an allow-list may have for the Origin of a page, from the widest; undefined for `null` and the like. */
export function readOriginForms(origin: string): readonly string[] | undefined {
  const [, scheme, authority = ''] = /^([a-z][a-z\d+.-]*:\/\/)(.+)$/i.exec(origin) ?? [];
  if (scheme === undefined || !authorityForm.test(authority)) return undefined;
  const url = readUrl(origin);
  return url && [url.name, `${url.name}:${url.port}`, url.origin];
}

interface Named {
  readonly scheme: string;
  readonly name: string;
  /** The scheme's own when there is no other. */
  readonly port: string;
  readonly origin: string;
}

/** Schemes that no page has as its origin, though addresses begin so. */
const pageless: ReadonlySet<string> = new Set([
  'ws:',
  'wss:',
  'ftp:',
  'ftps:',
  'file:',
  'data:',
  'blob:',
  'about:',
]);

/** Addresses that mean all of a machine's, to which nobody sends. */
const allAddresses: ReadonlySet<string> = new Set(['0.0.0.0', '[::]', '[::ffff:0:0]']);

const ownPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function readUrl(text: string): Named | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port } = new URL(text);
  // The dot of the root names the same host.
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const origin = `${protocol}//${name}${port && `:${port}`}`;
  return name === ''
    ? undefined
    : { scheme: protocol, name, port: port || (ownPorts[protocol] ?? ''), origin };
}

/** An entry of ALLOY_MCP_ALLOWED_HOSTS, of which the name counts: `host`, `host:port`, `https://host/mcp`, `::1`. */
export function parseAllowedHost(entry: string): string {
  const setting = 'ALLOY_MCP_ALLOWED_HOSTS (--allowed-hosts)';
  const { scheme, name } = parseEntry(entry, setting);
  if (allAddresses.has(name))
    refuse(setting, entry, 'that is listened on by --host; name what clients call the server by');
  if (scheme === undefined || scheme in ownPorts) return name;
  return refuse(setting, entry, 'requests come by http and https only');
}

/**
 * An entry of ALLOY_MCP_ALLOWED_ORIGINS. A name alone allows its pages by any scheme and port; a scheme or a port in
 * the entry has to be the page's too.
 */
export function parseAllowedOrigin(entry: string): string {
  const setting = 'ALLOY_MCP_ALLOWED_ORIGINS (--allowed-origins)';
  if (entry.toLowerCase() === 'null')
    refuse(setting, entry, 'pages without an origin (files, sandboxed frames) cannot be told apart');
  const { scheme, name, givenPort, origin } = parseEntry(entry, setting);
  if (scheme !== undefined && pageless.has(scheme))
    refuse(
      setting,
      entry,
      `no page comes by ${scheme}//; name the page that calls, like https://app.example.com`,
    );
  if (scheme !== undefined) return origin;
  return givenPort === undefined ? name : `${name}:${givenPort}`;
}

/** ALLOY_MCP_HOST, an address or a name; IPv6 without brackets, as sockets want it. */
export function parseListenAddress(text: string): string {
  const setting = 'ALLOY_MCP_HOST (--host)';
  const { scheme, name, givenPort, path } = parseEntry(text, setting);
  if (scheme !== undefined || givenPort !== undefined || path !== undefined)
    refuse(setting, text, 'it is an address or a name alone; the port is given by --port');
  return name.replace(/^\[|\]$/g, '');
}

/** As it stands in a URL. */
export const formatHost = (host: string) => (host.includes(':') ? `[${host}]` : host);

function parseEntry(entry: string, setting: string) {
  if (entry.includes('*')) refuse(setting, entry, 'stars are not understood; name each one');
  if (isNetwork(entry)) refuse(setting, entry, 'ranges of addresses are not understood; name each one');
  const text = isIP(entry) === 6 ? `[${entry}]` : entry;
  const [, scheme, authority = '', path] =
    /^(?:([a-z][a-z\d+.-]*:)\/\/)?([^/?#@\\\s]*[^/?#@\\\s:])(\/[^?#\\\s]*)?$/i.exec(text) ?? [];
  const url = readUrl(`${scheme ?? 'http:'}//${authority}`);
  const bare = authority.replace(/:\d+$/, '');
  const isName =
    url !== undefined &&
    (url.name.startsWith('[') || /^(?!.*\.\.)[a-z\d_](?:[a-z\d_.-]*[a-z\d_])?$/.test(url.name)) &&
    // A number alone would be read as an address.
    (!isIPv4(url.name) || isIPv4(bare.replace(/\.$/, '')));
  if (!isName) return refuse(setting, entry, 'that is not the name of a host, like mcp.example.com');
  const givenPort = bare === authority ? undefined : authority.slice(bare.length + 1);
  return { ...url, scheme: scheme?.toLowerCase(), givenPort, path };
}

/** An address and the length of its prefix, or its mask. */
function isNetwork(entry: string): boolean {
  const [, address = ''] = /^(?:[a-z]+:\/\/)?\[?([^/\]]+)\]?\/[\d.]+$/i.exec(entry) ?? [];
  return isIP(address) !== 0;
}

function refuse(setting: string, entry: string, reason: string): never {
  // What stands before an @ may be a password.
  const shown = entry.includes('@') ? 'an entry with an @' : entry.slice(0, 100);
  throw new ConfigurationError(`${setting} holds ${shown}: ${reason}`);
}
