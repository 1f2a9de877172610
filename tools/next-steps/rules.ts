/**
 * What to call next, by what Alloy answered: the statuses that wait for somebody, and what each waits for. Here stands
 * what several tools share; what belongs to one is `nextSteps` of its definition and comes after this. Within a tool the
 * order is that of usefulness, since at most three are shown.
 * Sources: https://developer.alloy.com/public/docs/statuses-and-outcomes, .../docs/_errors (200, 202, 206) and
 * https://help.alloy.com/hc/en-us/articles/43442661365787-Investigation-Structure
 */
import type { NextStepRule } from '../../src/registry/next-step-rule.ts';
import { journeyNextSteps } from './journeys.ts';
import { reviewNextSteps } from './reviews.ts';

export const nextStepRules: readonly NextStepRule[] = [...journeyNextSteps, ...reviewNextSteps];
