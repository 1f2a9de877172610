/**
 * Query parameters and headers of the journey tools.
 * Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-applications
 */
import * as z from 'zod';
import { flag, number, oneOf, segment, text } from './schemas.ts';

export const fullData = oneOf(['true', 'false'], 'true: events carry whole evaluations').optional();
export const hideFields = text('Fields to mask in full evaluations, comma-separated').optional();
/** Several journeys may use the same external application id. */
export const latestJourney = text('Only applications of this journey (J-)').optional();

export const journeyVersion = number('Version, drafts too; default: active').optional();
export const overrideSync = flag('true: return only the token, at once').optional();
/** Rerun's default is the reverse of create's and update's. */
export const rerunSync = flag('true: wait for the whole application. Default: token at once').optional();

/** How vendors are called; creating and rerunning take all of them. */
export const vendorHeaders = {
  'alloy-sandbox': flag('true: sandbox, no vendor calls').optional(),
  'alloy-sandbox-services': z
    .array(z.string())
    .optional()
    .describe('Only these services in sandbox, e.g. Socure3'),
  'alloy-refresh-cache': flag('true: ignore cached vendor answers').optional(),
};

export const batchToken = segment('Batch token (JB-)');

/** The characters are those that Alloy allows. */
export const ownApplicationId = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+$/)
  .optional();
