/**
 * Investigation types of the demo account, and one open investigation: a login that failed on an unknown device, as
 * if its event had just come in. All invented, tokens fixed.
 */

import type { Account } from '../account.ts';
import { evaluateEvent, raiseAlerts } from '../events/monitoring.ts';
import { addTags } from '../investigations/lifecycle.ts';
import { demoAgents } from '../settings/agents.ts';
import { createTokenSource } from '../state/tokens.ts';
import { formatDate } from '../values.ts';

const demoInvestigationToken = 'INV-Dm1AccountTakeover01';
export const demoAlertToken = 'JA-Dm1AccountTakeover01';

export function addDemoInvestigations(account: Account): void {
  addTypes(account);
  addOpenInvestigation(account);
}

function addTypes({ investigationTypes }: Account): void {
  const types: readonly [name: string, useCase: string, description: string | null][] = [
    ['Suspicious activity', 'AML', 'Alerts of transaction monitoring'],
    ['Account takeover', 'Fraud', 'Alerts of account access monitoring'],
    ['Fraud', 'Fraud', null],
    ['Watchlist match', 'Sanctions', 'Customers who may be on a list'],
    ['Check kiting', 'Fraud', 'No longer used'],
  ];
  for (const [name, useCase, description] of types) {
    const type = investigationTypes.create({ name, useCase, description });
    if (name === 'Check kiting') investigationTypes.setArchived(type, true);
  }
}

function addOpenInvestigation(account: Account): void {
  const entity = account.entities.create(
    'person',
    {
      externalIds: [{ external_entity_id: 'demo-customer-07', external_entity_id_type: null }],
      attributes: { name_first: 'Mara', name_last: 'Lindqvist', status: 'active' },
      birthDate: '1991-04-22',
      ssn: '666220491',
      emails: ['mara.lindqvist@example.com'],
      phones: [{ phone_number: '+12025550164', type: 'cell' }],
    },
    { token: 'P-Dm7MaraLindqvist0007' },
  );
  const data = {
    timestamp: formatDate(account.now()),
    external_entity_id: 'demo-customer-07',
    login_method: 'password',
    status: 'failed',
    device: { external_device_id: 'dev-7719', registered_device: false },
  };
  const pinned = pinTokens(account);
  const envelope = { eventType: 'login', eventStatus: 'failed' };
  const evaluations = evaluateEvent(pinned, { ...envelope, entity, data, mode: { sandbox: true } });
  const { token: eventToken } = account.events.add(
    {
      eventType: 'login',
      status: 'PROCESSED',
      lifecycleId: null,
      externalId: 'demo-login-01',
      upserted: null,
      body: { event_type: 'login', event_status: 'failed', external_event_id: 'demo-login-01', data },
      entityToken: entity.token,
      evaluationTokens: evaluations.map(({ token }) => token),
    },
    'EV-Dm1FailedLogin000001',
  );
  raiseAlerts(pinned, eventToken, evaluations);
  const investigation = account.investigations.find(demoInvestigationToken);
  if (investigation === undefined) throw new Error('the demo event has opened no investigation');
  investigation.assigneeToken = demoAgents[0]?.token ?? null;
  account.investigations.record(investigation, 'assigned', {
    assignedAgentToken: investigation.assigneeToken,
  });
  addTags(investigation, [{ tag_name: 'New device', is_outcome_reason: true }]);
}

/** The account, but for tokens that are the same whatever the seed, and take none from the account's own. */
function pinTokens(account: Account): Account {
  const { journeys, investigations } = account;
  return {
    ...account,
    newToken: createTokenSource('demo investigations'),
    journeys: { ...journeys, newApplicationToken: () => demoAlertToken },
    investigations: {
      ...investigations,
      create: (start) => investigations.create(start, { token: demoInvestigationToken }),
    },
  };
}
