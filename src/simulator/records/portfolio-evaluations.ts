/** Runs of a workflow over a whole portfolio. Source: https://developer.alloy.com/public/reference/portfolio-evaluations */

import { createRecords, type Records } from './records.ts';

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

export interface PortfolioEvaluationStore extends Records<PortfolioEvaluation> {
  add(evaluation: Omit<PortfolioEvaluation, 'token' | 'createdAt'>): PortfolioEvaluation;
}

export function createPortfolioEvaluationStore(now: () => number): PortfolioEvaluationStore {
  const { find, all, restore } = createRecords<PortfolioEvaluation>();
  return {
    find,
    all,
    restore,
    add(evaluation) {
      const added = { ...evaluation, token: `SPE-${firstNumber + [...all()].length}`, createdAt: now() };
      restore(added);
      return added;
    },
  };
}

const firstNumber = 60_114;
