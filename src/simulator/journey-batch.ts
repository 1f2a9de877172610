/** A batch of journey applications. Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-batches */

export interface BatchItem {
  /** What POST .../applications would be sent; its `entities` share one multi_entity_application_batch_key. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly autoDecisions: Readonly<Record<string, string>>;
  /** Null until its turn has come, and when it failed. */
  applicationToken: string | null;
  taskStatus: 'pending' | 'response_returned' | 'application_failed';
}

export interface JourneyBatch {
  /** JB- */
  readonly token: string;
  readonly journeyToken: string;
  readonly journeyVersion: number;
  readonly sandbox: boolean;
  readonly createdAt: number;
  completedAt: number | null;
  error: string | null;
  items: BatchItem[];
}
