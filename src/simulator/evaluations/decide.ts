/**
 * What a workflow of the demo account makes of the data: asks for more, or decides. Pure, but for the notes that the
 * vendors' cache takes.
 */

import type { BodyFault } from '../errors.ts';
import type { VendorCallStore } from '../records/vendor-calls.ts';
import { findPersona, type Persona } from '../settings/personas.ts';
import {
  findFaults,
  findMissing,
  license,
  licenseState,
  type WorkflowInputs,
} from '../settings/workflow-inputs.ts';
import type { Workflow } from '../settings/workflows.ts';
import { type Json, readMember } from '../values.ts';
import type { AccountFindings } from './account-findings.ts';
import { buildQuizPrompt, parseQuizResult, type QuizResult } from './quiz.ts';
import { findFirstVendor, runVendors, type VendorRun } from './vendors.ts';

export interface Circumstances {
  readonly workflow: Workflow;
  readonly supplied: Json;
  /** What is on file of the entity and counts where `supplied` is silent; empty when it is not to be used. */
  readonly onFile: Json;
  /** The other side of a transaction, when it is to be screened. */
  readonly counterparty: Json | undefined;
  /** False for a transaction whose sides are not to be screened. */
  readonly screens: boolean;
  /** An event's data is checked by the event's own schema, and an event never waits. */
  readonly fromEvent: boolean;
  readonly answers: unknown;
  /** Counts from 1; each PATCH is one more. */
  readonly attempt: number;
  readonly vendorCalls: VendorCallStore;
  readonly refreshCache: boolean;
  readonly now: number;
  /** What the account's lists and attributes say, where the workflow consults them. */
  readonly accountFindings?: AccountFindings | undefined;
}

export interface Waiting {
  readonly kind: 'waiting';
  readonly asks: Json;
}

export interface Decided {
  readonly kind: 'decided';
  readonly outcome: string;
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
  readonly fraudScore: number;
  readonly fraudFlags: readonly string[];
  readonly watchlistMatches: readonly { readonly list: string; readonly name: string }[];
  readonly runs: readonly VendorRun[];
  readonly quiz: QuizResult | undefined;
}

/** Faults of the body for this workflow; for 400 / 4002, before anything is stored. */
export function findBodyFaults(workflow: Workflow, supplied: Json): BodyFault[] {
  return findFaults(workflow.inputs, supplied);
}

export function decide(circumstances: Circumstances): Waiting | Decided {
  const { workflow, supplied, onFile, fromEvent } = circumstances;
  const data = { ...onFile, ...supplied };
  const persona = findPersona(data);
  if (!fromEvent) {
    const missing = findMissing(extendInputs(workflow.inputs, persona), supplied);
    if (missing !== undefined) {
      const { required, optional, or } = missing;
      return { kind: 'waiting', asks: { required, optional, ...(or.length > 0 ? { or } : {}) } };
    }
  }
  const asksQuiz = persona.name === 'Quiz' && workflow.kind === 'person' && !fromEvent;
  const quiz = asksQuiz ? parseQuizResult(circumstances.answers) : undefined;
  if (asksQuiz && quiz === undefined) return { kind: 'waiting', asks: buildQuizPrompt() };

  const runs = runVendors({
    services: workflow.services,
    data,
    failing: findFailing(circumstances, persona, data),
    skipped: new Set(circumstances.screens ? [] : ['Sanctions Screening']),
    calls: circumstances.vendorCalls,
    refreshCache: circumstances.refreshCache,
    now: circumstances.now,
  });
  return applyRules({ circumstances, data, persona, runs, quiz });
}

interface Findings {
  readonly circumstances: Circumstances;
  readonly data: Json;
  readonly persona: Persona;
  readonly runs: readonly VendorRun[];
  readonly quiz: QuizResult | undefined;
}

function applyRules(findings: Findings): Decided {
  const { persona, runs, quiz, circumstances } = findings;
  const matches = findWatchlistMatches(findings);
  const verdict = findVerdict(persona, matches.length > 0, circumstances.accountFindings);
  const isDenied = verdict.outcome === 'Denied';
  const concerns = isDenied ? [] : findConcerns(findings, matches.length > 0);
  return {
    kind: 'decided',
    outcome: concerns.length > 0 ? 'Manual Review' : verdict.outcome,
    tags: [
      ...verdict.tags,
      ...(quiz?.passed && !isDenied ? ['Quiz Passed'] : []),
      ...concerns.flatMap(({ tags }) => tags),
    ],
    reasons: [...verdict.reasons, ...concerns.flatMap(({ reasons }) => reasons)],
    fraudScore: persona.fraudScore,
    fraudFlags: persona.fraudFlags,
    watchlistMatches: matches,
    runs,
    quiz,
  };
}

