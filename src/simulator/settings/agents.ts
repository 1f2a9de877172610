/** People who work in the demo account. Alloy takes notes and reviews from agents of the account only. */

import * as z from 'zod';
import type { Json } from '../values.ts';

export interface Agent {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
}

export const demoAgents: readonly Agent[] = [
  buildAgent('AG-Dana0Whitlock1Demo22', 'Dana', 'Whitlock'),
  buildAgent('AG-Ravi0Menon1DemoAgt33', 'Ravi', 'Menon'),
  buildAgent('AG-Lena0Castellan1Demo4', 'Lena', 'Castellan'),
];

/** How Alloy refuses a stranger is not public; a body fault that names the agents is our choice. */
export const agentEmail = z.enum(demoAgents.map(({ email }) => email));
/** Who does something, where a body says so. */
export const agentBody = z.looseObject({ email: agentEmail });
export const noteBody = z.strictObject({ note: z.string().min(1), note_author_agent_email: agentEmail });

export function findAgentName(email: string | null): string | null {
  return demoAgents.find((agent) => agent.email === email)?.name ?? null;
}

export function findAgent(token: string | null): Agent | undefined {
  return demoAgents.find((agent) => agent.token === token);
}

/** In the form of every answer of Alloy that shows one. */
export function buildAgentAnswer({ firstName, lastName, email, token }: Agent): Json {
  return { first_name: firstName, last_name: lastName, email, token };
}

function buildAgent(token: string, firstName: string, lastName: string): Agent {
  const email = `${firstName}.${lastName}@example.com`.toLowerCase();
  return { token, email, name: `${firstName} ${lastName}`, firstName, lastName };
}
