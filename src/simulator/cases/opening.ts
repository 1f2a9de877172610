/**
 * Opens cases for what workflows found: one for each case type whose tags were set, or more evidence for the case that
 * is open already. Journeys have case reviews of their own, so only what runs outside them comes here (our choice).
 * Source: https://developer.alloy.com/public/docs/cases
 */

import type { Account } from '../account.ts';
import type { CaseEvidence } from '../records/cases.ts';
import type { Evaluation } from '../records/evaluations.ts';
import { caseTypes } from '../settings/case-settings.ts';
import { type Json, readMember, readStrings } from '../values.ts';

/** Does nothing for an evaluation that waits, or whose tags open no case. */
export function openCases(
  account: Account,
  evaluation: Evaluation,
  options?: { readonly token?: string },
): void {
  const tags = readStrings(readMember(evaluation.answer, 'summary', 'tags'));
  const transactionId = readTransactionId(evaluation.supplied);
  addFindings(
    account,
    { entityToken: evaluation.entityToken, sandbox: evaluation.options.sandbox, tags },
    {
      occurredAt: readMoment(account, transactionId) ?? evaluation.createdAt,
      transactionId,
      evaluationToken: evaluation.token,
      portfolioEvaluationToken: null,
      isManual: false,
    },
    options,
  );
}

export interface Findings {
  readonly entityToken: string;
  readonly sandbox: boolean;
  readonly tags: readonly string[];
}

/** What the same evaluation said before, when it ran the first time, is not said twice. */
export function addFindings(
  account: Account,
  { entityToken, sandbox, tags }: Findings,
  source: Omit<CaseEvidence, 'createdAt' | 'alerts'>,
  options?: { readonly token?: string },
): void {
  for (const type of caseTypes) {
    const found = type.tags.filter((tag) => tags.includes(tag));
    if (found.length === 0) continue;
    const known = findKnownAlerts(account, entityToken, source.evaluationToken);
    const alerts = found.filter((tag) => !known.includes(tag));
    if (alerts.length === 0) continue;
    const identity = { entityToken, sandbox, typeName: type.name };
    const target = account.cases.findOpen(identity) ?? account.cases.create(identity, options);
    account.cases.addEvidence(target, { ...source, alerts });
  }
}

function findKnownAlerts(account: Account, entityToken: string, evaluationToken: string | null): string[] {
  if (evaluationToken === null) return [];
  return account.cases
    .ofEntity(entityToken)
    .flatMap(({ evidences }) => evidences)
    .filter((evidence) => evidence.evaluationToken === evaluationToken)
    .flatMap(({ alerts }) => alerts);
}

/** `transaction_id` in an evaluation's body, `external_transaction_id` in an event's. */
function readTransactionId(supplied: Json): string | null {
  const id = supplied['transaction_id'] ?? supplied['external_transaction_id'];
  return typeof id === 'string' ? id : null;
}

/** Undefined when the transaction is not on file or bears no date. */
export function readMoment(account: Account, transactionId: string | null): number | undefined {
  const attributes =
    transactionId === null ? {} : (account.transactions.find(transactionId)?.attributes ?? {});
  const { transaction_created_date, transaction_date, timestamp } = attributes;
  const moment = [transaction_created_date, transaction_date, timestamp].find(
    (each) => typeof each === 'string',
  );
  const parsed = Date.parse(typeof moment === 'string' ? moment : '');
  return Number.isNaN(parsed) ? undefined : parsed;
}
