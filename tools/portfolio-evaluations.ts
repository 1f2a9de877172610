/** Runs over a whole portfolio. Source: https://developer.alloy.com/public/reference/portfolio-evaluations */
import { defineTool } from '../src/registry/tool.ts';
import { omitDescription, oneOf, segment, workflowToken } from './schemas.ts';

/** The seed speaks of an id in the answer; Alloy calls it portfolio_evaluation_token. */
export const create_a_alloy_portfolio_evaluation = defineTool({
  name: 'create_a_alloy_portfolio_evaluation',
  title: 'Run portfolio evaluation',
  description:
    'Queues a portfolio workflow over every entity it covers and returns portfolio_evaluation_token. Every call is a whole new run and may cost vendor fees; Alloy documents no way to follow or stop one.',
  method: 'POST',
  path: '/portfolio-evaluations',
  headers: { 'alloy-workflow-token': workflowToken },
  body: { kind: 'json', fields: { source: omitDescription(oneOf(['adhoc'], 'What started the run')) } },
  example: { alloy_workflow_token: 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6' },
  effect: 'write',
  asked:
    'rescreen, recheck or rescore existing, already onboarded, all or every customer, periodic review, nightly or monthly screening of the portfolio, customer base or book',
  hints: [
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'alloy_workflow_token must name a portfolio workflow; the configured default is another kind.',
    },
  ],
});

export const create_a_alloy_portfolio_evaluation_rerun = defineTool({
  name: 'create_a_alloy_portfolio_evaluation_rerun',
  title: 'Rerun portfolio evaluation',
  description:
    'Queues an earlier portfolio evaluation again under a new token, on the same workflow version and as of the same time. Every call is a whole new run and may cost vendor fees.',
  method: 'POST',
  path: '/portfolio-evaluations/{portfolio_evaluation_token}/rerun',
  params: {
    portfolio_evaluation_token: segment('E.g. SPE-81207'),
  },
  effect: 'write',
  asked: 'do a portfolio run, rescreening or check over, again',
});
