/**
 * Evidence that is added by hand: tags, a transaction or both. Alloy publishes neither the body nor why it refuses a
 * part; the body is in the members that evidences are read with. Refused are tags that open no case of this type, what
 * the case holds already, and transactions that are unknown or another entity's.
 * Source: https://developer.alloy.com/public/reference/post_cases-case-token-evidences
 */

import * as z from 'zod';
import type { Account } from '../account.ts';
import { badRequest } from '../errors.ts';
import type { Case } from '../records/cases.ts';
import { agentBody } from '../settings/agents.ts';
import { findCaseType } from '../settings/case-settings.ts';
import { filledText } from '../values.ts';
import { readMoment } from './opening.ts';

export const evidenceBody = z
  .looseObject({
    alerts: z.array(filledText).optional(),
    transaction_id: z.union([filledText, z.int()]).optional(),
    occurred_at: z.int().min(0).optional(),
    note: filledText.optional(),
    agent: agentBody.optional(),
  })
  .refine(({ alerts, transaction_id }) => (alerts ?? []).length > 0 || transaction_id !== undefined, {
    path: ['alerts'],
    message: 'or transaction_id is required',
    params: { type: 'object.missing' },
  });

export interface EvidenceBody {
  readonly alerts?: readonly string[] | undefined;
  readonly transaction_id?: string | number | undefined;
  readonly occurred_at?: number | undefined;
  readonly note?: string | undefined;
  readonly agent?: { readonly email: string } | undefined;
}

/** True when all of it was added, false when a part was; throws when nothing was. */
export function addManualEvidence(account: Account, target: Case, body: EvidenceBody): boolean {
  const asked = [...new Set(body.alerts ?? [])];
  const held = new Set(target.evidences.filter(({ isManual }) => isManual).flatMap(({ alerts }) => alerts));
  const alerts = asked.filter((tag) => findCaseType(tag)?.name === target.typeName && !held.has(tag));
  const askedTransaction = body.transaction_id === undefined ? null : String(body.transaction_id);
  const transactionId = acceptsTransaction(account, target, askedTransaction) ? askedTransaction : null;
  if (alerts.length === 0 && transactionId === null)
    throw badRequest('None of the evidence can be added to the case', {
      alerts: asked,
      transaction_id: askedTransaction,
      customer_tag_type_name: target.typeName,
    });
  account.cases.addEvidence(target, {
    occurredAt: body.occurred_at ?? readMoment(account, transactionId) ?? account.now(),
    transactionId,
    evaluationToken: null,
    portfolioEvaluationToken: null,
    isManual: true,
    alerts,
  });
  for (const tagName of alerts.length === 0 ? [null] : alerts) {
    account.cases.addWork(target, {
      type: 'manual_evidence_added',
      note: body.note ?? null,
      status: null,
      closed: null,
      reasons: [],
      assignedAgentEmail: null,
      tagName,
      createdByEmail: body.agent?.email ?? null,
    });
  }
  return alerts.length === asked.length && transactionId === askedTransaction;
}

function acceptsTransaction(account: Account, target: Case, id: string | null): boolean {
  if (id === null) return false;
  const transaction = account.transactions.find(id);
  const isHeld = target.evidences.some((evidence) => evidence.isManual && evidence.transactionId === id);
  return transaction?.entityToken === target.entityToken && !isHeld;
}
