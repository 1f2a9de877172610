/**
 * GET /entity-groups/{token or external id}; the legacy GET /groups/{token} and POST /groups/{token}/notes. Entity groups
 * show in full when read, without what was never said in answers to events; a legacy group has the form of an entity.
 * Sources: https://developer.alloy.com/public/reference/entity-groups,
 * https://developer.alloy.com/public/docs/onboarding-with-entity-groups and
 * https://developer.alloy.com/public/reference/groups
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { buildEmbeddedNote, buildEntityOverview, buildEvaluationLine } from '../entities/answer.ts';
import { buildListedReview } from '../entities/review-answer.ts';
import { notAuthorized } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { formatEntityName } from '../records/entities.ts';
import type { EntityGroup, LegacyGroup, Relationship } from '../records/groups.ts';
import { agentEmail } from '../settings/agents.ts';
import { filledText, type Json } from '../values.ts';

/** Alloy marks neither member as required; a note without text would say nothing. */
const openNoteBody = z.looseObject({
  note: filledText,
  note_author_agent_email: agentEmail.nullish(),
});

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
    const { note, note_author_agent_email } = await parseBody(context, openNoteBody);
    return context.json(account.groups.addLegacyNote(group, note, note_author_agent_email ?? null));
  });
}

/** Unknown groups are refused as unknown entities are: Alloy lists no errors for these operations. */
function findLegacyGroup(account: Account, id: string): LegacyGroup {
  const group = account.groups.findLegacy(id);
  if (group === undefined) throw notAuthorized('group');
  return group;
}

/** GET /entity-groups/{token}: shares are strings here, numbers in events. */
function buildEntityGroup(account: Account, group: EntityGroup): Json {
  return {
    ...buildStart(group),
    entity_group_relationships: group.relationships.map((relationship) => ({
      ...buildMember(account, relationship),
      title: relationship.title ?? null,
      ownership_percentage: relationship.ownershipPercentage?.toString() ?? null,
      ...buildRest(account, relationship),
    })),
  };
}

/** `data` in the answers to entity_group_* events. */
export function buildEventGroup(account: Account, group: EntityGroup, timestamp: string): Json {
  return {
    ...buildStart(group),
    entity_group_relationships: group.relationships.map((relationship) => {
      const { title, ownershipPercentage } = relationship;
      const { entity_token, name, type } = buildMember(account, relationship);
      return {
        entity_token,
        name,
        ...(title === undefined ? {} : { title }),
        type,
        ...(ownershipPercentage === undefined ? {} : { ownership_percentage: ownershipPercentage }),
        ...buildRest(account, relationship),
      };
    }),
    timestamp,
    _links: { self: { href: `/v1/entity-groups/${group.token}` } },
  };
}

function buildStart(group: EntityGroup): Json {
  return {
    entity_group_token: group.token,
    entity_group_name: group.name,
    entity_group_type: group.type,
    created_at: group.createdAt,
    archived_at: group.archivedAt,
    entity_group_external_identifiers: group.externalIds,
  };
}

function buildMember(account: Account, { entityToken }: Relationship) {
  const entity = account.entities.find(entityToken);
  return {
    entity_token: entityToken,
    name: entity === undefined ? null : formatEntityName(entity),
    type: entity?.type ?? null,
  };
}

function buildRest(account: Account, { roles, createdAt, bankAccounts }: Relationship): Json {
  return {
    roles,
    relationship_created_at: createdAt,
    bank_accounts: bankAccounts.map(({ bankAccountToken, accountHolderType }) => ({
      bank_account_token: bankAccountToken,
      account_holder_type: accountHolderType,
      external_account_id: account.bankAccounts.find(bankAccountToken)?.externalId ?? null,
    })),
  };
}

/**
 * The description types child_entities as one object, its name and Alloy's webhooks speak for an array. Notes are not
 * described for groups; they show as they do for entities, so that what was written can be read.
 */
function buildLegacyGroup(account: Account, group: LegacyGroup): Json {
  const members = group.memberTokens.flatMap((token) => account.entities.find(token) ?? []);
  const evaluations = group.evaluationTokens.flatMap((token) => account.evaluations.find(token) ?? []);
  return {
    name: members.map(formatEntityName).join(' and '),
    type: 'group',
    entity_token: group.token,
    archived: false,
    meta: {},
    external_entity_id: group.externalId,
    created: group.createdAt,
    identity_details: {},
    evaluations: evaluations.map((evaluation) => buildEvaluationLine(account, evaluation)),
    documents: [],
    reviews: account.reviews.ofEntity(group.token).map((each) => buildListedReview(account, each)),
    notes: group.notes.map(buildEmbeddedNote),
    child_entities: members.map((member) => {
      const { name, type, entity_token, archived, created, evaluations, documents, reviews } =
        buildEntityOverview(account, member);
      return { name, type, entity_token, archived, created, evaluations, documents, reviews };
    }),
  };
}
