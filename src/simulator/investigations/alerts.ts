/** Puts alerts into investigations. Source: https://developer.alloy.com/public/docs/example-ongoing-scenarios */

import type { Account } from '../account.ts';
import { type AlloyError, fieldError, formatChoices, unknownObject } from '../errors.ts';
import { findAlertOutcomes } from '../journeys/alerts.ts';
import { formatEntityName } from '../records/entities.ts';
import { type Investigation, isClosed } from '../records/investigations.ts';
import type { JourneyApplication } from '../records/journeys.ts';
import type { OngoingJourney } from '../settings/ongoing-journeys.ts';
import { readMember } from '../values.ts';

/** An alert is an application of an alert-type journey; any other token is unknown here: 400 / 4013. */
export function findAlert(account: Account, token: string): JourneyApplication {
  const application = account.journeys.find(token);
  if (application === undefined || account.journeys.findJourney(application.journeyToken)?.type !== 'alert')
    throw unknownObject('journey_alert_token', token);
  return application;
}

/** What a review may end with, and why, is set up in the journey. Letters of outcomes decide, not case. */
export function checkAlertDecision(
  account: Account,
  alert: JourneyApplication,
  decision: { readonly outcome: string; readonly reason?: string | null | undefined },
  path = '',
): void {
  const outcomes = findAlertOutcomes(account, alert);
  const outcome = outcomes.find(({ name }) => name.toLowerCase() === decision.outcome.toLowerCase());
  if (outcome === undefined)
    throw refuse(
      `${path}outcome`,
      outcomes.map(({ name }) => name),
    );
  if (decision.reason && !outcome.reasons.includes(decision.reason))
    throw refuse(`${path}reason`, outcome.reasons);
}

function refuse(path: string, allowed: readonly string[]): AlloyError {
  return fieldError(path, 'any.only', formatChoices(allowed));
}

/** Its entity becomes one of the investigation's. One that is in already stays as it is. */
export function addAlert(account: Account, investigation: Investigation, alert: JourneyApplication): void {
  if (investigation.alerts.some(({ journeyApplicationToken }) => journeyApplicationToken === alert.token))
    return;
  investigation.alerts.push({
    journeyApplicationToken: alert.token,
    journeyToken: alert.journeyToken,
    reviews: [],
  });
  for (const { entityToken } of alert.entityApplications) addOnce(investigation.entityTokens, entityToken);
  addOnce(investigation.deviceIds, findDevice(account, alert));
  addOnce(investigation.programNames, findOngoingJourney(account, alert)?.programName);
  addOnce(alert.investigationTokens, investigation.token);
  account.investigations.record(investigation, 'alert_added', {
    meta: { journey_application_token: alert.token },
  });
}

/**
 * A workflow's alert joins the investigation of its type that is open for the entity and takes alerts, the latest if
 * there are several; else it opens one.
 */
export function investigateAlert(
  account: Account,
  alert: JourneyApplication,
  { investigationType }: OngoingJourney,
): Investigation {
  const entityTokens = alert.entityApplications.map(({ entityToken }) => entityToken);
  const joined = [...account.investigations.all()].findLast(
    (each) =>
      each.type === investigationType &&
      each.shouldAggregateAlerts &&
      each.archivedAt === null &&
      !isClosed(each) &&
      each.entityTokens.some((token) => entityTokens.includes(token)),
  );
  const investigation = joined ?? openInvestigation(account, investigationType, entityTokens);
  addAlert(account, investigation, alert);
  return investigation;
}

/** It bears the entity's name, as in Alloy's examples. */
function openInvestigation(account: Account, type: string, entityTokens: readonly string[]): Investigation {
  const entity = account.entities.find(entityTokens[0] ?? '');
  return account.investigations.create({
    name: entity === undefined ? null : formatEntityName(entity),
    type,
    state: 'alert_review',
    source: 'alert',
    shouldAggregateAlerts: true,
    entityTokens: [...entityTokens],
  });
}

/** The setting that raised it: that of the workflow whose evaluation it began with. */
function findOngoingJourney(account: Account, alert: JourneyApplication): OngoingJourney | undefined {
  const evaluationToken = alert.entityApplications[0]?.evaluationTokens[0] ?? '';
  const workflowToken = account.evaluations.find(evaluationToken)?.workflowToken;
  return account.ongoingJourneys.find(({ sourceWorkflowToken }) => sourceWorkflowToken === workflowToken);
}

/** The client's id of the device that the alert's event came from. */
function findDevice(account: Account, { sourceEventToken }: JourneyApplication): string | undefined {
  const body = account.events.find(sourceEventToken ?? '')?.body;
  const id = readMember(body, 'data', 'device', 'external_device_id');
  return typeof id === 'string' ? id : undefined;
}

function addOnce(list: string[], item: string | undefined): void {
  if (item !== undefined && !list.includes(item)) list.push(item);
}
