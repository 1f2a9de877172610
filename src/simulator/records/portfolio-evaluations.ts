/** Runs of a workflow over a whole portfolio. Source: https://developer.alloy.com/public/reference/portfolio-evaluations */

export interface PortfolioEvaluation {
  /** SPE- and a number. */
  readonly token: string;
  readonly workflowToken: string;
  readonly workflowVersion: number;
  readonly source: 'adhoc';
  readonly sandbox: boolean;
  readonly createdAt: number;
  /** It covers what was on file then; a rerun keeps it. */
  readonly runAsOf: number;
  /** The run that it repeats. */
  readonly rerunOf: string | null;
}

export interface PortfolioEvaluationStore {
  find(token: string): PortfolioEvaluation | undefined;
  add(evaluation: Omit<PortfolioEvaluation, 'token' | 'createdAt'>): PortfolioEvaluation;
  all(): IterableIterator<PortfolioEvaluation>;
  /** For reading an account back from a file. */
  restore(evaluation: PortfolioEvaluation): void;
}

export function createPortfolioEvaluationStore(now: () => number): PortfolioEvaluationStore {
  const evaluations = new Map<string, PortfolioEvaluation>();
  const restore = (evaluation: PortfolioEvaluation) => {
    evaluations.set(evaluation.token, evaluation);
  };
  return {
    find: (token) => evaluations.get(token),
    add(evaluation) {
      const added = { ...evaluation, token: `SPE-${firstNumber + evaluations.size}`, createdAt: now() };
      restore(added);
      return added;
    },
    all: () => evaluations.values(),
    restore,
  };
}

const firstNumber = 60_114;
