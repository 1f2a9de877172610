/**
 * A journey's configuration: per version, branches of nodes that an entity passes. In Alloy it is drawn in the
 * dashboard; here it is part of the demo account. Source: https://developer.alloy.com/public/docs/journeys-overview
 */

export interface JourneyNode {
  /** Not the same in the next version, as with Alloy. */
  readonly id: string;
  readonly name: string | null;
  readonly type: 'start' | 'workflow' | 'docv' | 'action' | 'review' | 'outcome';
  /** Of a workflow or docv node: what it runs. */
  readonly workflowToken?: string;
  /** Of an outcome node: what the branch ends with. */
  readonly outcome?: string;
  /** Of a review or action node: what may be answered; a review's outcomes each with its reasons. */
  readonly outcomes?: readonly ReviewOutcome[];
  /** Of a docv node. */
  readonly documents?: readonly string[];
  readonly selfie?: boolean;
  /** How long an action or docv node waits before the expired path is taken; milliseconds. */
  readonly timeLimit?: number;
  /** The next node's id by outcome in lower case; '*' for any other. */
  readonly next: Readonly<Record<string, string>>;
}

export interface ReviewOutcome {
  readonly name: string;
  readonly reasons: readonly string[];
}

export interface JourneyBranch {
  readonly name: string;
  readonly entityType: 'person' | 'business';
  /** The first is the start node. */
  readonly nodes: readonly JourneyNode[];
}

export interface JourneyVersion {
  readonly number: number;
  readonly branches: readonly JourneyBranch[];
  /** Of a review of the application as a whole. */
  readonly reviewOutcomes: readonly ReviewOutcome[];
}

/** Fixes outcomes of nodes for the applications that name it. Source: the OpenAPI's `multi_environment_config`. */
interface MultiEnvironmentConfiguration {
  /** MEC- */
  readonly token: string;
  readonly notes: string;
  readonly createdAt: string;
  readonly actions: readonly { readonly name: string; readonly outcome: string }[];
  readonly workflows: readonly { readonly name: string; readonly outcome: string }[];
}

export interface Journey {
  /** J- */
  readonly token: string;
  readonly name: string;
  readonly type: 'application' | 'alert';
  readonly activeVersion: number;
  /** Inactive ones before the active one, drafts after it; all run when alloy-journey-version names them. */
  readonly versions: readonly JourneyVersion[];
  readonly configurations: readonly MultiEnvironmentConfiguration[];
}

export function findVersion(journey: Journey, number: number): JourneyVersion | undefined {
  return journey.versions.find((version) => version.number === number);
}

export function findNode(version: JourneyVersion, nodeId: string): JourneyNode | undefined {
  for (const { nodes } of version.branches) {
    const node = nodes.find(({ id }) => id === nodeId);
    if (node !== undefined) return node;
  }
  return undefined;
}
