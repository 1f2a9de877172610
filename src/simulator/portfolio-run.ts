/**
 * Runs a portfolio workflow: screens every entity that was on file at the run's moment and opens cases for what it
 * finds. Alloy queues runs and publishes no way to follow one; here the queue is empty at once, so that what a run found
 * can be read after the answer that calls it pending.
 * Source: https://developer.alloy.com/public/reference/portfolio-evaluations
 */
import type { Account } from './account.ts';
import { addFindings } from './case-opening.ts';
import { findPersona } from './personas.ts';
import type { PortfolioEvaluation } from './portfolio-evaluation-store.ts';

export function runPortfolio(account: Account, run: PortfolioEvaluation): void {
  for (const entity of account.entities.all()) {
    if (entity.createdAt > run.runAsOf) continue;
    addFindings(
      account,
      { entityToken: entity.token, sandbox: run.sandbox, tags: findPersona(entity.attributes).tags },
      {
        occurredAt: run.runAsOf,
        transactionId: null,
        evaluationToken: null,
        portfolioEvaluationToken: run.token,
        isManual: false,
      },
    );
  }
}
