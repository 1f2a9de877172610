/**
 * What a request line may ask for. A whole URL in there names the host, whatever the Host header says
 * (https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2), so it has to be one that is served too.
 */
import { validateHostHeader } from '@modelcontextprotocol/server';

export interface TargetRefusal {
  readonly status: 400 | 403;
  readonly message: string;
}

/** Undefined for a path, and for a URL of a host that is served. */
export function refuseTarget(target: string, hosts: readonly string[]): TargetRefusal | undefined {
  if (target.startsWith('/')) return undefined;
  // Nothing that programs read differently: user info, backslashes, an empty host.
  const authority = /^https?:\/\/([^/?#@\\\s]+)(?:[/?#][^\\]*)?$/i.exec(target)?.[1];
  if (authority === undefined) return { status: 400, message: 'Ask for a path, such as /mcp' };
  return validateHostHeader(authority, [...hosts]).ok
    ? undefined
    : { status: 403, message: 'Invalid Host: the request asks for a host that is not served here' };
}
