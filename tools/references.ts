/** Where the arguments of a further call come from: what next steps and waits have in common. */
import type { Path, Reference, Selection, Template } from '../src/registry/reference.ts';

type Place = Path | Selection;

/** Alloy's token: a prefix and 20 letters or digits; alone, or as a step of a link. */
export function tokenOf(prefix: string, ...at: readonly Place[]): Reference {
  return { at, form: new RegExp(`(?:^|/)((?:${prefix})-[A-Za-z0-9]{20})(?=$|[/?#])`) };
}

export const journeyOf = (...at: readonly Place[]) => tokenOf('J', ...at);
export const applicationOf = (...at: readonly Place[]) => tokenOf('JA', ...at);
export const entityApplicationOf = (...at: readonly Place[]) => tokenOf('EA', ...at);
export const entityOf = (...at: readonly Place[]) => tokenOf('P|B', ...at);
export const evaluationOf = (...at: readonly Place[]) => tokenOf('S|L', ...at);
export const investigationOf = (...at: readonly Place[]) => tokenOf('INV', ...at);
export const caseOf = (...at: readonly Place[]) => tokenOf('C', ...at);
export const reviewOf = (...at: readonly Place[]) => tokenOf('R', ...at);
export const batchOf = (...at: readonly Place[]) => tokenOf('JB', ...at);

/** Node ids are numbers. */
export const nodeOf = (...at: readonly Place[]): Reference => ({ at, form: /^(\d{1,20})$/ });
/** A workflow's token has no prefix. */
export const workflowOf = (...at: readonly Place[]): Reference => ({ at, form: /^([A-Za-z0-9]{32})$/ });
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
