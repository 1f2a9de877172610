/**
 * The alerts of an investigation: an alert is a journey application of a journey of type alert.
 * Source: https://developer.alloy.com/public/reference/investigations
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { defineAlias, defineTool } from '../../src/registry/tool.ts';
import { applicationOf, given, reviewOf } from '../references.ts';
import {
  additionalFields,
  agentToken,
  alertToken,
  investigationToken,
  note,
  omitDescription,
  segment,
} from '../schemas.ts';

const alert = {
  investigation_token: investigationToken,
  journey_application_token: alertToken,
};
const reason = omitDescription(z.string().min(1).describe('Reason, as configured in the account'));
const outcome = listed(
  z.string().min(1).describe('As configured in the account, e.g. Suspicious, Dismissed'),
  { description: 'As configured, e.g. Dismissed' },
);

export const get_single_alloy_investigation_alert_by_id = defineTool({
  name: 'get_single_alloy_investigation_alert_by_id',
  title: 'Get investigation alert',
  description:
    'One alert. Tokens of all alerts: get_single_alloy_investigation_by_id, at _embedded.evidences.journey_alerts.',
  method: 'GET',
  path: '/investigations/{investigation_token}/alerts/{journey_application_token}',
  params: { investigation_token: investigationToken, journey_application_token: { id: alertToken } },
  effect: 'read',
  asked: 'look at, read or open one alert, what set it off, alert details',
  nextSteps: [
    {
      when: { 'result.status': ['waiting_review'] },
      tool: 'create_a_alloy_investigation_alert_review',
      arguments: {
        investigation_token: given('investigation_token'),
        journey_application_token: applicationOf(
          'result.journey_application_token',
          'args.id',
          'args.journey_application_token',
        ),
        manual_review_token: reviewOf('result.manual_review_token', {
          list: 'result._embedded.events',
          where: { type: 'pending_review' },
          member: '_links.manual_review.href',
        }),
      },
      needs: ['outcome', 'reason'],
      why: 'waiting_review: a person decides this alert; the decision is final.',
    },
  ],
});

export const list_all_alloy_investigation_alerts = defineAlias(get_single_alloy_investigation_alert_by_id, {
  name: 'list_all_alloy_investigation_alerts',
  title: 'Get investigation alert (by journey_application_token)',
  description: 'One alert of an investigation; not a list.',
  params: alert,
});

// The seed has the alert assigned to the investigation; Alloy assigns it to an agent. Neither requires agent_token,
// though without it there is nothing to assign.
export const update_a_alloy_investigation_alert_assign_by_id = defineTool({
  name: 'update_a_alloy_investigation_alert_assign_by_id',
  title: 'Assign alert',
  description: 'Assigns one alert to an agent; not the investigation itself.',
  method: 'PUT',
  path: '/investigations/{investigation_token}/alerts/{journey_application_token}/assign',
  params: alert,
  body: {
    kind: 'json',
    fields: {
      agent_token: agentToken
        .optional()
        .describe('Needed in practice (AG-); see list_all_alloy_investigation_agents'),
      // On Alloy's page, it seems from the schema it shares with PUT /investigations/assign.
      investigation_tokens: z.array(z.string()).optional().describe('Not needed'),
    },
  },
  example: { agent_token: 'AG-2WU9staJ5pVCQ6xgn3KV' },
  effect: 'write',
  idempotent: true,
  asked: 'give, hand over, pass, route, reassign one alert to an analyst or to me, take an alert',
});

// The seed has the alert removed from the investigation; Alloy says that its agents are unassigned.
export const update_a_alloy_investigation_alert_unassign_by_id = defineTool({
  name: 'update_a_alloy_investigation_alert_unassign_by_id',
  title: 'Unassign alert',
  description: 'Takes the agent off one alert; the alert stays in the investigation.',
  method: 'PUT',
  path: '/investigations/{investigation_token}/alerts/{journey_application_token}/unassign',
  params: alert,
  body: { kind: 'json', fields: {}, rest: { additional_fields: additionalFields } },
  effect: 'write',
  idempotent: true,
  asked: 'take an alert off somebody, release an alert, nobody works on it',
});

// Alloy does not publish this body. Its two sibling reviews take reason, outcome and note, so these are offered;
// they stay optional, as neither Alloy nor the seed is known to require them.
export const create_a_alloy_investigation_alert_review = defineTool({
  name: 'create_a_alloy_investigation_alert_review',
  title: 'Review alert',
  description:
    'Decides an alert whose manual review is pending; the investigation keeps its state. A compliance decision. Give reason and outcome: Alloy publishes no body, but its other reviews need both.',
  method: 'POST',
  path: '/investigations/{investigation_token}/alerts/{journey_application_token}/review/{manual_review_token}/review',
  params: { ...alert, manual_review_token: segment('Manual review of the alert') },
  body: {
    kind: 'json',
    fields: { reason: reason.optional(), outcome: outcome.optional(), note: note.optional() },
    rest: { additional_fields: additionalFields },
  },
  example: { reason: 'Documents verified', outcome: 'Dismissed' },
  effect: 'decide',
  asked:
    'clear, dismiss, close or resolve an alert, false positive, true positive, nothing found, mark alert suspicious, decide the alert',
  hints: [
    {
      kind: 'conflict',
      hint: 'The alert has been decided: get_single_alloy_investigation_alert_by_id shows how. A further opinion is added by update_a_alloy_investigation_alert_appended_review_by_id.',
    },
  ],
});

// Alloy shows two required texts and an optional one without their names; these are those of its sibling,
// PUT /investigations/{investigation_token}/review.
export const update_a_alloy_investigation_alert_appended_review_by_id = defineTool({
  name: 'update_a_alloy_investigation_alert_appended_review_by_id',
  title: 'Append alert review',
  description:
    'Adds a review decision to an alert; earlier ones stay, each call adds one. For a pending manual review use create_a_alloy_investigation_alert_review.',
  method: 'PUT',
  path: '/investigations/{investigation_token}/alerts/{journey_application_token}/review',
  params: alert,
  body: {
    kind: 'json',
    fields: { reason, outcome, note: note.optional() },
    rest: { additional_fields: additionalFields },
  },
  effect: 'decide',
  asked:
    'second opinion, correct, revise, override or change an alert decision that was taken already, quality check of an alert review',
});
