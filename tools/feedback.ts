/** How entities turned out, told to Alloy. Source: https://developer.alloy.com/public/reference/entity-feedback */
import * as z from 'zod';
import { defineTool } from '../src/registry/tool.ts';
import { oneOf, text } from './schemas.ts';

export const list_all_alloy_entity_feedback = defineTool({
  name: 'list_all_alloy_entity_feedback',
  title: 'List entity feedback',
  description: 'All stored feedback on how entities turned out; no filter, no paging.',
  method: 'GET',
  path: '/entity-feedback',
  effect: 'read',
  asked:
    'past fraud reports, labels and outcomes we sent, which customers we reported as fraud, feedback history',
});

const feedback = z.strictObject({
  entity_token: text('Entity; this or external_entity_identifier').optional(),
  external_entity_identifier: text('Your id of the entity').optional(),
  evaluation_token: text('Evaluation it refers to').optional(),
  feedback_case_status: oneOf(
    ['open', 'closed', 'escalated', 'pending_review'],
    'State of the case',
  ).optional(),
  feedback_case_reason: oneOf(
    ['aml', 'confirm_fraud', 'suspected_fraud', 'no_issue', 'other'],
    'What the case showed',
  ).optional(),
  feedback_fraud_type: oneOf(
    [
      'ato',
      'first_party',
      'second_party',
      'synthetic',
      'check_fraud_deposit',
      'check_fraud_inclearing',
      'check_fraud_cashed',
      'payment_fraud_wire',
      'payment_fraud_ach',
      'payment_fraud_p2p',
      'scam',
      'mule',
      'identity_theft',
      'other',
    ],
    'Kind of fraud',
  ).optional(),
  feedback_fraud_channel: oneOf(['branch', 'atm', 'online', 'mobile'], 'Where it happened').optional(),
  feedback_entity_status: oneOf(
    ['suspect', 'victim', 'witness', 'other'],
    'Part the entity played',
  ).optional(),
  // Called a positive integer of format double; the unit is not documented.
  loss_amount: z.number().positive().optional().describe('Loss'),
  exposure_amount: z.number().positive().optional().describe('Amount at risk'),
});
const feedbackEntries = z.array(feedback).min(1);

// The body is a bare array; the seed knows none. Alloy marks no member required, but feedback is about an entity.
export const create_a_alloy_entity_feedback = defineTool({
  name: 'create_a_alloy_entity_feedback',
  title: 'Add entity feedback',
  description:
    'Tells Alloy how entities turned out (fraud, no issue). Appends; the same entry twice is stored twice. Refused entries still answer 200: see data.invalid_entity_feedback.',
  method: 'POST',
  path: '/entity-feedback',
  body: {
    kind: 'array',
    items: {
      entries: feedbackEntries.describe('Each needs entity_token or external_entity_identifier.'),
    },
  },
  example: { entries: [{ entity_token: 'P-2WU9staJ5pVCQ6xgn3KV', feedback_case_status: 'open' }] },
  effect: 'write',
  check: (args) => {
    const { data = [] } = feedbackEntries.safeParse(args['entries']);
    return data.flatMap((entry, index) =>
      entry.entity_token === undefined && entry.external_entity_identifier === undefined
        ? [
            {
              argument: `entries.${index}.entity_token`,
              message: 'is missing, and so is external_entity_identifier; give one of them',
            },
          ]
        : [],
    );
  },
  asked:
    'report fraud back, tell how a customer turned out, confirmed fraud label, charged off, default, chargeback, loss, account takeover, synthetic, mule, scam, first party fraud, train the model, ground truth',
  nextSteps: [
    {
      when: { 'result.data.invalid_entity_feedback': 'present' },
      tool: 'create_a_alloy_entity_feedback',
      arguments: {},
      needs: ['entries'],
      why: 'Some entries were refused: correct those in invalid_entity_feedback and send only them.',
    },
  ],
});
