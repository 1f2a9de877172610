/**
 * Cases, evidences, works and alert data as Alloy's answers show them. Where its schema and its example differ, lists
 * of cases are in the example's form, evidences and works in the schema's.
 * Source: https://developer.alloy.com/public/reference/cases
 */

import type { Account } from '../account.ts';

import type { Case, CaseEvidence, CaseWork } from '../records/cases.ts';
import { buildEntityHref, findExternalId, formatEntityName } from '../records/entities.ts';
import { findAgentName } from '../settings/agents.ts';
import { caseTypes } from '../settings/case-settings.ts';
import { type Json, readMember, readObject } from '../values.ts';

export function buildCase(account: Account, shown: Case): Json {
  const { token, typeName } = shown;
  return {
    case_token: token,
    entity_token: shown.entityToken,
    status: shown.status,
    closed: shown.closedAt !== null,
    sandbox: shown.sandbox,
    unread: shown.unread,
    created_at: shown.createdAt,
    updated_at: shown.updatedAt,
    closed_at: shown.closedAt,
    assigned_agent_email: shown.assignedAgentEmail,
    assigned_agent_name: findAgentName(shown.assignedAgentEmail),
    program_name: null,
    alerts: [...new Set(shown.evidences.flatMap(({ alerts }) => alerts))],
    customer_tag_type_name: typeName,
    customer_tag_type_description: caseTypes.find(({ name }) => name === typeName)?.description ?? null,
    is_escalated: shown.isEscalated,
    // Agents open cases by hand in the dashboard; the API has no operation for it.
    is_manual: false,
    created_by_agent_email: null,
    created_by_agent_name: null,
    _embedded: { entity: buildEntity(account, shown.entityToken) },
    _links: {
      self: { href: `/v1/cases/${token}` },
      evidences: { href: `/v1/cases/${token}/evidences` },
      works: { href: `/v1/cases/${token}/works` },
    },
  };
}

export function buildEvidences(account: Account, { token, evidences }: Case): Json {
  const shown = evidences.map((evidence) => buildEvidence(account, token, evidence)).reverse();
  return { status_code: 200, error: null, _embedded: { evidences: shown } };
}

export function buildWorks({ token, works }: Case): Json {
  return {
    status_code: 200,
    error: null,
    _embedded: { works: works.map(buildWork).reverse() },
    _links: { self: { href: `/v1/cases/${token}/works` }, case: { href: `/v1/cases/${token}` } },
  };
}

/** POST: Alloy types a bare object. Ours is the work with an id of its own, which nothing else asks for. */
export function buildCreatedWork({ token }: Case, work: CaseWork): Json {
  return { id: work.id, case_token: token, ...buildWork(work), updated_at: work.createdAt };
}

/**
 * The data that met the criteria of the tags which one evaluation added to the case. Alloy names no members; these are
 * what its description speaks of.
 */
export function buildAlertData(
  account: Account,
  { token, evidences }: Case,
  evaluationToken: string,
): Json | undefined {
  const found = evidences.filter((evidence) => evidence.evaluationToken === evaluationToken);
  const [first] = found;
  if (first === undefined) return undefined;
  const evaluation = account.evaluations.find(evaluationToken);
  const { summary, diligence } = evaluation?.answer ?? {};
  const { outcome = null, outcome_reasons = [] } = readObject(summary);
  const { matches = [] } = readObject(readMember(diligence, 'watchlists'));
  const transactionIds = [...new Set(found.flatMap(({ transactionId }) => transactionId ?? []))];
  return {
    id: String(firstAlertId + evidences.indexOf(first)),
    case_token: token,
    evaluation_token: evaluationToken,
    attributes: {
      alerts: found.flatMap(({ alerts }) => alerts),
      occurred_at: first.occurredAt,
      outcome,
      outcome_reasons,
      supplied: evaluation?.supplied ?? {},
      sanctions_screening: matches,
      transactions: transactionIds.map((id) => buildTransaction(account, id)),
    },
  };
}

function buildEvidence(account: Account, caseToken: string, evidence: CaseEvidence): Json {
  const { transactionId, portfolioEvaluationToken } = evidence;
  return {
    created_at: evidence.createdAt,
    occurred_at: evidence.occurredAt,
    transaction_id: transactionId,
    evaluation_token: evidence.evaluationToken,
    is_manual: evidence.isManual,
    is_portfolio_eval: portfolioEvaluationToken !== null,
    portfolio_evaluation_token: portfolioEvaluationToken,
    alerts: evidence.alerts,
    _embedded: { transaction: transactionId === null ? null : buildTransaction(account, transactionId) },
    _links: {
      case: { href: `/v1/cases/${caseToken}` },
      self: { href: `/v1/cases/${caseToken}/evidences` },
    },
  };
}

/** Alloy's own id here is a number, which ours are not; a caller's id that is one shows as one. */
function buildTransaction(account: Account, transactionId: string): Json {
  const { amount = null, currency = null } = account.transactions.find(transactionId)?.attributes ?? {};
  const isNumber = /^[1-9]\d{0,14}$/.test(transactionId);
  return {
    transaction_id: isNumber ? Number(transactionId) : transactionId,
    amount,
    currency_code: currency,
  };
}

/** What the API did without naming an agent is the API's. */
function buildWork(work: CaseWork): Json {
  return {
    type: work.type,
    note: work.note,
    status: work.status,
    closed: work.closed,
    reasons: work.reasons,
    assigned_agent: work.assignedAgentEmail,
    tag_name: work.tagName,
    created_at: work.createdAt,
    _embedded: {
      created_by: { name: findAgentName(work.createdByEmail) ?? 'API', email: work.createdByEmail },
    },
  };
}

function buildEntity(account: Account, entityToken: string): Json | null {
  const entity = account.entities.find(entityToken);
  if (entity === undefined) return null;
  return {
    name: formatEntityName(entity),
    entity_token: entity.token,
    external_entity_id: findExternalId(entity),
    type: entity.type,
    _links: { self: { href: buildEntityHref(entity) } },
  };
}

const firstAlertId = 90_400;
