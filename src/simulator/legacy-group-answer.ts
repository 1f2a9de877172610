/** A legacy group in the form of an entity. Source: https://developer.alloy.com/public/reference/groups */
import type { Account } from './account.ts';
import { findAgentName } from './agents.ts';
import { buildEntityOverview, buildEvaluationLine, formatEntityName } from './entity-view.ts';
import type { LegacyGroup } from './group-store.ts';
import { buildListedReview } from './review-answer.ts';

type Json = Record<string, unknown>;

/**
 * The description types child_entities as one object, its name and Alloy's webhooks speak for an array. Notes are not
 * described for groups; they show as they do for entities, so that what was written can be read.
 */
export function buildLegacyGroup(account: Account, group: LegacyGroup): Json {
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
    notes: group.notes.map(({ note, note_author_agent_email, created_at, updated_at }) => ({
      text: note,
      created_at,
      updated_at,
      email: note_author_agent_email,
      name: findAgentName(note_author_agent_email),
    })),
    child_entities: members.map((member) => {
      const { name, type, entity_token, archived, created, evaluations, documents, reviews } =
        buildEntityOverview(account, member);
      return { name, type, entity_token, archived, created, evaluations, documents, reviews };
    }),
  };
}
