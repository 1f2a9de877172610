/**
 * GET /entity-groups/{token or external id}; the legacy GET /groups/{token} and POST /groups/{token}/notes.
 * Sources: https://developer.alloy.com/public/reference/entity-groups and
 * https://developer.alloy.com/public/reference/groups
 */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from './account.ts';
import { agentEmail } from './agents.ts';
import type { Env } from './app-env.ts';
import { buildEntityGroup } from './entity-group-answer.ts';
import { notAuthorized } from './errors.ts';
import type { LegacyGroup } from './group-store.ts';
import { parseBody } from './json-body.ts';
import { buildLegacyGroup } from './legacy-group-answer.ts';

export function registerGroupRoutes(app: Hono<Env>, account: Account): void {
  app.get('/entity-groups/:entity_token_or_external_id', (context) => {
    const group = account.groups.find(context.req.param('entity_token_or_external_id'));
    if (group === undefined) throw notAuthorized('entity_group');
    return context.json(buildEntityGroup(account, group));
  });

  app.get('/groups/:entity_token', (context) =>
    context.json(buildLegacyGroup(account, findLegacyGroup(account, context.req.param('entity_token')))),
  );

  app.post('/groups/:group_token/notes', async (context) => {
    const group = findLegacyGroup(account, context.req.param('group_token'));
    const { note, note_author_agent_email } = await parseBody(context, noteBody);
    return context.json(account.groups.addLegacyNote(group, note, note_author_agent_email ?? null));
  });
}

/** Alloy marks neither member as required; a note without text would say nothing. */
const noteBody = z.looseObject({
  note: z.string().min(1),
  note_author_agent_email: agentEmail.nullish(),
});

/** Unknown groups are refused as unknown entities are: Alloy lists no errors for these operations. */
function findLegacyGroup(account: Account, id: string): LegacyGroup {
  const group = account.groups.findLegacy(id);
  if (group === undefined) throw notAuthorized('group');
  return group;
}
