/** Argument schemas that several toolsets share. Facts: https://developer.alloy.com/public/reference */
import * as z from 'zod';
import { listed } from '../src/registry/argument-listing.ts';

/** Text; `description` is what a model reads, so it says what belongs there, not that it is a string. */
export const text = (description: string) => z.string().describe(description);
export const flag = (description: string) => z.boolean().describe(description);
export const integer = (description: string) => z.int().describe(description);
export const number = (description: string) => z.number().describe(description);
/** One of a fixed set of words. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) => z.enum(values).describe(description);
/** Of a field whose name says it all: `tools/list` leaves the description to the whole schema. */
export const omitDescription = <Described extends z.ZodType>(schema: Described): Described =>
  listed(schema, { omitDescription: true });

/** A JSON object with members of the caller's own. */
export const json = (description: string) => z.record(z.string(), z.unknown()).describe(description);

/** A segment of a path: never empty; what else is refused is decided in one place, `src/request.ts`. */
const token = (description: string) => z.string().min(1).describe(description);

export const entityToken = listed(token('Entity token (P-, B-) or your external entity id'), {
  description: 'Or your external id',
});
export const evaluationToken = token('Evaluation token (S-, L-)');
export const groupToken = listed(token('Legacy group token (G-) or your external group id'), {
  description: 'Or your external group id',
});
export const reviewToken = token('Review token (R-)');
export const documentToken = token('Document token (D-)');
export const accountToken = listed(token('Bank account token (A-) or your external_account_id'), {
  description: 'Or your external_account_id',
});
export const journeyToken = token('Journey token (J-)');
export const applicationToken = token('Journey application token (JA-)');
export const externalApplicationId = token('Your external application id');
export const investigationToken = token('Investigation token (INV-)');
export const alertToken = token('Alert, a journey application (JA-)');
export const caseToken = token('Case token (C-)');
export const listToken = token('List token (I-)');
export const customListToken = token('Custom list token (CI-)');
export const attributeToken = token('Published attribute token (PA-)');
export const agentToken = token('Agent token (AG-)');
export const agentEmail = listed(z.string().describe('Email of an agent of the Alloy account'), {
  description: 'Email of the agent',
});
/** A path segment of another kind. */
export const segment = token;

export const workflowToken = listed(
  z.string().optional().describe('For account-level keys; default: the configured one'),
  { description: 'Default: the configured one' },
);

/** Paging arguments of the operations that count pages from 1. */
export const page = listed(z.int().min(1).optional().describe('Page, from 1'), { omitDescription: true });
export const perPage = z.int().min(1).max(1000).optional().describe('Default and max 1000');

/** Body fields that the documentation does not name; merged into the body as they are. */
export const additionalFields = listed(
  z.record(z.string(), z.unknown()).optional().describe('Further body fields, sent as given'),
  { omitDescription: true },
);

export const agent = z.strictObject({ email: agentEmail }).describe('Agent');
export const reasons = omitDescription(
  z.array(z.string()).min(1).describe('Review reasons, spelled as configured in the account'),
);
export const outcome = listed(z.string().min(1).describe('Outcome, spelled as configured in the account'), {
  description: 'As configured',
});
export const note = z.string().min(1).describe('Note');

/** Embedded Finance, evaluations and journeys: one header, the values joined with commas. */
export const auditAccountSlugs = listed(
  z.array(z.string()).min(1).describe('All parent organizations that keep access; any left out loses it'),
  { description: 'All that keep access; any left out loses it' },
);
