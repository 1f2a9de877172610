/**
 * Workflows of the demo account. A workflow decides what data it needs and what its mocked vendors make of a person:
 * personas are a rule of the workflow, not of the API. Tokens and secrets are fixed, so that examples can name them.
 */
import {
  businessInputs,
  groupInputs,
  monitoringInputs,
  personInputs,
  transactionInputs,
  type WorkflowInputs,
} from './workflow-inputs.ts';

export interface Workflow {
  /** 32 alphanumerics; what `alloy-workflow-token` and `application_token` carry. */
  readonly token: string;
  /** With the token, the older key pair that stands for this workflow only. */
  readonly secret: string;
  readonly name: string;
  readonly version: number;
  /** A disabled workflow's key pair is refused. */
  readonly active: boolean;
  readonly kind: 'person' | 'business' | 'transaction' | 'group';
  readonly inputs: WorkflowInputs;
  /** The vendors it asks, in this order. They are mocks: no call leaves the process. */
  readonly services: readonly string[];
  /** Its own rule beside the personas; see decide.ts. */
  readonly rule?: 'contact change' | 'large amount' | 'failed access';
  /** With it the account's deny and allow lists count, too; see account-findings.ts. */
  readonly consults?: Consulted;
  /** It runs over all that is on file (POST /portfolio-evaluations), not over what a call supplies. */
  readonly portfolio?: true;
}

export interface Consulted {
  /** A custom list: its column `email_domain` is looked up. */
  readonly emailDomainList: string;
  /** The published attribute whose `value` asks for a review. */
  readonly reviewedAttribute: { readonly name: string; readonly value: string };
}

export const consultedByPersonOnboarding: Consulted = {
  emailDomainList: 'CI-Dm1RiskyEmailDomain1',
  reviewedAttribute: { name: 'internal_risk_tier', value: 'high' },
};

export const personOnboarding: Workflow = {
  token: 'Wf1PersonOnboardingDemoAccount01',
  secret: 'Ws1PersonOnboardingDemoAccount01',
  name: 'Consumer onboarding',
  version: 14,
  active: true,
  kind: 'person',
  inputs: personInputs,
  services: ['Emailage', 'Socure', 'White Pages Pro'],
  consults: consultedByPersonOnboarding,
};

export const businessOnboarding: Workflow = {
  token: 'Wf2BusinessOnboardingDemoAccnt02',
  secret: 'Ws2BusinessOnboardingDemoAccnt02',
  name: 'Business onboarding',
  version: 6,
  active: true,
  kind: 'business',
  inputs: businessInputs,
  services: ['Business Registry', 'Business Watchlists'],
};

export const transactionMonitoring: Workflow = {
  token: 'Wf3TransactionMonitoringAccnt003',
  secret: 'Ws3TransactionMonitoringAccnt003',
  name: 'Transaction monitoring',
  version: 9,
  active: true,
  kind: 'transaction',
  inputs: transactionInputs,
  services: ['Transaction Rules', 'Sanctions Screening'],
  rule: 'large amount',
};

/** The token and version are those of the monitored event in Alloy's guide on entity groups. */
export const personMonitoring: Workflow = {
  token: 'PVIdeFAeYkzE4bTSYRdxRWQkPqd7q3Xg',
  secret: 'Ws4PersonMonitoringDemoAccount04',
  name: 'Person monitoring',
  version: 4,
  active: true,
  kind: 'person',
  inputs: monitoringInputs,
  services: ['Account Takeover Rules'],
  rule: 'contact change',
};

export const groupDecision: Workflow = {
  token: 'Wf5GroupDecisionDemoAccountNum05',
  secret: 'Ws5GroupDecisionDemoAccountNum05',
  name: 'Joint account group',
  version: 2,
  active: true,
  kind: 'group',
  inputs: groupInputs,
  services: ['Group'],
};

/** Watches logins and the like that failed. */
export const accessMonitoring: Workflow = {
  token: 'Wf8AccessMonitoringDemoAccount08',
  secret: 'Ws8AccessMonitoringDemoAccount08',
  name: 'Account access monitoring',
  version: 5,
  active: true,
  kind: 'person',
  inputs: monitoringInputs,
  services: ['Account Takeover Rules'],
  rule: 'failed access',
};

/** Screens everyone on file again, as their names stand; see portfolio-routes.ts. */
export const portfolioScreening: Workflow = {
  token: 'Wf9PortfolioScreeningDemoAcct009',
  secret: 'Ws9PortfolioScreeningDemoAcct009',
  name: 'Portfolio screening',
  version: 3,
  active: true,
  kind: 'person',
  inputs: monitoringInputs,
  services: ['Sanctions Screening'],
  portfolio: true,
};

/** Disabled in the account's settings: its pair gets 401 / 4011. */
export const retiredOnboarding: Workflow = {
  ...personOnboarding,
  token: 'Wf6RetiredOnboardingDemoAccnt006',
  secret: 'Ws6RetiredOnboardingDemoAccnt006',
  name: 'Consumer onboarding (retired)',
  version: 3,
  active: false,
};

/** What the demo journeys run once the documents of a step-up are there. */
export const documentVerification: Workflow = {
  token: 'Wf7DocumentVerificationDemoAcc07',
  secret: 'Ws7DocumentVerificationDemoAcc07',
  name: 'Document verification',
  version: 2,
  active: true,
  kind: 'person',
  inputs: monitoringInputs,
  services: ['Document Verification'],
};

export const demoWorkflows: readonly Workflow[] = [
  personOnboarding,
  businessOnboarding,
  transactionMonitoring,
  personMonitoring,
  accessMonitoring,
  groupDecision,
  retiredOnboarding,
  documentVerification,
  portfolioScreening,
];
