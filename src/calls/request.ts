/**
 * (tool, arguments) -> HTTP request. Pure. The definition says where each argument goes; nothing is guessed here.
 */

import type { AlloyRequest } from '../alloy/client.ts';
import { CallError } from '../base/errors.ts';
import { isContainer, isObject } from '../base/values.ts';
import { invisible, matchCharacters } from '../base/visible-text.ts';
import {
  type Arguments,
  argumentName,
  type Source,
  type Sources,
  sourceArguments,
  type Tool,
} from '../registry/tool.ts';

export interface RequestDefaults {
  /** For operations that name a workflow by header when the call does not. */
  readonly workflowToken?: string;
}

const workflowHeader = 'alloy-workflow-token';

/** `bytes` is the content for tools that send a file; reading it is the executor's task. */
export function buildRequest(
  tool: Tool,
  args: Arguments,
  defaults: RequestDefaults = {},
  bytes?: Uint8Array,
): AlloyRequest {
  const headers = buildHeaders(tool, args);
  if (workflowHeader in tool.headers && defaults.workflowToken !== undefined) {
    headers[workflowHeader] ??= defaults.workflowToken;
  }
  const body = buildBody(tool, args, bytes);
  if (body !== undefined) {
    headers['content-type'] = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
  }
  return {
    method: tool.method,
    template: tool.path,
    path: buildPath(tool, args),
    query: buildQuery(tool.query, args),
    headers,
    ...(body === undefined ? {} : { body }),
    repeatable: tool.method === 'GET' || (tool.method === 'PUT' && tool.idempotent),
    changes: tool.effect !== 'read',
  };
}

/** The value of one Alloy field: of its one argument, or of its several ones put together into an array. */
function readSource(field: string, source: Source, args: Arguments): unknown {
  const names = sourceArguments(field, source).map(([name]) => name);
  const [name] = names;
  if (name === undefined) return undefined;
  if (names.length === 1) return args[name];
  const given = names.map((each) => args[each]).filter((value) => value !== undefined);
  return given.length === 0 ? undefined : [...new Set(given.flat())];
}

function buildPath(tool: Tool, args: Arguments): string {
  return tool.path.replaceAll(/\{([^{}]+)\}/g, (_, placeholder: string) => {
    const source = tool.params[placeholder];
    const value = source === undefined ? undefined : readSource(placeholder, source, args);
    const [argument] = source === undefined ? [] : sourceArguments(placeholder, source);
    return encodeSegment(argument?.[0] ?? placeholder, value);
  });
}

/** Longer than any id that Alloy documents (60 for accounts); keeps URLs within what proxies take. */
const longestSegment = 256;
const separators = /[/\\?#]/;
/** What is unknown may pass: it is encoded, and means nothing in an address. */
const unseen = matchCharacters(invisible);

/**
 * One segment of a path, encoded. Refuses whatever could leave its segment at Alloy or at a proxy in between: it is
 * looked at as given, after undoing percent-encoding (several times over), and after Unicode normalisation.
 */
function encodeSegment(argument: string, value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const fault = findSegmentFault(text);
  if (fault === undefined) return encodeURIComponent(text);
  throw new CallError('invalid_arguments', `${argument} ${fault}`);
}

function findSegmentFault(text: string): string | undefined {
  if (text === '') return 'is empty; give the token or id';
  if (text.length > longestSegment)
    return `is longer than ${longestSegment} characters; give the token or id alone`;
  if (text !== text.trim()) return 'begins or ends with a space; give the token or id alone';
  for (const form of unfold(text)) {
    if (unseen.test(form)) return 'holds a control or invisible character; give the token or id alone';
    if (separators.test(form)) {
      return 'holds one of / \\ ? # (perhaps encoded), which would change the address; give the token or id alone';
    }
    if (/^\.{1,2}$/.test(form.trim())) return 'is a path step (. or ..); give the token or id';
  }
  return undefined;
}

/** The text in every reading that a server on the way may give it. */
function unfold(text: string): readonly string[] {
  const forms = [text, text.normalize('NFKC')];
  let form = text;
  for (let depth = 0; depth < 4 && form.includes('%'); depth += 1) {
    // Bytes rather than decodeURIComponent: a malformed sequence must not hide a well-formed one beside it.
    const decoded = form.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (decoded === form) break;
    form = decoded;
    forms.push(form, form.normalize('NFKC'));
  }
  return forms;
}

/**
 * Alloy does not document how an object travels in a query. Its nested values are texts of JSON arrays, which only a
 * bracketed form (`q[statuses]=["alert_review"]`) explains, so that is what is sent.
 */
function buildQuery(sources: Sources, args: Arguments): string {
  const pairs = new URLSearchParams();
  for (const [field, source] of Object.entries(sources)) {
    const value = readSource(field, source, args);
    if (value === undefined || value === null) continue;
    if (isObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined || member === null) continue;
        pairs.append(`${field}[${key}]`, Array.isArray(member) ? JSON.stringify(member) : String(member));
      }
    } else {
      pairs.append(field, Array.isArray(value) ? value.join(',') : String(value));
    }
  }
  const query = pairs.toString();
  return query === '' ? '' : `?${query}`;
}

function buildHeaders(tool: Tool, args: Arguments): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [field, source] of Object.entries(tool.headers)) {
    const value = readSource(field, source, args);
    if (value === undefined || value === null) continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    const argument = sourceArguments(field, source)[0]?.[0] ?? argumentName(field);
    // Visible ASCII and inner spaces only: anything else could end the header or be read differently on the way.
    if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) {
      const fault = 'is sent as a header and must be plain ASCII text without line breaks';
      throw new CallError('invalid_arguments', `${argument} ${fault}`);
    }
    headers[field] = text;
  }
  return headers;
}

function buildBody(
  tool: Tool,
  args: Arguments,
  bytes: Uint8Array | undefined,
): string | Uint8Array | undefined {
  const { body } = tool;
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'bytes':
      return bytes;
    case 'array': {
      const [argument] = Object.keys(body.items);
      return JSON.stringify(argument === undefined ? [] : args[argument]);
    }
    case 'json': {
      const members: [string, unknown][] = [];
      for (const [field, source] of Object.entries(body.fields)) {
        const value = readSource(field, source, args);
        if (value !== undefined) members.push([field, value]);
      }
      return JSON.stringify(Object.fromEntries([...members, ...restMembers(body.rest, body.fields, args)]));
    }
    default:
      return body satisfies never;
  }
}

function restMembers(
  rest: Sources | undefined,
  fields: Sources,
  args: Arguments,
): readonly [string, unknown][] {
  const [argument] = Object.keys(rest ?? {});
  const value = argument === undefined ? undefined : args[argument];
  if (argument === undefined || !isContainer(value)) return [];
  const members = Object.entries(value);
  const known = members.find(([name]) => Object.hasOwn(fields, name));
  if (known !== undefined) {
    const path = `${argument}.${known[0]}`;
    const message = `has an argument of its own; give it as ${sourceArguments(known[0], fields[known[0]] ?? {})[0]?.[0] ?? known[0]}`;
    throw new CallError('invalid_arguments', `${path} ${message}`);
  }
  return members;
}
