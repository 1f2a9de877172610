/** Investigations of one embedded Alloy, for tests. */
import { read } from './account-client.ts';
import { createFrontDoor, type FrontDoor } from './front-door.ts';

export const johnDoe = 'P-TfkFe6lCPkElc9Xktd3V';
export const lucySchoen = 'P-ewaa6ImCcpv7FM2XhpNe';
export const dana = 'AG-Dana0Whitlock1Demo22';
export const ravi = 'AG-Ravi0Menon1DemoAgt33';
export const demoInvestigation = 'INV-Dm1AccountTakeover01';
export const demoAlert = 'JA-Dm1AccountTakeover01';

export const newInvestigation = {
  investigation_state: 'alert_review',
  investigation_type: 'Fraud',
  entity_tokens: [johnDoe],
  journey_alerts: [],
};

export async function open(door: FrontDoor, body: Record<string, unknown> = {}): Promise<string> {
  const reply = await door.send('POST', '/investigations', { body: { ...newInvestigation, ...body } });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return String(read(reply.body, 'investigation_token'));
}

export async function close(door: FrontDoor, token: string): Promise<void> {
  const body = { outcome: 'Dismissed', reason: 'Explained' };
  const reply = await door.send('PUT', `/investigations/${token}/review`, { body });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
}

/** A clock that moves on a second with each look at it. */
export function createTickingDoor(): FrontDoor {
  let at = Date.parse('2027-01-15T08:00:00Z');
  return createFrontDoor({
    now: () => {
      at += 1000;
      return at;
    },
  });
}
