/**
 * /custom-lists. Answers have no envelope. Bodies of errors are not public for this family: they come in the common
 * envelope. Source: https://developer.alloy.com/public/reference/custom-lists
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { AlloyError, badRequest, conflict, fieldError, notFound } from '../errors.ts';
import { parseBody, parseJson } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type CustomList, type CustomListVersion, findLatest, findLive } from '../records/custom-lists.ts';
import { type Json, optionalText, trimmedText } from '../values.ts';
import { formatVersion, planVersion } from './custom-version.ts';

const newCustomList = z.strictObject({
  name: trimmedText,
  description: optionalText,
});

const customListPatch = z.strictObject({
  name: trimmedText.optional(),
  description: optionalText,
});

export function registerCustomListRoutes(app: Hono<Env>, account: Account): void {
  const { customLists } = account;

  // Alloy's pages name 403 for callers without the permission, not who they are: here the keys of one workflow.
  app.use('/custom-lists/*', async (context, next) => {
    if (context.get('caller').kind === 'workflow')
      throw new AlloyError(403, 4031, 'Forbidden', 'Custom lists need an API key of the account');
    await next();
  });

  app.get('/custom-lists', (context) => context.json([...customLists.all()].map(buildCustomList)));

  app.post('/custom-lists', async (context) => {
    const { name, description } = await parseBody(context, newCustomList);
    checkName(account, name);
    return context.json(buildCustomList(customLists.create(name, description ?? null)), 201);
  });

  app.get('/custom-lists/:custom_list_token', (context) => {
    const list = findCustomList(account, context.req.param('custom_list_token'));
    // Where the versions stand in Alloy's answer is not public; their rows come with the single version only.
    return context.json({
      ...buildCustomList(list),
      active_major_version: list.activeMajor,
      versions: list.versions.map((version) => ({
        ...buildVersionHead(version),
        row_count: version.data.length,
        live: version === findLive(list),
      })),
    });
  });

  app.patch('/custom-lists/:custom_list_token', async (context) => {
    const list = findCustomList(account, context.req.param('custom_list_token'));
    const { name, description } = await parseBody(context, customListPatch);
    if (name === undefined && description === undefined)
      throw fieldError('value', 'object.missing', 'must contain at least one of [name, description]');
    if (name !== undefined) {
      checkName(account, name, list);
      list.name = name;
    }
    if (description !== undefined) list.description = description;
    return context.json(buildCustomList(list));
  });

  app.post('/custom-lists/:custom_list_token/versions', async (context) => {
    const list = findCustomList(account, context.req.param('custom_list_token'));
    const { version, major } = planVersion(list, await parseJson(context));
    return context.json(buildVersion(customLists.addVersion(list, version, major)), 201);
  });

  app.get('/custom-lists/:custom_list_token/versions/:version', (context) => {
    const { custom_list_token: token, version: asked } = context.req.param();
    const list = findCustomList(account, token);
    if (!/^\d{1,9}\.\d{1,9}$/.test(asked))
      throw badRequest('A version is spelled major.minor, e.g. 1.0', { version: asked });
    const version = list.versions.find((each) => formatVersion(each) === asked);
    if (version === undefined) throw unknownVersion(list, { version: asked });
    return context.json(buildVersion(version));
  });

  app.post('/custom-lists/:custom_list_token/activate/:major_version', (context) => {
    const { custom_list_token: token, major_version: asked } = context.req.param();
    const list = findCustomList(account, token);
    if (!/^\d{1,9}$/.test(asked))
      throw badRequest('A major version is a whole number', { major_version: asked });
    const major = Number(asked);
    const live = findLatest(list, major);
    if (live === undefined) throw unknownVersion(list, { major_version: asked });
    list.activeMajor = major;
    // Whether Alloy answers with a body is not public; ours tells what evaluations match against from now on.
    return context.json(
      { ...buildCustomList(list), active_major_version: major, live_version: formatVersion(live) },
      201,
    );
  });
}

function buildCustomList({ token, name, description }: CustomList): Json {
  return { custom_list_token: token, name, description };
}

function buildVersionHead(version: CustomListVersion): Json {
  const { notes, changelog, columns } = version;
  return { version: formatVersion(version), notes, changelog, columns };
}

function buildVersion(version: CustomListVersion): Json {
  return { ...buildVersionHead(version), data: version.data };
}

function findCustomList(account: Account, token: string): CustomList {
  if (!/^CI-[\dA-Za-z]{20}$/.test(token))
    throw badRequest('A custom list token is CI- and 20 letters and digits', { custom_list_token: token });
  const list = account.customLists.find(token);
  if (list === undefined) throw notFound('There is no such custom list', { custom_list_token: token });
  return list;
}

function unknownVersion(list: CustomList, asked: Readonly<Record<string, string>>): AlloyError {
  return notFound('The list has no such version', { custom_list_token: list.token, ...asked });
}

function checkName(account: Account, name: string, self?: CustomList): void {
  const owner = account.customLists.findByName(name);
  if (owner !== undefined && owner !== self) throw conflict('Another custom list has this name', { name });
}
