/**
 * Labels that tell Alloy how an applicant turned out. Alloy answers numbers where it was told words: rows of its tables,
 * so entities and labels have numbers here, too. Source: https://developer.alloy.com/public/reference/entity-feedback
 */

/** A label's number is its place in its list, from 1. */
export const feedbackLabels = {
  feedback_case_status: ['open', 'closed', 'escalated', 'pending_review'],
  feedback_case_reason: ['aml', 'confirm_fraud', 'suspected_fraud', 'no_issue', 'other'],
  feedback_fraud_type: [
    'ato',
    'first_party',
    'second_party',
    'synthetic',
    'check_fraud_deposit',
    'check_fraud_inclearing',
    'check_fraud_cashed',
    'payment_fraud_wire',
    'payment_fraud_ach',
    'payment_fraud_p2p',
    'scam',
    'mule',
    'identity_theft',
    'other',
  ],
  feedback_fraud_channel: ['branch', 'atm', 'online', 'mobile'],
  feedback_entity_status: ['suspect', 'victim', 'witness', 'other'],
} as const;

export interface Feedback {
  readonly id: number;
  /** A merge gives feedback to another entity. */
  entityToken: string;
  entityId: number;
  readonly evaluationToken: string | null;
  readonly createdAt: number;
  /** Words by their member's name, as in `feedbackLabels`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly lossAmount: number | null;
  readonly exposureAmount: number | null;
}

export type NewFeedback = Omit<Feedback, 'id' | 'entityId' | 'createdAt'>;

export interface FeedbackStore {
  add(feedback: NewFeedback): Feedback;
  move(feedback: Feedback, entityToken: string): void;
  /** Oldest first. */
  all(): IterableIterator<Feedback>;
  /** For reading an account back from a file. */
  restore(feedback: Feedback): void;
  /** Numbers stay with their entities, also when a merge has taken the feedback away. */
  allEntityIds(): readonly (readonly [entityToken: string, entityId: number])[];
  restoreEntityId(entry: readonly [entityToken: string, entityId: number]): void;
}

export function createFeedbackStore(now: () => number): FeedbackStore {
  const records = new Map<number, Feedback>();
  const entityIds = new Map<string, number>();
  let lastEntityId = firstEntityId;
  const findEntityId = (entityToken: string) => entityIds.get(entityToken) ?? lastEntityId + 1;
  const restoreEntityId = ([entityToken, entityId]: readonly [string, number]) => {
    entityIds.set(entityToken, entityId);
    lastEntityId = Math.max(lastEntityId, entityId);
  };
  const restore = (feedback: Feedback) => {
    records.set(feedback.id, feedback);
    restoreEntityId([feedback.entityToken, feedback.entityId]);
  };
  return {
    add(feedback) {
      const added = {
        ...feedback,
        id: firstId + records.size + 1,
        entityId: findEntityId(feedback.entityToken),
        createdAt: now(),
      };
      restore(added);
      return added;
    },
    move(feedback, entityToken) {
      feedback.entityId = findEntityId(entityToken);
      feedback.entityToken = entityToken;
      restore(feedback);
    },
    all: () => records.values(),
    restore,
    allEntityIds: () => [...entityIds].sort(([, left], [, right]) => left - right),
    restoreEntityId,
  };
}

const firstId = 800;
const firstEntityId = 4_410_900;
