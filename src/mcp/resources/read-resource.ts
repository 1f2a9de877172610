/**
 * Address -> contents. A record is read by its tool and a document by the way its tool takes, so that whatever holds
 * for calls holds here; what the client may not call it cannot read either.
 */

import { CallError, type ErrorKind, hints } from '../../base/errors.ts';
import { readMembers } from '../../base/values.ts';
import type { CallContext } from '../../calls/call-context.ts';
import { findMimeType } from '../../calls/document.ts';
import type { ToolResult } from '../../calls/result.ts';
import type { Surface } from '../../registry/surface.ts';
import { isAnswerUri } from '../../results/answer-store.ts';
import type { AnswerContent } from '../../results/read-answer.ts';
import { references } from './references.ts';
import { findTemplates, parseUri, type Template } from './templates.ts';

export interface Readers {
  /** Runs a tool; throws a ConfirmationRequired when a person has to confirm it first, and nothing else. */
  readonly execute: (name: string, input: unknown, context: CallContext) => Promise<ToolResult>;
  /** Bytes of a document; throws a CallError. */
  readonly readDocument: (
    entityToken: string,
    documentToken: string,
    context: CallContext,
  ) => Promise<Uint8Array>;
  /** A whole answer that was cut, in parts; throws a CallError. */
  readonly readAnswer: (uri: string, context: CallContext) => Promise<readonly AnswerContent[]>;
  /** Everything about a tool, for looking it up; undefined for names that there are none of. */
  readonly describeTool: (name: string) => object | undefined;
}

/** A record that could not be read, in the words of the tool. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, hint: string) {
    super(`${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`);
    this.kind = kind;
  }
}

type Content =
  | { readonly mimeType: string; readonly text: string; readonly _meta?: Record<string, unknown> }
  | { readonly mimeType: string; readonly blob: string };

/** Of one resource, or of the parts that it is told in. */
export type Contents = readonly (Content & { readonly uri: string })[];

/** Undefined for an address that nothing is at; throws a ReadFailure or whatever `execute` throws. */
export async function readResource(
  uri: string,
  surface: Surface,
  load: () => Promise<Readers>,
  context: CallContext,
): Promise<Contents | undefined> {
  if (isAnswerUri(uri)) return (await load()).readAnswer(uri, context).catch(failReading);
  const content = await readSingle(uri, surface, load, context);
  return content === undefined ? undefined : [{ uri, ...content }];
}

async function readSingle(
  uri: string,
  surface: Surface,
  load: () => Promise<Readers>,
  context: CallContext,
): Promise<Content | undefined> {
  const reference = references.find((each) => each.uri === uri);
  if (reference !== undefined)
    return { mimeType: 'text/markdown', text: surface.rename(reference.format(surface.isVisible)) };
  for (const template of findTemplates(surface)) {
    const variables = parseUri(template, uri);
    if (variables !== undefined) return read(template, variables, surface, await load(), context);
  }
  return undefined;
}

async function read(
  { reads }: Template,
  variables: Readonly<Record<string, string>>,
  { find }: Surface,
  { execute, readDocument, describeTool }: Readers,
  context: CallContext,
): Promise<Content | undefined> {
  // Its own address is read before any template is looked at.
  if (reads.kind === 'answer') return undefined;
  if (reads.kind === 'tool') {
    const name = find(variables['name'] ?? '')?.listing.name;
    const described = name === undefined ? undefined : describeTool(name);
    return described && { mimeType: 'application/json', text: JSON.stringify(described) };
  }
  if (reads.kind === 'document') {
    const { entity_token = '', document_token = '' } = variables;
    const content = await readDocument(entity_token, document_token, context).catch(failReading);
    return { mimeType: findMimeType(content), blob: Buffer.from(content).toString('base64') };
  }
  const input = Object.entries(reads.arguments).map(([variable, argument]) => [
    argument,
    variables[variable],
  ]);
  const { isError, structuredContent } = await execute(reads.tool, Object.fromEntries(input), context);
  const { result, error, ...about } = readMembers(structuredContent);
  if (isError === true) throw readFailure(error);
  return { mimeType: 'application/json', text: JSON.stringify(result), _meta: formatMeta(about) };
}

function failReading(error: unknown): never {
  if (!(error instanceof CallError)) throw error;
  throw new ReadFailure(error.kind, error.message, hints[error.kind]);
}

/** What a reader has to know of the result; what to call next is for those who call. */
const told = ['environment', 'status', 'notice', 'left_out'];

function formatMeta(about: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    told.filter((key) => Object.hasOwn(about, key)).map((key) => [`alloy-mcp/${key}`, about[key]]),
  );
}

/** The error of our own envelope. */
function readFailure(error: unknown): ReadFailure {
  const { kind, message, hint } = readMembers(error);
  return new ReadFailure(isKind(kind) ? kind : 'internal', String(message), String(hint));
}

function isKind(kind: unknown): kind is ErrorKind {
  return typeof kind === 'string' && Object.hasOwn(hints, kind);
}