/** What the vendors say of the person, unless a deny list or an allow list knows better; see account-findings.ts. */
function findVerdict(
  { outcome, tags, reasons }: Persona,
  hasMatch: boolean,
  findings: AccountFindings | undefined,
): Pick<Decided, 'outcome' | 'tags' | 'reasons'> {
  const { denyLists = [], allowLists = [] } = findings ?? {};
  if (denyLists.length > 0)
    return {
      outcome: 'Denied',
      tags: [...tags, 'Deny List Match'],
      reasons: [...reasons, ...denyLists.map((name) => `On the deny list ${name}`)],
    };
  if (allowLists.length === 0 || hasMatch) return { outcome, tags, reasons };
  return { outcome: 'Approved', tags: ['Allow List Match'], reasons: [] };
}

/** Each puts into Manual Review what would be approved. */
interface Concern {
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
}

function findConcerns(findings: Findings, hasMatch: boolean) {
  const { persona, runs, quiz, data } = findings;
  const { workflow, supplied, accountFindings } = findings.circumstances;
  const concerns: Concern[] = [...(accountFindings?.concerns ?? [])];
  if (runs.some(({ state }) => state === 'failed'))
    concerns.push({ tags: [], reasons: ['A service did not answer'] });
  if (quiz?.passed === false) concerns.push({ tags: ['Quiz Failed'], reasons: ['Too few right answers'] });
  if (workflow.rule === 'contact change' && hasNewContactDetails(supplied))
    concerns.push({ tags: [], reasons: [] });
  if (workflow.rule === 'large amount' && Math.abs(Number(data['amount'])) >= largeAmount)
    concerns.push({ tags: ['Large Amount'], reasons: ['Amount of 10,000.00 or more'] });
  if (workflow.rule === 'failed access' && !isFromKnownDevice(data))
    concerns.push({
      tags: ['Failed Access'],
      reasons: ['Failed access from a device that is not registered'],
    });
  // The persona of that name says so itself.
  if (hasMatch && persona.name !== 'Watchlist')
    concerns.push({
      tags: ['Watchlist Hit'],
      reasons: ['Possible match of the counterparty on a watchlist'],
    });
  return concerns;
}

/** Cents. Our rule for the demo account's transaction workflow. */
const largeAmount = 1_000_000;

/**
 * Our rule for the demo account's monitoring: address, phone and e-mail new in one update look like an account that is
 * being taken over. It yields the outcome that Alloy's guide prints for such an event.
 */
function hasNewContactDetails(supplied: Json): boolean {
  return ['addresses', 'phones', 'emails'].every((member) => {
    const list = supplied[member];
    return Array.isArray(list) && list.length > 0;
  });
}

/** Our rule for the demo account: who fails on a device of their own has mistyped. */
function isFromKnownDevice({ device }: Json): boolean {
  return readMember(device, 'registered_device') === true;
}

function findWatchlistMatches({ persona, data, circumstances }: Findings): Decided['watchlistMatches'] {
  const { counterparty, screens } = circumstances;
  const sides = [...(screens && persona.name === 'Watchlist' ? [data] : [])];
  if (counterparty !== undefined && findPersona(counterparty).name === 'Watchlist') sides.push(counterparty);
  return sides.map((side) => ({
    list: 'OFAC',
    name: [side['name_first'], side['name_last'], side['business_name']]
      .filter((part) => typeof part === 'string')
      .join(' '),
  }));
}

/**
 * Which vendor fails: for the persona Partial the first time; and for names with characters that vendors choke on,
 * until a PATCH corrects them. Source: https://help.alloy.com/hc/en-us/articles/7660844941723
 */
function findFailing({ workflow, attempt }: Circumstances, persona: Persona, data: Json): string | undefined {
  const names = [data['name_first'], data['name_last']].filter((name) => typeof name === 'string');
  const isHard = workflow.kind === 'person' && names.some((name) => /[^\p{L}\p{M}\p{N}\s'’.,_-]/u.test(name));
  const fails = isHard || (persona.name === 'Partial' && attempt === 1);
  return fails ? findFirstVendor(workflow.services, data) : undefined;
}

function extendInputs(inputs: WorkflowInputs, persona: Persona): WorkflowInputs {
  if (persona.name !== 'MissingData') return inputs;
  return { ...inputs, required: [...inputs.required, license, licenseState] };
}
