/** Whether the request that a tool sends is the one that the facts ask for: every difference as a sentence. */
import { isDeepStrictEqual } from 'node:util';
import type { Arguments, Tool } from '../../../src/registry/tool.ts';
import type { ReceivedRequest } from '../alloys/loopback-alloy.ts';
import type { ToolCaller } from '../clients/tool-caller.ts';
import { beyondFacts, openEnums } from './contract-exceptions.ts';
import { buildExpectedRequest } from './expected-request.ts';
import { listMembers, readAll } from './field-paths.ts';
import type { FieldFacts, Fields, ToolFacts } from './operation-facts.ts';

export interface ContractResult {
  readonly differences: readonly string[];
  /** Paths of the fields that the request holds. */
  readonly sent: ReadonlySet<string>;
}

export interface CheckOptions {
  /** Those of the operation, unless the body has a form of its own (`variants`). */
  readonly fields?: Fields;
  /** The same arguments in the tool's own names, when the call is made in others. */
  readonly meaning?: Arguments;
}

export async function checkCall(
  caller: ToolCaller,
  tool: Tool,
  facts: ToolFacts,
  args: Arguments,
  { fields = facts.operation.fields, meaning = args }: CheckOptions = {},
): Promise<ContractResult> {
  const { result, text, requests } = await caller.call(tool, args);
  const [request, ...more] = requests;
  if (request === undefined || more.length > 0 || result.isError === true) {
    return { differences: [`${requests.length} requests were sent: ${text}`], sent: new Set() };
  }
  const sent = readSent(request);
  return {
    differences: [
      ...compare(request, facts, meaning),
      ...sent.flatMap(([path, value]) => judge(path, value, fields, facts)),
    ],
    sent: new Set(sent.map(([path]) => canonical(path, fields))),
  };
}

