/**
 * Decides a legacy group from its members' evaluations, in a workflow that holds a Group service.
 * Source: https://help.alloy.com/hc/en-us/articles/4405993438363-Groups-Joint-Accounts-with-Individual-Applicants
 */
import type { Account, RequestMode } from '../account.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { LegacyGroup } from '../records/groups.ts';
import type { Workflow } from '../settings/workflows.ts';
import { buildDecidedAnswer } from './answer.ts';
import type { Decided } from './decide.ts';
import { openEvaluation } from './evaluate.ts';

/**
 * The rule is the demo account's: one Denied denies the group; one in Manual Review, or without a decision, puts it
 * into Manual Review.
 */
export function createGroupEvaluation(
  account: Account,
  group: LegacyGroup,
  workflow: Workflow,
  mode: RequestMode,
): Evaluation {
  const members = group.memberTokens.map((entityToken) => ({
    entity_token: entityToken,
    outcome: findLatestOutcome(account, entityToken),
  }));
  const outcomes = new Set(members.map(({ outcome }) => outcome));
  const outcome = outcomes.has('Denied')
    ? 'Denied'
    : outcomes.size === 1 && outcomes.has('Approved')
      ? 'Approved'
      : 'Manual Review';
  const options = {
    groupToken: group.token,
    fromEvent: false,
    hydrateEntity: false,
    hydrateCounterparty: false,
  };
  const evaluation: Evaluation = {
    ...openEvaluation(account, { workflow, entity: group, supplied: {}, mode, options }),
    status: 201,
    outcome,
  };
  const decided: Decided = {
    kind: 'decided',
    outcome,
    tags: [],
    reasons: members
      .filter((member) => member.outcome !== 'Approved')
      .map((member) => `${member.entity_token}: ${member.outcome ?? 'no decision'}`),
    fraudScore: 0,
    fraudFlags: [],
    watchlistMatches: [],
    runs: [{ service: 'Group', state: 'executed' }],
    quiz: undefined,
  };
  const answer = buildDecidedAnswer(evaluation, account.now(), decided, {});
  evaluation.answer = {
    ...answer,
    raw_responses: { Group: [{ entities: members }] },
    formatted_responses: { Group: { entities: members } },
  };
  account.evaluations.add(evaluation);
  account.groups.addLegacyEvaluation(group, evaluation.token);
  return evaluation;
}

/** Transactions' evaluations say nothing of the applicant, so only those of persons and businesses count. */
function findLatestOutcome(account: Account, entityToken: string): string | null {
  const applicants = new Set(
    account.workflows
      .filter(({ kind }) => kind === 'person' || kind === 'business')
      .map(({ token }) => token),
  );
  const latest = account.evaluations
    .ofEntity(entityToken)
    .findLast((each) => applicants.has(each.workflowToken));
  // An agent's decision counts before the workflow's.
  const review = account.reviews.findOfEvaluation(latest?.token ?? '');
  return review?.outcome ?? latest?.outcome ?? null;
}
