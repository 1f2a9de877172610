/** What somebody knows who works with the demo account: its tokens, its people, and how to fill in a form. */
import { readMember } from '../helpers/read-member.ts';
import type { Answer } from './agent.ts';

export const personWorkflow = 'Wf1PersonOnboardingDemoAccount01';
export const businessWorkflow = 'Wf2BusinessOnboardingDemoAccnt02';
export const transactionWorkflow = 'Wf3TransactionMonitoringAccnt003';
export const groupWorkflow = 'Wf5GroupDecisionDemoAccountNum05';
export const groupWorkflowSecret = 'Ws5GroupDecisionDemoAccountNum05';
export const portfolioWorkflow = 'Wf9PortfolioScreeningDemoAcct009';
export const personJourney = 'J-PersonOnboardDemo001';
export const businessJourney = 'J-BusinessOnboardDemo2';
export const alertJourney = 'J-OngoingMonitorAlert3';

export const dana = { email: 'dana.whitlock@example.com', token: 'AG-Dana0Whitlock1Demo22' };
export const ravi = { email: 'ravi.menon@example.com', token: 'AG-Ravi0Menon1DemoAgt33' };

/** Tokens in Alloy's form that nobody has. */
export function unknown(prefix: string): string {
  return `${prefix}-00000000000000000000`;
}

/** Refusals that occur all over: https://developer.alloy.com/public/docs/_errors */
export const badRequest = { status: 400, minor_code: 4000 };
export const badHeader = { status: 400, minor_code: 4001 };
export const badBody = { status: 400, minor_code: 4002 };
export const unknownObject = { status: 400, minor_code: 4013 };
export const unauthorized = { status: 401, minor_code: 4011 };
export const notFound = { status: 404, minor_code: 4041 };
export const conflict = { status: 409, minor_code: 4091 };

let people = 0;

/** Somebody new, of whom nobody else shares a number or an address. */
export function buildPerson(name_first: string, name_last: string) {
  people += 1;
  return {
    name_first,
    name_last,
    birth_date: '1988-02-11',
    document_ssn: String(666_200_000 + people),
    email_address: `${name_first}.${name_last}.${people}@example.com`.toLowerCase(),
  };
}

/** The newest event of that type in an application's answer. */
export function findEvent(application: Answer, type: string): unknown {
  const event = application.list('_embedded.events').findLast((each) => readMember(each, 'type') === type);
  if (event === undefined) throw new Error(`no event ${type} in ${JSON.stringify(application.result)}`);
  return event;
}

/** The token that a link of an event ends with. */
export function readLink(event: unknown, name: string): string {
  const href = readMember(event, `_links.${name}.href`);
  const token = typeof href === 'string' ? href.split('/').at(-1) : undefined;
  if (!token) throw new Error(`no link ${name} in ${JSON.stringify(event)}`);
  return token;
}

/** One member of every item of a list. */
export function readEach(items: readonly unknown[], path: string): readonly unknown[] {
  return items.map((item) => readMember(item, path));
}