function compare(request: ReceivedRequest, facts: ToolFacts, args: Arguments): readonly string[] {
  const expected = buildExpectedRequest(facts, args);
  const [path = '', search = ''] = request.path.split('?');
  const query = [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).sort();
  const body = readBody(request);
  const differences = expected.strays.map((name) => `argument ${name} has no place in the facts`);
  const report = (what: string, is: unknown, shouldBe: unknown) => {
    if (!isDeepStrictEqual(is, shouldBe)) {
      differences.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(shouldBe)}`);
    }
  };
  report('method', request.method, expected.method);
  report('path', path, expected.path);
  report('query', query, expected.query);
  const [first] = expected.bodies;
  const matching = expected.bodies.find((each) => isDeepStrictEqual(each, body)) ?? first;
  reportMembers(body, matching, report);
  report('headers', ownHeaders(request), {
    ...expected.headers,
    ...(body === undefined ? {} : { 'content-type': Buffer.isBuffer(body) ? bytesType : jsonType }),
  });
  return differences;
}

/** Of two objects only the members that differ: whole bodies would hide which. */
function reportMembers(
  body: unknown,
  expected: unknown,
  report: (what: string, is: unknown, shouldBe: unknown) => void,
): void {
  const is = new Map(listMembers(body, 'body'));
  const shouldBe = new Map(listMembers(expected, 'body'));
  if (is.size === 0 || shouldBe.size === 0) {
    report('body', body, expected);
    return;
  }
  for (const path of new Set([...is.keys(), ...shouldBe.keys()])) {
    const isLeaf =
      listMembers(is.get(path), '').length === 0 || listMembers(shouldBe.get(path), '').length === 0;
    if (isLeaf) report(path, is.get(path), shouldBe.get(path));
  }
  // What the paths cannot tell apart: the number and order of items.
  if (!isDeepStrictEqual(body, expected)) report('body', body, expected);
}

const jsonType = 'application/json';
const bytesType = 'application/octet-stream';
/** Of HTTP itself. */
const transportHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept',
  'accept-encoding',
]);

function ownHeaders({ headers }: ReceivedRequest): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !transportHeaders.has(name)));
}

function readBody({ body, headers }: ReceivedRequest): unknown {
  if (body.length === 0) return undefined;
  return headers['content-type'] === jsonType ? JSON.parse(body.toString('utf8')) : body;
}

/** Every field of a request: `query.q.archived`, `headers.alloy-sandbox`, `body.entities[].data`. */
function readSent(request: ReceivedRequest): readonly (readonly [string, unknown])[] {
  const query = [...new URLSearchParams(request.path.split('?')[1] ?? '')].flatMap(([name, value]) => {
    const [outer = '', inner] = name.split(/[[\]]/);
    return inner === undefined
      ? [[`query.${name}`, new SentText(value)] as const]
      : [[`query.${outer}`, {}] as const, [`query.${outer}.${inner}`, new SentText(value)] as const];
  });
  const headers = Object.entries(ownHeaders(request))
    .filter(([name]) => name !== 'authorization' && name !== 'content-type')
    .map(([name, value]) => [`headers.${name}`, new SentText(String(value))] as const);
  const body = readBody(request);
  return [...query, ...headers, ...(Buffer.isBuffer(body) ? [] : listMembers(body, 'body'))];
}

/** A value that travels as text whatever its type. */
class SentText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The facts spell some headers with capitals. */
function canonical(path: string, fields: Fields): string {
  if (!path.startsWith('headers.')) return path;
  return Object.keys(fields).find((field) => field.toLowerCase() === path) ?? path;
}

/** Members below an object of the caller's own are no fields of Alloy's. */
function isFree(path: string, fields: Fields, facts: ToolFacts): boolean {
  const { body } = facts.operation;
  if (body.open === true && path.split('.')[1] === openMember) return true;
  return Object.entries(fields).some(
    ([field, { type }]) =>
      (type === 'object' || type === 'object[]' || type === 'any[]') &&
      (path.startsWith(`${field}.`) || path.startsWith(`${field}[]`)) &&
      !Object.keys(fields).some((other) => other.startsWith(`${field}.`) || other.startsWith(`${field}[].`)),
  );
}

/** What tests put into `additional_fields`. */
export const openMember = 'member_of_my_own';

function judge(path: string, value: unknown, fields: Fields, facts: ToolFacts): readonly string[] {
  const field = fields[canonical(path, fields)];
  if (field === undefined) {
    const isListed = Object.values(beyondFacts[facts.name] ?? {}).some(({ place }) => place === path);
    return isListed || isFree(path, fields, facts) ? [] : [`${path} is not in the facts`];
  }
  const isOpen = openEnums[facts.name]?.[path] !== undefined;
  const fault = findFault(value, isOpen ? { ...field, enum: undefined } : field);
  return fault === undefined ? [] : [`${path} ${fault}: ${JSON.stringify(value)}`];
}

function findFault(value: unknown, field: FieldFacts): string | undefined {
  if (field.readOnly === true) return 'is read-only';
  if (value === null) return field.nullable === true ? undefined : 'must not be null';
  const isText = value instanceof SentText;
  const plain: unknown = isText ? value.text : value;
  if (!hasType(plain, field.type, isText)) return `is no ${field.type}`;
  if (field.enum !== undefined && !field.enum.includes(String(plain)))
    return `is none of ${field.enum.join(', ')}`;
  if (
    field.itemEnum !== undefined &&
    !readAll(plain, '[]').every((item) => field.itemEnum?.includes(String(item)))
  ) {
    return `has items other than ${field.itemEnum.join(', ')}`;
  }
  if (field.maxLength !== undefined && String(plain).length > field.maxLength)
    return `is longer than ${field.maxLength}`;
  if (field.maximum !== undefined && Number(plain) > field.maximum) return `is above ${field.maximum}`;
  if (field.pattern !== undefined && !new RegExp(field.pattern).test(String(plain)))
    return `is not ${field.pattern}`;
  return undefined;
}

function hasType(value: unknown, type: FieldFacts['type'], isText: boolean): boolean {
  const isArrayOf = (test: (item: unknown) => boolean) => Array.isArray(value) && value.every(test);
  const isPlainObject = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);
  const isNumber = isText ? /^-?\d+(\.\d+)?$/.test(String(value)) : typeof value === 'number';
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return isNumber;
    case 'integer':
      return isNumber && Number.isInteger(Number(value));
    case 'boolean':
      return isText ? value === 'true' || value === 'false' : typeof value === 'boolean';
    case 'object':
      return isPlainObject(value);
    case 'object[]':
      return isArrayOf(isPlainObject);
    case 'string[]':
      return isArrayOf((item) => typeof item === 'string');
    case 'any[]':
      return Array.isArray(value);
    case 'string|integer':
      return typeof value === 'string' || Number.isInteger(value);
    case 'string|number|boolean':
      return ['string', 'number', 'boolean'].includes(typeof value);
  }
}
