/** Who may do what: keys, bearer tokens, and callers without permission. */
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Walks } from './agent.ts';
import {
  badBody,
  buildPerson,
  groupWorkflow,
  groupWorkflowSecret,
  personWorkflow,
  unauthorized,
} from './demo-account.ts';

export const accessWalks: Walks = {
  'bearer tokens are issued in both forms, and withheld': async ({ call, refused }) => {
    const issue = 'create_a_alloy_oauth_token';
    const grant = { grant_type: 'client_credentials' };
    const current = await call(issue, grant);
    expect(current.result).toMatchObject({
      access_token: '[removed]',
      token_type: 'bearer',
      expires_in: 3600,
    });
    const pair = { application_token: groupWorkflow, application_secret: groupWorkflowSecret };
    const older = await call(issue, { ...grant, ...pair });
    expect(older.read('bearer_token')).toBe('[removed]');
    await refused(issue, { ...grant, ...pair, application_secret: personWorkflow }, unauthorized);
    await refused(issue, { ...grant, application_token: groupWorkflow }, badBody);
  },

  'bearer tokens that others hold are validated': async (_, served) => {
    const agent = await served.open(served.credentials);
    const validate = 'create_a_alloy_oauth_validation';
    const token = await served.issueToken(served.credentials);
    const validated = await agent.call(validate, { bearer_token: token });
    expect(validated.result).toMatchObject({ valid: true, application_active: true });
    await agent.refused(validate, { bearer_token: `${token}x` }, unauthorized);
    await agent.close();
  },

  "credentials that came as arguments are not said to be the server's": async ({ refused }) => {
    const pair = { application_token: groupWorkflow, application_secret: personWorkflow };
    const error = await refused(
      'create_a_alloy_oauth_token',
      { grant_type: 'client_credentials', ...pair },
      unauthorized,
    );
    expect(String(readMember(error, 'hint'))).not.toContain('other arguments will not help');
  },

  'the server itself works with OAuth': async (_, served) => {
    const agent = await served.open(served.credentials, {
      ALLOY_AUTH: 'oauth',
      ALLOY_WORKFLOW_TOKEN: personWorkflow,
    });
    const evaluated = await agent.call('create_a_alloy_evaluation', buildPerson('Oda', 'Okafor'));
    expect(evaluated.read('summary.outcome')).toBe('Approved');
    await agent.close();
  },

  "a workflow's key runs that workflow, and may not see the custom lists": async (_, served) => {
    const agent = await served.open({
      token: 'Wf2BusinessOnboardingDemoAccnt02',
      secret: 'Ws2BusinessOnboardingDemoAccnt02',
    });
    const parameters = await agent.call('list_all_alloy_parameters');
    expect(JSON.stringify(parameters.read('required'))).toContain('business_name');
    await agent.refused('list_all_alloy_custom_lists', {}, { status: 403, minor_code: 4031 });
    await agent.close();
  },
};
