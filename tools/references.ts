/** Where the arguments of a further call come from: what next-steps.ts and the waits of tools have in common. */
import type { Path, Reference, Selection, Template } from '../src/registry/reference.ts';

type Place = Path | Selection;

/** Alloy's token: a prefix and 20 letters or digits; alone, or as a step of a link. */
function token(prefix: string, ...at: readonly Place[]): Reference {
  return { at, form: new RegExp(`(?:^|/)((?:${prefix})-[A-Za-z0-9]{20})(?=$|[/?#])`) };
}

export const journeyOf = (...at: readonly Place[]) => token('J', ...at);
export const applicationOf = (...at: readonly Place[]) => token('JA', ...at);
export const entityApplicationOf = (...at: readonly Place[]) => token('EA', ...at);
export const entityOf = (...at: readonly Place[]) => token('P|B', ...at);
export const evaluationOf = (...at: readonly Place[]) => token('S|L', ...at);
export const investigationOf = (...at: readonly Place[]) => token('INV', ...at);
export const caseOf = (...at: readonly Place[]) => token('C', ...at);
export const reviewOf = (...at: readonly Place[]) => token('R', ...at);
export const documentOf = (...at: readonly Place[]) => token('D', ...at);
export const listOf = (...at: readonly Place[]) => token('I', ...at);
export const customListOf = (...at: readonly Place[]) => token('CI', ...at);
export const attributeOf = (...at: readonly Place[]) => token('PA', ...at);
export const batchOf = (...at: readonly Place[]) => token('JB', ...at);

/** Node ids are numbers. */
export const nodeOf = (...at: readonly Place[]): Reference => ({ at, form: /^(\d{1,20})$/ });
/** A workflow's token has no prefix. */
export const workflowOf = (...at: readonly Place[]): Reference => ({ at, form: /^([A-Za-z0-9]{32})$/ });
export const majorVersionOf = (...at: readonly Place[]): Reference => ({
  at,
  form: /^(\d{1,9})\.\d{1,9}$/,
});
export const given = (name: string): Reference => ({ at: [`args.${name}`] });
export const orNothing = (reference: Reference): Reference => ({ ...reference, optional: true });

/** The application that an answer shows; a rerun's is another one than the call named. */
export const shownApplication = applicationOf('result.journey_application_token');
export const shownJourney = journeyOf(
  'args.journey_token',
  'result._embedded.journey.journey_token',
  'result._links.self.href',
);
/** So that what is read later has the same form. */
const sameForm = { fullData: orNothing(given('fullData')), hideFields: orNothing(given('hideFields')) };

/** Arguments that read an application again. */
export const readApplication: Readonly<Record<string, Template>> = {
  journey_token: shownJourney,
  id: shownApplication,
};
export const pollApplication: Readonly<Record<string, Template>> = { ...readApplication, ...sameForm };
