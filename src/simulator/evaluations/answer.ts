/**
 * The body of an evaluation's answer. Sources: https://developer.alloy.com/public/reference/evaluations and
 * https://developer.alloy.com/public/reference/onboard-a-person-1
 */

import type { Evaluation } from '../records/evaluations.ts';
import type { Json } from '../values.ts';
import type { Decided, Waiting } from './decide.ts';
import { buildMatching, buildVendorResponses, buildWatchlists } from './vendors.ts';

/** 200: waits for what `required` names. */
export function buildWaitingAnswer(evaluation: Evaluation, now: number, { asks }: Waiting): Json {
  return { ...buildHead(evaluation, now), ...asks };
}

/**
 * 201 and, with `warnings`, 206. Alloy's guide prints a summary without `outcome_reasons`, `custom_fields` and `models`,
 * its newer description has them: here they show when they hold something, which the last two never do.
 */
export function buildDecidedAnswer(
  evaluation: Evaluation,
  now: number,
  decided: Decided,
  formatted: Json,
): Json {
  const { supplied } = evaluation;
  const { runs, fraudScore } = decided;
  const matching = buildMatching(runs, formatted);
  const responses = buildVendorResponses(runs, formatted, fraudScore);
  const failed = runs.find(({ state }) => state === 'failed');
  // Assigned, not spread: engines make an object with a spread in front member by member.
  return Object.assign(buildHead(evaluation, now), {
    summary: {
      result: failed === undefined ? 'success' : 'partial',
      score: scoreOf(
        Object.values(matching).map(({ score }) => score),
        fraudScore,
      ),
      tags: [...buildMatchTags(matching), ...decided.tags],
      outcome_reasons: decided.reasons.length === 0 ? undefined : decided.reasons,
      outcome: decided.outcome,
      services: buildServices(runs),
    },
    supplied,
    formatted,
    matching,
    diligence: {
      watchlists: { lists: buildWatchlists(runs), matches: decided.watchlistMatches },
      fraud: { score: fraudScore, flags: decided.fraudFlags },
      financial: null,
      identity_questions: buildIdentityQuestions(decided),
    },
    related_data: buildRelatedData(supplied),
    raw_responses: responses.raw,
    formatted_responses: responses.formatted,
    audit_archive: null,
    warnings: failed === undefined ? undefined : buildWarnings(decided, failed.service),
  });
}

/**
 * Members that a call did not ask for are absent: parent, group and external id show only when they were given. Here
 * they are undefined, which JSON leaves out.
 */
function buildHead(evaluation: Evaluation, now: number): Json {
  const { options } = evaluation;
  return {
    status_code: evaluation.status,
    error: null,
    timestamp: now,
    evaluation_token: evaluation.token,
    entity_token: evaluation.entityToken,
    external_entity_id: options.externalEntityId ?? undefined,
    parent_entity_token: options.parentEntityToken ?? undefined,
    group_token: options.groupToken ?? undefined,
    application_token: evaluation.workflowToken,
    application_version_id: options.workflowVersion,
  };
}

function buildServices(runs: Decided['runs']): Json {
  const services: Record<string, unknown> = {};
  for (const { service, state } of runs) services[service] = state;
  return services;
}

function scoreOf(matchScores: readonly number[], fraudScore: number): number {
  const score =
    matchScores.length === 0
      ? 1 - fraudScore
      : matchScores.reduce((sum, each) => sum + each, 0) / matchScores.length;
  return Math.round(score * 100) / 100;
}

function buildMatchTags(matching: Json): string[] {
  return [
    ...('address' in matching ? ['Address Match'] : []),
    ...('phone' in matching ? ['Phone Match'] : []),
  ];
}

function buildIdentityQuestions({ quiz }: Decided): Json | null {
  if (quiz === undefined) return null;
  return { score: quiz.score, correct: quiz.correct, total: quiz.total, passed: quiz.passed };
}

function buildRelatedData(supplied: Json): Json {
  const handle = supplied['social_twitter'];
  if (typeof handle !== 'string' || handle === '') return {};
  return { social: [{ type: 'Twitter', url: `https://twitter.com/${handle}`, id: handle }] };
}

/** Source: https://developer.alloy.com/public/docs/monitoring-api-health-signals */
function buildWarnings(decided: Decided, failed: string): Json {
  const blocked = decided.runs.filter(({ blockedBy }) => blockedBy === failed).map(({ service }) => service);
  return {
    blocked_actions: blocked.map((service) => ({
      blocked: { action_name: service, action_type: 'service' },
      blocking: { action_name: failed, attribute_name: 'risk_score' },
    })),
  };
}
