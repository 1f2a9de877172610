/**
 * Query parameters and headers of the journey tools.
 * Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-applications
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { flag, number, segment, text } from '../schemas.ts';

export const fullData = z.boolean().optional().describe('Events with whole evaluations');
export const hideFields = listed(text('Fields to mask in full evaluations, comma-separated'), {
  description: 'To mask, comma-separated',
}).optional();
/** Several journeys may use the same external application id. */
export const latestJourney = text('Only of this journey (J-)').optional();

export const journeyVersion = listed(number('Drafts too; default: active'), {
  description: 'Default: active',
}).optional();
export const overrideSync = flag('Return only the token, at once').optional();
/** Rerun's default is the reverse of create's and update's. */
export const rerunSync = flag('Wait for all, not only the token').optional();

/** How vendors are called; creating and rerunning take all of them. */
export const vendorHeaders = {
  'alloy-sandbox': flag('No vendor calls').optional(),
  'alloy-sandbox-services': z.array(z.string()).optional().describe('Only these in sandbox, e.g. Socure3'),
  'alloy-refresh-cache': flag('No cached vendor answers').optional(),
};

export const batchToken = segment('Batch token (JB-)');

/** The characters are those that Alloy allows. */
export const ownApplicationId = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+$/)
  .optional();
