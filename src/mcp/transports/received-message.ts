/**
 * What clients send -> JSON-RPC messages as the MCP SDK takes them, or what is wrong with them. Members of the protocol
 * that are null mean the same as none: clients in languages where absent is null write them. Arguments of tools and what
 * people fill into forms are not the protocol's, and stay as they came.
 * https://www.jsonrpc.org/specification
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type JSONRPCMessage,
  parseJSONRPCMessage,
} from '@modelcontextprotocol/server';
import {
  isContainer,
  isObject,
  type Members,
  parseContainer,
  readMembers,
  showPath,
} from '../../base/values.ts';

/** Changes the message. */
export function normaliseMessage(message: unknown): void {
  if (!isObject(message)) return;
  const { method, params, result } = message;
  const isNotification = typeof method === 'string' && method.startsWith('notifications/');
  if (method === undefined) repairAnswer(message);
  for (const [name, member] of Object.entries(message)) {
    // Without its id a request would be a notification, which nobody answers.
    if (member === null && (name !== 'id' || isNotification)) Reflect.deleteProperty(message, name);
  }
  if (isObject(params)) normaliseParams(params, method);
  dropNulls(result, ['content']);
}

function normaliseParams(params: Members, method: unknown): void {
  // Required, so that they cannot be left out.
  if (method === 'initialize') replaceNull(params, 'capabilities');
  replaceNull(params['_meta'], CLIENT_CAPABILITIES_META_KEY);
  parseArguments(params);
  dropNulls(params, method === 'tools/call' ? ['arguments', 'inputResponses'] : ['inputResponses']);
  for (const response of Object.values(readMembers(params['inputResponses'])))
    dropNulls(response, ['content']);
  keepUnsafeName(params['arguments']);
}

/** Whoever asked the client waits for an answer; one that is none is an error, so that nobody waits for ever. */
function repairAnswer(message: Members): void {
  const { id, result, error } = message;
  if (!isRequestId(id) || !('result' in message || 'error' in message)) return;
  const { code, message: text } = readMembers(error);
  const isError = Number.isInteger(code) && typeof text === 'string';
  if (isObject(result) ? error === undefined || error === null : isError && (result ?? null) === null) return;
  Reflect.deleteProperty(message, 'result');
  Reflect.set(message, 'error', {
    code: -32600,
    message: 'The client answered with neither a result nor an error',
  });
}

function replaceNull(holder: unknown, name: string): void {
  if (isObject(holder) && holder[name] === null) Reflect.set(holder, name, {});
}

/** Arguments as JSON in a text, as models and some clients write them. */
function parseArguments(params: Members): void {
  const { arguments: given } = params;
  if (typeof given !== 'string') return;
  const parsed = parseContainer(given);
  if (isObject(parsed)) Reflect.set(params, 'arguments', parsed);
  else if (given.trim() === '') Reflect.deleteProperty(params, 'arguments');
}

/** The protocol's own members lie far less deep. */
const deepest = 32;

/** Of an object and all below it, apart from those members of itself. */
function dropNulls(value: unknown, except: readonly string[] = [], depth = 0): void {
  if (!isContainer(value) || depth > deepest) return;
  for (const [name, member] of Object.entries(value)) {
    // An item of a list has its place.
    if (member === null && !Array.isArray(value)) Reflect.deleteProperty(value, name);
    else if (!except.includes(name)) dropNulls(member, [], depth + 1);
  }
}

const unsafe = '__proto__';
const kept = `"${unsafe}"`;

/**
 * The SDK copies the arguments of a message into a new object, which loses a member named `__proto__` without a word.
 * In quotes it reaches the check of arguments, which refuses it by name.
 */
function keepUnsafeName(args: unknown): void {
  if (!isObject(args) || !Object.hasOwn(args, unsafe)) return;
  const value = Object.getOwnPropertyDescriptor(args, unsafe)?.value;
  Reflect.deleteProperty(args, unsafe);
  Reflect.set(args, kept, value);
}

/** The message, or a sentence on what is wrong with it that quotes nothing of it. */
export function parseMessage(message: unknown): JSONRPCMessage | string {
  try {
    return parseJSONRPCMessage(message);
  } catch {
    return findFault(message);
  }
}

function findFault(message: unknown): string {
  if (!isObject(message)) return 'a message is one object of JSON';
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0') return 'jsonrpc has to be "2.0"';
  if (id !== undefined && !isRequestId(id)) return 'id has to be a text or a whole number';
  if (method === undefined)
    return 'result' in message || 'error' in message ? 'its answer is none' : 'it has no method';
  if (typeof method !== 'string') return 'method has to be a text';
  if (params !== undefined && !isObject(params)) return 'params has to be an object';
  const meta = readMembers(params)['_meta'];
  if (meta !== undefined && !isObject(meta)) return 'params._meta has to be an object';
  if (!isRequestId(readMembers(meta)['progressToken'] ?? ''))
    return 'params._meta.progressToken has to be a text or a whole number';
  const foreign = Object.keys(message).find((name) => !['jsonrpc', 'id', 'method', 'params'].includes(name));
  return foreign === undefined
    ? 'it is no JSON-RPC message'
    : `${showPath(foreign)} is not a member of a JSON-RPC request`;
}

const isRequestId = (value: unknown): value is string | number =>
  typeof value === 'string' || Number.isSafeInteger(value);

/** The id that an answer may bear. */
export function readRequestId(message: unknown): string | number | undefined {
  const { id } = readMembers(message);
  return isRequestId(id) ? id : undefined;
}

/** Whether whoever sent it waits for an answer, so far as can be seen: not to a notification, nor to an answer. */
export function asksForAnswer(message: unknown): boolean {
  if (!isObject(message)) return true;
  if (typeof message['method'] === 'string') return 'id' in message;
  return !('result' in message || 'error' in message);
}
