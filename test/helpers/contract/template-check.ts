/** What is wrong with a request of a tool: whatever does not follow from its definition, or could be read differently. */

import type { HttpRequest } from '../../../src/alloy/exchange.ts';
import type { Tool } from '../../../src/registry/tool.ts';

export interface Allowed {
  readonly origin: string;
  readonly prefix: string;
  readonly authorization: string;
}

export function listTemplateFaults(tool: Tool, exchange: HttpRequest, allowed: Allowed): readonly string[] {
  const { origin, path, method, headers } = exchange;
  const [pathname = '', query = '', ...more] = path.split('?');
  return [
    ...(origin === allowed.origin ? [] : [`origin ${origin}`]),
    ...(method === tool.method ? [] : [`method ${method}`]),
    ...(more.length === 0 ? [] : ['two question marks']),
    ...(/^[\x21-\x7e]*$/.test(path) && !path.includes('#') ? [] : [`a raw character in ${path}`]),
    ...(new URL(origin + path).pathname === pathname ? [] : [`${pathname} is another path to a URL parser`]),
    ...listPathFaults(tool.path, pathname, allowed.prefix),
    ...listQueryFaults(tool, query),
    ...listHeaderFaults(tool, headers, allowed.authorization),
    ...listBodyFaults(tool, exchange.body),
  ];
}

function listPathFaults(template: string, pathname: string, prefix: string): readonly string[] {
  const wanted = (prefix + template).split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return [`${given.length} segments: ${pathname}`];
  return wanted.flatMap((segment, index) => {
    const part = given[index] ?? '';
    if (!segment.startsWith('{')) return segment === part ? [] : [`${part} in place of ${segment}`];
    let text = part;
    for (let depth = 0; depth < 4; depth += 1) {
      if (/[/\\?#]/.test(text) || /^\s*\.{0,2}\s*$/.test(text) || /[^ -~\x80-\uffff]/.test(text))
        return [`the segment ${part}`];
      text = text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    }
    return [];
  });
}

function listQueryFaults(tool: Tool, query: string): readonly string[] {
  return [...new URLSearchParams(query).keys()].flatMap((key) => {
    const field = /^([^[\]]+)(?:\[.*\])?$/s.exec(key)?.[1] ?? key;
    return Object.hasOwn(tool.query, field) ? [] : [`the query ${JSON.stringify(key)}`];
  });
}

function listHeaderFaults(
  tool: Tool,
  headers: HttpRequest['headers'],
  authorization: string,
): readonly string[] {
  const known = new Set(['accept', 'authorization', 'content-type', ...Object.keys(tool.headers)]);
  return [
    ...Object.entries(headers).flatMap(([name, value]) =>
      known.has(name) && /^[\x20-\x7e]*$/.test(value) ? [] : [`the header ${name}: ${JSON.stringify(value)}`],
    ),
    ...(headers['authorization'] === authorization ? [] : ['other credentials']),
  ];
}

function listBodyFaults({ body: wanted }: Tool, body: HttpRequest['body']): readonly string[] {
  if (wanted === undefined) return body === undefined ? [] : ['a body'];
  if (wanted.kind === 'bytes') return typeof body === 'string' ? ['a text for a file'] : [];
  if (typeof body !== 'string') return ['no JSON body'];
  const value: unknown = JSON.parse(body);
  if (wanted.kind === 'array') return Array.isArray(value) ? [] : ['no array'];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['no object'];
  if (wanted.rest !== undefined) return [];
  return Object.keys(value).flatMap((name) =>
    Object.hasOwn(wanted.fields, name) ? [] : [`the member ${JSON.stringify(name)}`],
  );
}
