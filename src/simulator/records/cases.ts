/**
 * Cases of the legacy Case Management, each with what it rests on and what agents did.
 * Source: https://developer.alloy.com/public/reference/cases
 */

import type { TokenSource } from '../state/tokens.ts';
import { createRecords, type Records } from './records.ts';

const openedStatus = 'Pending Review';

export const closedStatus = 'Close';

/** Alloy publishes no list; the first two and the last are seen in its answers and webhooks. */
export const caseStatuses = [openedStatus, 'Under Review', 'Information Requested', closedStatus] as const;

export const workKinds = [
  'assignment_created',
  'assignment_removed',
  'status',
  'closure',
  'note',
  'read',
  'manual_evidence_added',
  'case_escalation_created',
  'case_escalation_removed',
] as const;
export type WorkKind = (typeof workKinds)[number];

export interface CaseEvidence {
  readonly createdAt: number;
  /** When what it shows happened, e.g. the transaction's own time. */
  readonly occurredAt: number;
  readonly transactionId: string | null;
  readonly evaluationToken: string | null;
  readonly portfolioEvaluationToken: string | null;
  readonly isManual: boolean;
  /** Tag names, all of the case's type. */
  readonly alerts: readonly string[];
}

export interface CaseWork {
  /** Shown by the answer to POST only. */
  readonly id: string;
  readonly type: WorkKind;
  readonly note: string | null;
  readonly status: string | null;
  readonly closed: true | null;
  readonly reasons: readonly string[];
  readonly assignedAgentEmail: string | null;
  readonly tagName: string | null;
  readonly createdAt: number;
  readonly createdByEmail: string | null;
}

export interface Case {
  /** C- */
  readonly token: string;
  /** `move` gives a case to another entity. */
  entityToken: string;
  readonly sandbox: boolean;
  readonly typeName: string;
  status: string;
  /** Null while it is open. */
  closedAt: number | null;
  /** Not opened by an agent since evidence was last added. */
  unread: boolean;
  isEscalated: boolean;
  assignedAgentEmail: string | null;
  readonly createdAt: number;
  updatedAt: number;
  /** Oldest first. */
  evidences: CaseEvidence[];
  works: CaseWork[];
}

interface CaseIdentity {
  readonly entityToken: string;
  readonly typeName: string;
  /** Alloy's environment: tests and live data never share a case. */
  readonly sandbox: boolean;
}

export interface CaseStore extends Records<Case> {
  /** An entity has one open case of a type and environment at most. */
  findOpen(identity: CaseIdentity): Case | undefined;
  create(identity: CaseIdentity, options?: { readonly token?: string }): Case;
  addEvidence(target: Case, evidence: Omit<CaseEvidence, 'createdAt'>): void;
  addWork(target: Case, work: Omit<CaseWork, 'id' | 'createdAt'>): CaseWork;
  /** Oldest first. */
  ofEntity(entityToken: string): readonly Case[];
  move(target: Case, entityToken: string): void;
  /** Newest first. */
  list(): Case[];
}

export function createCaseStore(now: () => number, newToken: TokenSource): CaseStore {
  const { find, all, restore: keep } = createRecords<Case>();
  const byEntity = new Map<string, Case[]>();
  let works = 0;
  const ofEntity = (entityToken: string) => byEntity.get(entityToken) ?? [];
  const leave = (left: Case) => {
    byEntity.set(
      left.entityToken,
      ofEntity(left.entityToken).filter(({ token }) => token !== left.token),
    );
  };
  const restore = (restored: Case) => {
    leave(restored);
    keep(restored);
    byEntity.set(restored.entityToken, [...ofEntity(restored.entityToken), restored]);
    for (const { id } of restored.works) works = Math.max(works, Number(id) - firstWorkId);
  };
  return {
    find,
    all,
    restore,
    findOpen: ({ entityToken, typeName, sandbox }) =>
      ofEntity(entityToken).find(
        (each) => each.closedAt === null && each.typeName === typeName && each.sandbox === sandbox,
      ),
    create(identity, options = {}) {
      const created: Case = {
        ...identity,
        token: options.token ?? newToken('C-'),
        status: openedStatus,
        closedAt: null,
        unread: true,
        isEscalated: false,
        assignedAgentEmail: null,
        createdAt: now(),
        updatedAt: now(),
        evidences: [],
        works: [],
      };
      restore(created);
      return created;
    },
    addEvidence(target, evidence) {
      target.evidences.push({ ...evidence, createdAt: now() });
      target.unread = true;
      target.updatedAt = now();
    },
    addWork(target, work) {
      works += 1;
      const added = { ...work, id: String(firstWorkId + works), createdAt: now() };
      target.works.push(added);
      // Having looked at a case changes nothing about it.
      if (work.type !== 'read') target.updatedAt = now();
      return added;
    },
    ofEntity,
    move(target, entityToken) {
      leave(target);
      target.entityToken = entityToken;
      restore(target);
    },
    list: () => [...all()].reverse(),
  };
}

/** Ids of works are numbers in text; where they begin is of no meaning. */
const firstWorkId = 184_000;
