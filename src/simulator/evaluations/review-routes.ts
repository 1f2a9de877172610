/**
 * Manual reviews of what was evaluated outside journeys. Alloy has one answer for each way in: through the entity's
 * path, which takes a group's token too, and through the group's.
 * Source: https://developer.alloy.com/public/docs/manually-reviewing-via-api
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import {
  buildCreatedReview,
  buildGroupReview,
  buildListedReview,
  buildReview,
} from '../entities/review-answer.ts';
import { badRequest, unknownEntity, unknownObject } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { Review } from '../records/reviews.ts';
import { agentBody, noteBody } from '../settings/agents.ts';
import { reviewOutcomes, reviewReasons } from '../settings/review-settings.ts';

/** A review without a reason is refused: Alloy requires the list, of its length nothing is said. */
const groupReviewBody = z.strictObject({
  agent: agentBody,
  reasons: z.array(z.enum(reviewReasons)).min(1),
  outcome: z.enum(reviewOutcomes),
});

/** The key of the member that names a workflow is not public; ours is that of the header. */
const reviewBody = z.looseObject({ ...groupReviewBody.shape, workflow_token: z.string().optional() });

/** Whom a review is about. */
interface Subject {
  readonly token: string;
  readonly isGroup: boolean;
}

export function registerReviewRoutes(app: Hono<Env>, account: Account): void {
  const { reviews } = account;
  const list = '/entities/:entity_token/reviews';

  app.post(list, async (context) => {
    const subject = findSubject(account, context.req.param('entity_token'));
    const body = await parseBody(context, reviewBody);
    const workflowToken = readWorkflowToken(context, account, body.workflow_token);
    return context.json(buildCreatedReview(account, review(account, subject, body, workflowToken)));
  });

  app.get(list, (context) => {
    const { token } = findSubject(account, context.req.param('entity_token'));
    return context.json(reviews.ofEntity(token).map((each) => buildListedReview(account, each)));
  });

  app.get(`${list}/:review_token`, (context) => {
    const subject = findSubject(account, context.req.param('entity_token'));
    return context.json(
      buildReview(account, findReview(account, subject, context.req.param('review_token'))),
    );
  });

  app.post(`${list}/:review_token/notes`, async (context) => {
    const subject = findSubject(account, context.req.param('entity_token'));
    const found = findReview(account, subject, context.req.param('review_token'));
    const { note, note_author_agent_email: author } = await parseBody(context, noteBody);
    return context.json(reviews.addNote(found, note, author));
  });

  app.post('/groups/:group_token/reviews', async (context) => {
    const subject = findGroup(account, context.req.param('group_token'));
    const body = await parseBody(context, groupReviewBody);
    const workflowToken = readWorkflowToken(context, account, undefined);
    return context.json(buildGroupReview(account, review(account, subject, body, workflowToken)));
  });

  app.post('/groups/:group_token/reviews/:review_token/notes', async (context) => {
    const subject = findGroup(account, context.req.param('group_token'));
    const found = findReview(account, subject, context.req.param('review_token'));
    const { note, note_author_agent_email: author } = await parseBody(context, noteBody);
    return context.json({ review_token: found.token, ...reviews.addNote(found, note, author) });
  });
}

/** Reviews the newest evaluation that awaits it, of the named workflow when one is named. */
function review(
  account: Account,
  subject: Subject,
  { agent, reasons, outcome }: z.output<typeof groupReviewBody>,
  workflowToken: string | undefined,
): Review {
  const evaluation = account.evaluations
    .ofEntity(subject.token)
    .findLast(
      (each) =>
        awaitsReview(account, each) && (workflowToken === undefined || each.workflowToken === workflowToken),
    );
  if (evaluation === undefined)
    throw badRequest(
      'Nothing awaits a review: it takes an evaluation outside journeys whose outcome is Manual Review and that has not been reviewed',
      {
        entity_token: subject.token,
        ...(workflowToken === undefined ? {} : { workflow_token: workflowToken }),
      },
    );
  return account.reviews.add({
    entityToken: subject.token,
    isGroup: subject.isGroup,
    evaluationToken: evaluation.token,
    workflowToken: evaluation.workflowToken,
    outcome,
    reasons,
    agentEmail: agent.email,
    startedAt: evaluation.createdAt,
  });
}

function awaitsReview(account: Account, evaluation: Evaluation): boolean {
  return (
    evaluation.outcome === 'Manual Review' &&
    account.reviews.findOfEvaluation(evaluation.token) === undefined &&
    !isInJourney(account, evaluation)
  );
}

/** Those are reviewed through the journey's own operations. */
function isInJourney({ journeys }: Account, { token, entityToken }: Evaluation): boolean {
  return journeys
    .ofEntity(entityToken)
    .some(({ entityApplications }) =>
      entityApplications.some(({ evaluationTokens }) => evaluationTokens.includes(token)),
    );
}

/** The header and a workflow's own credentials count before the body; an account-level key may name none. */
function readWorkflowToken(
  context: Context<Env>,
  account: Account,
  inBody: string | undefined,
): string | undefined {
  const known = context.get('workflow');
  if (known !== undefined) return known.token;
  const named = context.req.header('alloy-workflow-token') ?? inBody;
  if (named !== undefined && !account.workflows.some(({ token }) => token === named))
    throw unknownObject('workflow_token', named);
  return named;
}

function findSubject(account: Account, id: string): Subject {
  const entity = account.entities.find(id);
  if (entity !== undefined) return { token: entity.token, isGroup: false };
  const group = account.groups.findLegacy(id);
  if (group === undefined) throw unknownEntity(id);
  return { token: group.token, isGroup: true };
}

function findGroup(account: Account, id: string): Subject {
  const group = account.groups.findLegacy(id);
  if (group === undefined) throw unknownObject('group_token', id);
  return { token: group.token, isGroup: true };
}

function findReview(account: Account, subject: Subject, token: string): Review {
  const found = account.reviews.find(token);
  if (found === undefined || found.entityToken !== subject.token) throw unknownObject('review_token', token);
  return found;
}
