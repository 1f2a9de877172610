/**
 * What agents do on cases. Alloy describes nine kinds and publishes no body; ours has the members that works are read
 * with, and `agent.email` as in reviews for who did it. What a kind refuses is our choice, too: 409 where the case is
 * not in a state for it.
 * Source: https://developer.alloy.com/public/reference/post_cases-case-token-works
 */

import * as z from 'zod';
import type { Account } from '../account.ts';
import { conflict, requiredError } from '../errors.ts';
import {
  type Case,
  type CaseWork,
  caseStatuses,
  closedStatus,
  type WorkKind,
  workKinds,
} from '../records/cases.ts';
import { agentBody, demoAgents } from '../settings/agents.ts';
import { filledText, optionalFilledText } from '../values.ts';
import { addManualEvidence } from './evidence.ts';

const members = {
  note: optionalFilledText,
  status: z.enum(caseStatuses).nullish(),
  reasons: z.array(filledText).nullish(),
  assigned_agent: z
    .string()
    .refine((named) => findAgentEmail(named) !== undefined, { message: 'must be an agent of the account' })
    .nullish(),
  agent: agentBody.nullish(),
};

export const workBody = z.looseObject({
  type: z.enum(workKinds),
  ...members,
  tag_name: optionalFilledText,
});

/** The name of the list of cases is our choice. */
export const bulkWorkBody = z.looseObject({
  case_tokens: z.array(filledText).min(1),
  type: z.enum(['assignment_created', 'assignment_removed', 'status', 'closure']),
  ...members,
});

interface WorkBody {
  readonly type: WorkKind;
  readonly note?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly reasons?: readonly string[] | null | undefined;
  /** Email, token or name. */
  readonly assigned_agent?: string | null | undefined;
  readonly tag_name?: string | null | undefined;
  /** Who does it. */
  readonly agent?: { readonly email: string } | null | undefined;
}

/** The member that a kind cannot do without; for 400 / 4002, before any case is looked at. */
export function checkWork(body: WorkBody): void {
  const needed = neededMembers[body.type];
  if (needed === undefined || typeof body[needed] === 'string') return;
  throw requiredError(needed);
}

const neededMembers: Readonly<Partial<Record<WorkKind, 'note' | 'status' | 'assigned_agent' | 'tag_name'>>> =
  {
    note: 'note',
    status: 'status',
    assignment_created: 'assigned_agent',
    manual_evidence_added: 'tag_name',
  };

/** Changes the case and keeps the work; throws 409 and changes nothing where the case does not allow it. */
export function applyWork(account: Account, target: Case, body: WorkBody): CaseWork {
  if (target.closedAt !== null && body.type !== 'note' && body.type !== 'read')
    throw conflict('The case is closed', { case_token: target.token });
  if (body.type === 'manual_evidence_added') return addTag(account, target, body);
  const assignedAgentEmail =
    body.type === 'assignment_created' ? findAgentEmail(body.assigned_agent) : undefined;
  change(account, target, body, assignedAgentEmail ?? null);
  return account.cases.addWork(target, {
    type: body.type,
    note: body.note ?? null,
    status: body.type === 'status' ? (body.status ?? null) : null,
    closed: body.type === 'closure' ? true : null,
    reasons: body.reasons ?? [],
    assignedAgentEmail: assignedAgentEmail ?? null,
    tagName: null,
    createdByEmail: body.agent?.email ?? null,
  });
}

function change(account: Account, target: Case, body: WorkBody, assignedAgentEmail: string | null): void {
  switch (body.type) {
    case 'assignment_created':
      // Alloy resets an escalation when another assignee is chosen; a first one is no other.
      if (![assignedAgentEmail, null].includes(target.assignedAgentEmail)) target.isEscalated = false;
      target.assignedAgentEmail = assignedAgentEmail;
      return;
    case 'assignment_removed':
      if (target.assignedAgentEmail === null)
        throw conflict('The case is assigned to nobody', tokenOf(target));
      target.assignedAgentEmail = null;
      return;
    case 'status':
      target.status = body.status ?? target.status;
      if (target.status === closedStatus) target.closedAt = account.now();
      return;
    case 'closure':
      target.status = closedStatus;
      target.closedAt = account.now();
      return;
    case 'read':
      target.unread = false;
      return;
    case 'case_escalation_created':
      if (target.isEscalated) throw conflict('The case is escalated', tokenOf(target));
      target.isEscalated = true;
      return;
    case 'case_escalation_removed':
      if (!target.isEscalated) throw conflict('The case is not escalated', tokenOf(target));
      target.isEscalated = false;
      return;
    default:
      return;
  }
}

function addTag(account: Account, target: Case, body: WorkBody): CaseWork {
  addManualEvidence(account, target, {
    alerts: [body.tag_name ?? ''],
    ...(body.note ? { note: body.note } : {}),
    ...(body.agent ? { agent: body.agent } : {}),
  });
  const added = target.works.at(-1);
  if (added === undefined) throw new Error('evidence added by hand leaves a work');
  return added;
}

/** Alloy does not say what names the agent: email, token and name are understood. */
function findAgentEmail(named: string | null | undefined): string | undefined {
  return demoAgents.find(({ email, token, name }) => [email, token, name].includes(named ?? ''))?.email;
}

function tokenOf({ token }: Case): Record<string, string> {
  return { case_token: token };
}
