/** Finds what a path names. Unknown is 404 / 4041 with the tokens that were sent in the details, as Alloy documents. */
import type { Account } from './account.ts';
import { badRequest, headerError, notFound } from './errors.ts';
import { findVersion, type Journey, type JourneyVersion } from './journey.ts';
import { touchEntityApplication } from './journey-engine.ts';
import { type JourneyRun, openRun } from './journey-run.ts';
import { settleApplication } from './journey-settle.ts';
import type { JourneyApplication } from './journey-store.ts';

export function findJourney(account: Account, journeyToken: string): Journey {
  const journey = account.journeys.findJourney(journeyToken);
  if (journey === undefined) throw notFound('The journey does not exist', { journey_token: journeyToken });
  return journey;
}

/** What waits for a vendor or ran out of time has moved on by now. */
export function findApplication(
  account: Account,
  path: Readonly<Record<'journey_token' | 'journey_application_token', string>>,
): JourneyRun {
  const application = account.journeys.find(path.journey_application_token);
  if (application === undefined || application.journeyToken !== path.journey_token)
    throw notFound('The journey application does not exist', {
      journey_token: path.journey_token,
      journey_application_token: path.journey_application_token,
    });
  return openRun(account, application);
}

export function findLatest(
  account: Account,
  externalApplicationId: string,
  journeyToken: string | undefined,
): JourneyRun {
  const application = account.journeys.findByExternalId(externalApplicationId, journeyToken);
  if (application === undefined)
    throw notFound('No journey application has this external id', {
      external_application_id: externalApplicationId,
      ...(journeyToken === undefined ? {} : { journey_token: journeyToken }),
    });
  return openRun(account, application);
}

/** Alloy works on in the background; here every call that looks at an application lets it. */
export function touchApplication(run: JourneyRun): JourneyApplication {
  const { application } = run;
  const moved = application.entityApplications.filter((each) => touchEntityApplication(run, each));
  if (moved.length > 0) settleApplication(run);
  return application;
}

/** The version of alloy-journey-version, drafts and inactive ones too; the active one without it. */
export function chooseVersion(journey: Journey, number: number | undefined): JourneyVersion {
  const version = findVersion(journey, number ?? journey.activeVersion);
  if (version === undefined) throw headerError(`The journey has no version ${number}`);
  return version;
}

/** Alerts come from events. What Alloy answers to an attempt to send one is not public. */
export function checkTakesApplications(journey: Journey): void {
  if (journey.type === 'alert')
    throw badRequest('An alert journey takes no applications: events start it', {
      journey_token: journey.token,
    });
}
