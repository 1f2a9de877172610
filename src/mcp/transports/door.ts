/**
 * Whose requests are heard at all: they are addressed to a name that is served, and come from no foreign web page, or a
 * page could reach a server on its reader's own machine
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 */
import type { IncomingMessage } from 'node:http';
import { cleanText } from '../../base/visible-text.ts';
import { readHostName, readOriginForms } from './allowed-names.ts';
import { createSparingLog, type Warn } from './sparing-log.ts';

export interface Refusal {
  readonly status: 400 | 403;
  readonly message: string;
}

export interface DoorOptions {
  /** As `readHostName` writes them. */
  readonly hosts: readonly string[];
  /** As one of the forms of `readOriginForms`. */
  readonly origins: readonly string[];
  /** Told what was refused, and by which setting it would be allowed. */
  readonly warn: Warn;
  /** Paths that are served whatever the host is called and whoever asks: probes ask by an address that nobody knows ahead. */
  readonly open: ReadonlySet<string>;
}

export function createDoor({ hosts, origins, warn, open }: DoorOptions) {
  const log = createSparingLog(warn);
  const served = new Set(hosts);
  const allowed = new Set(origins);

  function refuseName(header: 'Host' | 'Origin', name: string, setting: string): Refusal {
    const shown = name.slice(0, 200);
    const advice = `if it is meant to be, add it to ${setting}`;
    const key = header.toLowerCase();
    log(`${key} ${shown}`, { [key]: shown, setting }, `refused a request by its ${header}; ${advice}`);
    return { status: 403, message: `Invalid ${header}: ${shown} is not served here; ${advice}` };
  }

  /** What no setting allows has its line too, or nobody learns why a client is not served. */
  function refuseUnusable(status: Refusal['status'], header: 'Host' | 'Origin', text: string, why: string) {
    // What stands before an @ may be a password.
    const shown = cleanText(text.replace(/^.*@/s, '...@'), 200);
    const key = header.toLowerCase();
    log(
      `${key} ${shown}`,
      { [key]: shown },
      `refused a request by its ${header}, which cannot be allowed: ${why}`,
    );
    return { status, message: `Invalid ${header}: ${why}` };
  }

  function refuseHost(authority: string | undefined): Refusal | undefined {
    const name = authority === undefined ? undefined : readHostName(authority);
    if (name === undefined) return refuseUnusable(400, 'Host', authority ?? '', 'it names no host');
    if (served.has(name)) return undefined;
    return refuseName('Host', name, 'ALLOY_MCP_ALLOWED_HOSTS (--allowed-hosts)');
  }

  function refuseOrigin(origin: string): Refusal | undefined {
    const forms = readOriginForms(origin);
    if (forms?.some((form) => allowed.has(form)) === true) return undefined;
    if (forms === undefined) return refuseUnusable(403, 'Origin', origin, 'pages without one are refused');
    return refuseName('Origin', forms.at(-1) ?? origin, 'ALLOY_MCP_ALLOWED_ORIGINS (--allowed-origins)');
  }

  /** Undefined for a request that is heard. */
  return ({ url = '', headersDistinct }: IncomingMessage): Refusal | undefined => {
    const { host = [], origin = [] } = headersDistinct;
    if (host.length > 1) return refuseUnusable(400, 'Host', host.join(' and '), 'there is more than one');
    const target = readTarget(url);
    if (target === undefined) return { status: 400, message: 'Ask for a path, such as /mcp' };
    if (open.has(target.path)) return undefined;
    // A whole URL names the host, whatever the header says: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    const byTarget = target.authority === undefined ? undefined : refuseHost(target.authority);
    return byTarget ?? refuseHost(host[0]) ?? origin.filter(Boolean).map(refuseOrigin).find(Boolean);
  };
}

/** A request line's path without its query and a slash at its end, and the authority of a whole URL; undefined for what is neither. */
export function readTarget(
  target: string,
): { readonly authority?: string; readonly path: string } | undefined {
  const [match, authority, path = ''] =
    /^(?:https?:\/\/([^/?#@\\\s]+))?(\/[^?#\\]*)?(?:[?#][^\\]*)?$/i.exec(target) ?? [];
  if (match === undefined || (authority === undefined && path === '')) return undefined;
  const bare = path.replace(/(?<=.)\/$/, '') || '/';
  return authority === undefined ? { path: bare } : { authority, path: bare };
}
