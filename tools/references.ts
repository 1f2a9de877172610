/** Where the arguments of a further call come from: what next steps and waits have in common. */
import type { Path, Reference, Selection, Template } from '../src/registry/reference.ts';
import { buildTokenPattern, listPrefixes, type TokenPlace } from '../src/registry/token-kinds.ts';

type Place = Path | Selection;

/** A token that may stand at a place of that name; alone, or as a step of a link. */
export function tokenOf(place: TokenPlace, ...at: readonly Place[]): Reference {
  return { at, form: new RegExp(`(?:^|/)(${buildTokenPattern(listPrefixes(place))})(?=$|[/?#])`) };
}

export const journeyOf = (...at: readonly Place[]) => tokenOf('journey_token', ...at);
export const applicationOf = (...at: readonly Place[]) => tokenOf('journey_application_token', ...at);
export const entityApplicationOf = (...at: readonly Place[]) => tokenOf('entity_application_token', ...at);
export const entityOf = (...at: readonly Place[]) => tokenOf('entity_token', ...at);
export const evaluationOf = (...at: readonly Place[]) => tokenOf('evaluation_token', ...at);
export const investigationOf = (...at: readonly Place[]) => tokenOf('investigation_token', ...at);
export const caseOf = (...at: readonly Place[]) => tokenOf('case_token', ...at);
export const reviewOf = (...at: readonly Place[]) => tokenOf('review_token', ...at);
export const batchOf = (...at: readonly Place[]) => tokenOf('journey_batch_token', ...at);

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
