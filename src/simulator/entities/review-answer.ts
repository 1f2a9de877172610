/** Reviews as Alloy's answers show them. Source: https://developer.alloy.com/public/reference/reviews */

import { type Account, findWorkflow } from '../account.ts';
import type { Review } from '../records/reviews.ts';
import type { Json } from '../values.ts';

/** GET of one. A group's review that is reached as an entity's carries the group's token twice. */
export function buildReview(account: Account, review: Review): Json {
  return {
    review_token: review.token,
    entity_token: review.entityToken,
    group_token: review.isGroup ? review.entityToken : null,
    ...buildDecision(account, review),
  };
}

/** Recorded lists leave `group_token` out where the review is an entity's. */
export function buildListedReview(account: Account, review: Review): Json {
  const { group_token, ...listed } = buildReview(account, review);
  return group_token === null ? listed : { ...listed, group_token };
}

/**
 * POST. Recorded answers have `started` and `completed`, Alloy's schema has `reviewer` and `notes`: all are here, as a
 * client may have been written for either. Alloy does not say what starts a review; here it is the evaluation.
 */
export function buildCreatedReview(account: Account, review: Review): Json {
  return { ...buildReview(account, review), started: review.startedAt, completed: review.completedAt };
}

/** Answers of the paths below /groups name no entity. */
export function buildGroupReview(account: Account, review: Review): Json {
  return {
    review_token: review.token,
    group_token: review.entityToken,
    ...buildDecision(account, review),
  };
}

function buildDecision(account: Account, review: Review): Json {
  return {
    application_token: review.workflowToken,
    application_name: findWorkflow(account, review.workflowToken)?.name ?? null,
    outcome: review.outcome,
    reviewer: review.agentEmail,
    timestamp: review.completedAt,
    reasons: review.reasons,
    agent: { email: review.agentEmail, external_id: null },
    notes: review.notes,
  };
}
