/**
 * The alloy-* headers of journeys, and what a path names. A header that is not understood is 400 / 4001; what is unknown
 * is 404 / 4041 with the tokens that were sent in the details, as Alloy documents.
 */

import type { Context } from 'hono';
import type { Account } from '../account.ts';
import { badRequest, buildFault, formatChoices, headerError, notFound, queryError } from '../errors.ts';
import { readFlag, readText } from '../evaluations/headers.ts';
import type { Env } from '../http/env.ts';
import { findVersion, type Journey, type JourneyVersion } from '../records/journey.ts';
import type { JourneyApplication } from '../records/journeys.ts';
import { touchEntityApplication } from './engine.ts';
import { type JourneyRun, openRun } from './run.ts';
import { settleApplication } from './settle.ts';

/** Of one application, for the routes below it. */
export const applicationPath = '/journeys/:journey_token/applications/:journey_application_token';

export interface JourneyHeaders {
  readonly version: number | undefined;
  readonly refreshCache: boolean;
  /** Create and PUT answer with the whole application unless this is true. */
  readonly overrideSync: boolean;
  /** Reruns answer with token and link unless this is true. */
  readonly sync: boolean;
  readonly configurationToken: string | undefined;
}

export function parseJourneyHeaders(context: Context<Env>): JourneyHeaders {
  return {
    version: readVersion(context),
    refreshCache: readFlag(context, 'alloy-refresh-cache'),
    overrideSync: readFlag(context, 'alloy-journey-override-sync'),
    sync: readFlag(context, 'alloy-journey-application-sync'),
    configurationToken: readText(context, 'alloy-multi-environment-config-token'),
  };
}

/** How much of the evaluations an application's answer shows. */
export interface EvaluationDetail {
  readonly full: boolean;
  readonly hidden: ReadonlySet<string>;
}

export function parseEvaluationDetail(context: Context<Env>): EvaluationDetail {
  const full = context.req.query('fullData') ?? 'false';
  if (full !== 'true' && full !== 'false')
    throw queryError([buildFault('fullData', 'any.only', formatChoices([true, false]))]);
  const names = (context.req.query('hideFields') ?? '').split(',').map((name) => name.trim());
  return { full: full === 'true', hidden: new Set(names.filter((name) => name !== '')) };
}

function readVersion(context: Context<Env>): number | undefined {
  const value = readText(context, 'alloy-journey-version');
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw headerError('alloy-journey-version must be a positive whole number');
}

export function findJourney(account: Account, journeyToken: string): Journey {
  const journey = account.journeys.findJourney(journeyToken);
  if (journey === undefined) throw notFound('The journey does not exist', { journey_token: journeyToken });
  return journey;
}

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
