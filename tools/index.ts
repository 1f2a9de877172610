/** The registry: every tool, by toolset. The order is the order of `tools/list`. */
import type { Tool } from '../src/registry/tool.ts';
import * as accounts from './accounts/accounts.ts';
import * as cases from './cases.ts';
import * as customLists from './custom-lists.ts';
import * as documents from './documents.ts';
import * as entities from './entities.ts';
import * as evaluations from './evaluations/evaluations.ts';
import * as events from './events/events.ts';
import * as feedback from './feedback.ts';
import * as groups from './groups.ts';
import * as investigationAlerts from './investigations/alerts.ts';
import * as investigations from './investigations/investigations.ts';
import * as investigationTypes from './investigations/types.ts';
import * as journeyApplications from './journeys/applications.ts';
import * as journeyBatches from './journeys/batches.ts';
import * as journeyReviews from './journeys/reviews.ts';
import * as lists from './lists.ts';
import * as oauth from './oauth.ts';
import * as portfolioEvaluations from './portfolio-evaluations.ts';
import * as publishedAttributes from './published-attributes.ts';
import * as reviews from './reviews.ts';
import * as transactions from './transactions/transactions.ts';

export const toolsets = {
  accounts,
  cases,
  custom_lists: customLists,
  documents,
  entities: { ...entities, ...feedback },
  evaluations,
  events,
  groups,
  investigations: { ...investigations, ...investigationAlerts, ...investigationTypes },
  journeys: { ...journeyApplications, ...journeyBatches, ...journeyReviews },
  lists,
  oauth,
  portfolio_evaluations: portfolioEvaluations,
  published_attributes: publishedAttributes,
  reviews,
  transactions,
} satisfies Readonly<Record<string, Readonly<Record<string, Tool>>>>;
