/**
 * Allow and deny lists: /lists. Sources: https://developer.alloy.com/public/reference/lists and Alloy's OpenAPI of
 * April 2024, which has the bodies, the answers and the errors.
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { AlloyError } from '../errors.ts';
import { parseBody, parseJson, parseValue } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { parseQueryNumber } from '../http/query.ts';
import type { List, ListKind } from '../records/lists.ts';
import { buildListEntry, isInForce, type ListEntryBody, listEntryBody } from '../records/lists.ts';
import { formatDate, type Json, optionalText, trimmedText } from '../values.ts';

/** Alloy requires no member, but a list without a name is hardly meant: refused. */
const newList = z
  .strictObject({
    listName: trimmedText,
    isBlacklist: z.boolean().optional(),
    isWhitelist: z.boolean().optional(),
    description: optionalText,
  })
  .superRefine(({ isBlacklist, isWhitelist }, context) => {
    // A list that both denies and allows is not described anywhere: refused.
    if (isBlacklist && isWhitelist)
      context.addIssue({
        code: 'custom',
        path: ['isWhitelist'],
        message: 'must not be true beside isBlacklist',
        params: { type: 'any.invalid' },
      });
  });

const listMeta = z.strictObject({
  listName: trimmedText.optional(),
  description: optionalText,
});

/** Alloy limits the lists of each kind, to a number that is not public. */
export const maximumListsOfKind = 10;

/** The customer's number in the details of errors. */
const customerId = 1;

const pageSize = { minimum: 1, fallback: 20, maximum: 1000 };

export function registerListRoutes(app: Hono<Env>, account: Account): void {
  const { lists } = account;
  const envelope = (status_code: number) => ({ status_code, error: null, timestamp: account.now() });

  app.use('/lists/*', async (context, next) => {
    await next();
    if (context.error !== undefined) context.res = await dropEvaluationMembers(context.res);
  });

  app.get('/lists', (context) =>
    context.json({ ...envelope(200), data: [...lists.all()].map((list) => buildList(list, account.now())) }),
  );

  app.post('/lists', async (context) => {
    const {
      listName: name,
      isBlacklist = false,
      isWhitelist = false,
      description,
    } = await parseBody(context, newList);
    // Which of the two comes first is our choice: a call that is sent again hears that its list is there.
    if (lists.findByName(name) !== undefined) throw nameExists({ customerId, listName: name });
    const kind = isBlacklist ? 'deny' : isWhitelist ? 'allow' : 'neither';
    const ofKind = [...lists.all()].filter((list) => list.kind === kind);
    if (ofKind.length >= maximumListsOfKind) throw notAllowed(kind);
    const list = lists.create({ name, kind, description: description ?? null });
    return context.json({ ...envelope(201), list_token: list.token }, 201);
  });

  app.get('/lists/:list_token', (context) => {
    const list = findList(account, context.req.param('list_token'));
    const records = parseQueryNumber(context, 'records', pageSize);
    const offset = parseQueryNumber(context, 'offset', { minimum: 0, fallback: 0 });
    const data = list.entries.slice(offset, offset + records);
    const total = list.entries.length;
    const address = (from: number) => `${formatAddress(context, list)}?records=${records}&offset=${from}`;
    return context.json({
      ...envelope(200),
      name: list.name,
      list_token: list.token,
      data,
      // What Alloy says at the ends is not public; null is our choice.
      paging: {
        next: offset + data.length < total && data.length > 0 ? address(offset + records) : null,
        previous: offset > 0 ? address(Math.max(0, offset - records)) : null,
        total_records: total,
        page_records: data.length,
        offset,
      },
    });
  });

  const answerWrite = (context: Context<Env>, list: List, added: number) =>
    context.json({
      ...envelope(200),
      name: list.name,
      list_token: list.token,
      data: `${new URL(context.req.url).protocol}//${formatAddress(context, list)}`,
      records_added: added,
      total_records: list.entries.length,
    });

  app.post('/lists/:list_token', async (context) => {
    const list = findList(account, context.req.param('list_token'));
    // Without a body there is nothing to add: refused, though Alloy does not mark it required.
    const body: ListEntryBody = parseValue(await parseJson(context), listEntryBody);
    lists.append(list, buildListEntry(body));
    return answerWrite(context, list, 1);
  });

  app.put('/lists/:list_token', async (context) => {
    const list = findList(account, context.req.param('list_token'));
    const body = parseValue(await parseJson(context), z.array(listEntryBody));
    lists.replace(list, body.map(buildListEntry));
    return answerWrite(context, list, body.length);
  });

  app.put('/lists/:list_token/meta', async (context) => {
    const list = findList(account, context.req.param('list_token'));
    const { listName, description } = await parseBody(context, listMeta);
    if (listName !== undefined) {
      const owner = lists.findByName(listName);
      if (owner !== undefined && owner !== list) throw nameExists({ listName });
      list.name = listName;
    }
    if (description !== undefined) list.description = description;
    return context.json({ ...envelope(201), list_token: list.token }, 201);
  });
}

/** `entities_count` leaves out the expired rows; the paging of the list itself counts every row that it shows. */
function buildList(list: List, now: number): Json {
  return {
    list_token: list.token,
    name: list.name,
    is_blacklist: list.kind === 'deny',
    is_whitelist: list.kind === 'allow',
    description: list.description,
    created_at: formatDate(list.createdAt),
    entities_count: list.entries.filter((entry) => isInForce(entry, now)).length,
  };
}

/** Without scheme, and without the version of the API: so Alloy's examples spell it. */
function formatAddress(context: Context<Env>, list: List): string {
  return `${new URL(context.req.url).host}/lists/${list.token}`;
}

/** Errors of this family have neither tokens nor a workflow version, all others do. */
async function dropEvaluationMembers(response: Response): Promise<Response> {
  const { status_code, error, timestamp } = errorBody.parse(await response.json());
  return new Response(JSON.stringify({ status_code, error, timestamp }), response);
}

const errorBody = z.object({ status_code: z.number(), error: z.unknown(), timestamp: z.number() });

function findList(account: Account, token: string): List {
  const list = account.lists.find(token);
  if (list === undefined)
    throw new AlloyError(404, 4042, 'Not Found', 'There is no such list', { details: { list_token: token } });
  return list;
}

function nameExists(details: Json): AlloyError {
  return new AlloyError(409, 4091, 'LIST_NAME_EXISTS', 'Another list has this name', { details });
}

function notAllowed(kind: ListKind): AlloyError {
  const message = `The account has ${maximumListsOfKind} lists of this kind, as many as it may`;
  const details = { customerId, isBlacklist: kind === 'deny', isWhitelist: kind === 'allow' };
  return new AlloyError(403, 4033, 'NEW_LIST_NOT_ALLOWED', message, { details });
}
