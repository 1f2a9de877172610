/** Where the arguments of a further call come from: what next-steps.ts and the waits of tools have in common. */
import type { Path, Reference, Selection, Template } from '../src/registry/reference.ts';
import { buildTokenPattern, listPrefixes, type TokenPlace } from '../src/registry/token-kinds.ts';

type Place = Path | Selection;

/** A token that may stand at a place of that name; alone, or as a step of a link. */
function token(place: TokenPlace, ...at: readonly Place[]): Reference {
  return { at, form: new RegExp(`(?:^|/)(${buildTokenPattern(listPrefixes(place))})(?=$|[/?#])`) };
}

export const journeyOf = (...at: readonly Place[]) => token('journey_token', ...at);
export const applicationOf = (...at: readonly Place[]) => token('journey_application_token', ...at);
export const entityApplicationOf = (...at: readonly Place[]) => token('entity_application_token', ...at);
export const entityOf = (...at: readonly Place[]) => token('entity_token', ...at);
export const evaluationOf = (...at: readonly Place[]) => token('evaluation_token', ...at);
export const investigationOf = (...at: readonly Place[]) => token('investigation_token', ...at);
export const caseOf = (...at: readonly Place[]) => token('case_token', ...at);
export const reviewOf = (...at: readonly Place[]) => token('review_token', ...at);
export const documentOf = (...at: readonly Place[]) => token('document_token', ...at);
export const listOf = (...at: readonly Place[]) => token('list_token', ...at);
export const customListOf = (...at: readonly Place[]) => token('custom_list_token', ...at);
export const attributeOf = (...at: readonly Place[]) => token('published_attribute_token', ...at);
export const batchOf = (...at: readonly Place[]) => token('journey_batch_token', ...at);

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
