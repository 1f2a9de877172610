/** People who work in the demo account. Alloy takes notes and reviews from agents of the account only. */
import * as z from 'zod';

export interface Agent {
  readonly email: string;
  readonly name: string;
}

export const demoAgents: readonly Agent[] = [
  { email: 'dana.whitlock@example.com', name: 'Dana Whitlock' },
  { email: 'ravi.menon@example.com', name: 'Ravi Menon' },
];

/** How Alloy refuses a stranger is not public; a body fault that names the agents is our choice. */
export const agentEmail = z.enum(demoAgents.map(({ email }) => email));

export function findAgentName(email: string | null): string | null {
  return demoAgents.find((agent) => agent.email === email)?.name ?? null;
}
