/** The registry: every tool, by toolset. The order is the order of `tools/list`. */
import type { Tool } from '../src/tool.ts';
import * as accounts from './accounts.ts';
import * as cases from './cases.ts';
import * as customLists from './custom-lists.ts';
import * as documents from './documents.ts';
import * as entities from './entities.ts';
import * as evaluations from './evaluations.ts';
import * as events from './events.ts';
import * as groups from './groups.ts';
import * as investigations from './investigations.ts';
import * as journeys from './journeys.ts';
import * as lists from './lists.ts';
import * as oauth from './oauth.ts';
import * as portfolioEvaluations from './portfolio-evaluations.ts';
import * as publishedAttributes from './published-attributes.ts';
import * as reviews from './reviews.ts';
import * as transactions from './transactions.ts';

export const toolsets = {
  accounts,
  cases,
  custom_lists: customLists,
  documents,
  entities,
  evaluations,
  events,
  groups,
  investigations,
  journeys,
  lists,
  oauth,
  portfolio_evaluations: portfolioEvaluations,
  published_attributes: publishedAttributes,
  reviews,
  transactions,
} satisfies Readonly<Record<string, Readonly<Record<string, Tool>>>>;
