/**
 * Investigations as Alloy's answers show them: whole, and as a line of the list.
 * Source: https://developer.alloy.com/public/reference/get_investigations-investigation-token
 */

import type { Account } from '../account.ts';
import { buildDocument } from '../entities/answer.ts';
import { findExternalId, formatEntityName } from '../records/entities.ts';
import type { Investigation } from '../records/investigations.ts';
import { buildAgentAnswer, findAgent } from '../settings/agents.ts';
import { formatDate, type Json, readMember } from '../values.ts';

export function buildInvestigation(account: Account, investigation: Investigation): Json {
  const { entityTokens } = investigation;
  return {
    investigation_token: investigation.token,
    name: investigation.name,
    ...buildState(investigation),
    _embedded: {
      assigned_agent: buildAgentOrNobody(investigation.assigneeToken),
      entities: Object.fromEntries(entityTokens.map((token) => [token, buildEntity(account, token)])),
      events: investigation.history.map(({ event, agentToken, assignedAgentToken, note, meta }) => ({
        event,
        agent: buildAgentOrNobody(agentToken),
        assigned_agent: buildAgentOrNobody(assignedAgentToken),
        note,
        meta,
      })),
      evidences: {
        journey_alerts: investigation.alerts.map(({ journeyApplicationToken, journeyToken }) => ({
          journey_application_token: journeyApplicationToken,
          journey_token: journeyToken,
        })),
        tags: investigation.tags.map(({ name, color, isOutcomeReason, agentToken }) => ({
          tag_color: color,
          tag_name: name,
          is_outcome_reason: isOutcomeReason,
          added_by: buildAgentOrNobody(agentToken),
        })),
      },
      documents: entityTokens.flatMap((token) => account.documents.ofEntity(token).map(buildDocument)),
      notes: investigation.notes.map(({ text, entityToken, createdAt, agentToken }) => ({
        created_at: formatDate(createdAt),
        created_by: buildAgentOrNobody(agentToken),
        entity_name: entityToken === null ? null : findEntityName(account, entityToken),
        entity_token: entityToken,
        text,
        is_investigation_level_note: entityToken === null,
      })),
      reviews: investigation.reviews.map((review) => ({
        new_investigation_state: review.newState,
        note: review.note,
        outcome: review.outcome,
        previous_investigation_state: review.previousState,
        reason: review.reason,
        reviewed_at: formatDate(review.reviewedAt),
        reviewed_by: buildAgentOrNobody(review.agentToken),
      })),
    },
  };
}

/** One of `investigations[]`. */
export function buildInvestigationLine(account: Account, investigation: Investigation): Json {
  const { alerts, entityTokens } = investigation;
  const assignees = alerts.flatMap(
    ({ journeyApplicationToken: token }) =>
      findAgent(account.journeys.find(token)?.assignedAgentToken ?? null)?.name ?? [],
  );
  return {
    investigation_token: investigation.token,
    name: investigation.name,
    total_alerts: alerts.length,
    ...buildState(investigation),
    _embedded: {
      entities: Object.fromEntries(
        entityTokens.map((token) => [
          token,
          {
            entity_name: findEntityName(account, token),
            entity_type: account.entities.find(token)?.type ?? null,
            entity_token: token,
            risk_score: findEntityRisk(account, token),
          },
        ]),
      ),
      assigned_agent: buildAgentOrNobody(investigation.assigneeToken),
    },
    device_ids: investigation.deviceIds,
    program_names: investigation.programNames,
    alert_assignees: [...new Set(assignees)],
  };
}

function buildState(investigation: Investigation): Json {
  const { type, state, source, outcome, createdAt, updatedAt, closedAt, archivedAt } = investigation;
  return {
    type,
    state,
    source,
    outcome,
    created_at: formatDate(createdAt),
    updated_at: formatDate(updatedAt),
    closed_at: formatDate(closedAt),
    archived_at: formatDate(archivedAt),
  };
}

/** The highest of its entities; null before any of them was evaluated. */
export function findRisk(account: Account, { entityTokens }: Investigation): number | null {
  const scores = entityTokens.flatMap((token) => findEntityRisk(account, token) ?? []);
  return scores.length === 0 ? null : Math.max(...scores);
}

/** Alloy does not say where the score comes from: here it is the fraud score of the entity's latest evaluation. */
function findEntityRisk(account: Account, entityToken: string): number | null {
  for (const { answer } of [...account.evaluations.ofEntity(entityToken)].reverse()) {
    const score = readMember(answer, 'diligence', 'fraud', 'score');
    if (typeof score === 'number') return score;
  }
  return null;
}

/** What `recent_action` and the ingestion's identifier hold is not public; here they stay null. */
function buildEntity(account: Account, token: string): Json {
  const entity = account.entities.find(token);
  return {
    type: entity?.type ?? null,
    entity_token: token,
    entity_name: entity === undefined ? null : formatEntityName(entity),
    // Text, where the entity itself has an object.
    meta: entity === undefined || Object.keys(entity.meta).length === 0 ? null : JSON.stringify(entity.meta),
    external_ingestion_identifier: null,
    recent_action: null,
    external_entity_identifier: findExternalId(entity),
    risk_score: findEntityRisk(account, token),
  };
}

function findEntityName(account: Account, token: string): string | null {
  const entity = account.entities.find(token);
  return entity === undefined ? null : formatEntityName(entity);
}

/** Nobody is an object without values: the one place where Alloy documents it, `events[].assigned_agent`, has it so. */
export function buildAgentOrNobody(token: string | null): Json {
  const agent = findAgent(token);
  return agent === undefined
    ? { first_name: null, last_name: null, email: null, token: null }
    : buildAgentAnswer(agent);
}
