/**
 * The mocked vendors of the demo account's workflows. No call leaves the process: what they report follows from what
 * was supplied and from the persona. The names and lists for persons are those that Alloy's guide prints, the others
 * are ours. Source: https://developer.alloy.com/public/reference/onboard-a-person-1
 */

import { buildVendorCallKey, type VendorCallStore } from '../records/vendor-calls.ts';
import type { Json } from '../values.ts';

interface Vendor {
  /** It runs when one of these was supplied; always, when empty. */
  readonly needs: readonly string[];
  readonly reads: readonly string[];
  readonly lists: readonly string[];
}

const watchlists = ['BES', 'CFTC', 'DTC', 'EUDT', 'FBI', 'FCEN', 'FAR', 'IMW', 'OFAC', 'OCC', 'OSFI', 'PEP'];

const vendors: Readonly<Record<string, Vendor>> = {
  Emailage: { needs: ['email_address'], reads: ['email_address', 'name_first', 'name_last'], lists: [] },
  Socure: {
    needs: ['name_last'],
    reads: [
      'name_first',
      'name_last',
      'birth_date',
      'document_ssn',
      'document_license',
      'email_address',
      'phone_number',
      'address_line_1',
    ],
    lists: [...watchlists, 'SDT', 'UNNT', 'BIS', 'WBIF', 'Socure Watchlists Tier 1'],
  },
  'White Pages Pro': {
    needs: ['phone_number', 'address_line_1'],
    reads: ['name_last', 'phone_number', 'address_line_1', 'address_postal_code', 'email_address'],
    lists: [],
  },
  'Business Registry': {
    needs: ['business_name'],
    reads: [
      'business_name',
      'business_federal_ein',
      'business_registry_id',
      'address_line_1',
      'address_state',
    ],
    lists: [],
  },
  'Business Watchlists': {
    needs: ['business_name'],
    reads: ['business_name'],
    lists: ['OFAC', 'PEP', 'OSFI'],
  },
  'Sanctions Screening': {
    needs: [],
    reads: ['transaction_id', 'external_transaction_id'],
    lists: ['OFAC', 'PEP'],
  },
};

const anyVendor: Vendor = { needs: [], reads: [], lists: [] };

interface Attribute {
  readonly name: string;
  readonly keys: readonly string[];
  readonly vendors: readonly string[];
  readonly score: number;
}

const attributes: readonly Attribute[] = [
  { name: 'name', keys: ['name_first', 'name_last'], vendors: ['Emailage', 'Socure'], score: 0.99 },
  { name: 'business_name', keys: ['business_name'], vendors: ['Business Registry'], score: 0.99 },
  { name: 'phone', keys: ['phone_number'], vendors: ['White Pages Pro', 'Socure'], score: 1 },
  {
    name: 'address',
    keys: ['address_line_1'],
    vendors: ['White Pages Pro', 'Socure', 'Business Registry'],
    score: 1,
  },
  { name: 'email', keys: ['email_address'], vendors: ['White Pages Pro', 'Socure'], score: 0.99 },
  { name: 'ssn', keys: ['document_ssn'], vendors: ['Socure'], score: 0.99 },
  { name: 'license', keys: ['document_license'], vendors: ['Socure'], score: 0.99 },
  { name: 'ein', keys: ['business_federal_ein'], vendors: ['Business Registry'], score: 0.99 },
  { name: 'dob', keys: ['birth_date'], vendors: ['Socure'], score: 0.99 },
];

/** Source of the four states: https://developer.alloy.com/public/reference/evaluations (summary.services) */
type ServiceState = 'executed' | 'not_executed' | 'cached' | 'failed';

export interface VendorRun {
  readonly service: string;
  readonly state: ServiceState;
  /** The vendor whose failure kept this one from running. */
  readonly blockedBy?: string;
}

export interface VendorCircumstances {
  readonly services: readonly string[];
  readonly data: Json;
  /** The vendor that fails this time; the one after it waits for its answer. */
  readonly failing: string | undefined;
  readonly skipped: ReadonlySet<string>;
  /** Moments of earlier calls, by vendor and input. */
  readonly calls: VendorCallStore;
  readonly refreshCache: boolean;
  readonly now: number;
}

/** Alloy keeps a vendor's answer for 30 days. Source: https://help.alloy.co/support/solutions/articles/43000534485-how-to-manually-run-an-evaluation */
const cacheLifetime = 30 * 24 * 3600 * 1000;

/** Runs the vendors in the workflow's order; notes their calls in `calls`. */
export function runVendors(circumstances: VendorCircumstances): VendorRun[] {
  const { services, data, failing, skipped, calls, refreshCache, now } = circumstances;
  let failed: string | undefined;
  return services.map((service): VendorRun => {
    const vendor = vendors[service] ?? anyVendor;
    if (failed !== undefined) return { service, state: 'not_executed', blockedBy: failed };
    const lacksInput = vendor.needs.length > 0 && !vendor.needs.some((key) => isPresent(data[key]));
    if (skipped.has(service) || lacksInput) return { service, state: 'not_executed' };
    if (service === failing) {
      failed = service;
      return { service, state: 'failed' };
    }
    if (vendor.reads.length === 0) return { service, state: 'executed' };
    const key = buildVendorCallKey(
      service,
      vendor.reads.map((read) => data[read] ?? null),
    );
    const calledAt = calls.find(key);
    if (!refreshCache && calledAt !== undefined && now - calledAt < cacheLifetime)
      return { service, state: 'cached' };
    calls.add(key, now);
    return { service, state: 'executed' };
  });
}

/** The first vendor that would run on this data. */
export function findFirstVendor(services: readonly string[], data: Json): string | undefined {
  return services.find((service) => (vendors[service]?.needs ?? []).some((key) => isPresent(data[key])));
}

export interface Match {
  readonly score: number;
  readonly matched: readonly string[];
  readonly unmatched: readonly string[];
}

/** `matching`: one member for each attribute that was supplied and that one of the vendors looked at. */
export function buildMatching(runs: readonly VendorRun[], data: Json): Record<string, Match> {
  const answered = new Set(runs.filter(hasAnswered).map(({ service }) => service));
  const matching: Record<string, Match> = {};
  for (const { name, keys, vendors: asked, score } of attributes) {
    if (!keys.every((key) => isPresent(data[key]))) continue;
    const matched = asked.filter((vendor) => answered.has(vendor));
    if (matched.length > 0) matching[name] = { score, matched, unmatched: [] };
  }
  return matching;
}

export function buildWatchlists(runs: readonly VendorRun[]): readonly string[] {
  const [only = [], ...others] = runs
    .filter(hasAnswered)
    .map(({ service }) => vendors[service]?.lists ?? [])
    .filter((lists) => lists.length > 0);
  // Most often it is one vendor's, and every evaluation keeps them.
  return others.length === 0 ? only : [...new Set([only, ...others].flat())];
}

/** `raw_responses` and `formatted_responses`: what each vendor was asked and reported, in a form of our own. */
export function buildVendorResponses(runs: readonly VendorRun[], data: Json, fraudScore: number) {
  const raw: Record<string, unknown[]> = {};
  const formatted: Record<string, unknown> = {};
  for (const { service, state } of runs.filter(hasAnswered)) {
    const reads = (vendors[service]?.reads ?? []).filter((key) => isPresent(data[key]));
    const request: Record<string, unknown> = {};
    for (const key of reads) request[key] = data[key];
    raw[service] = [{ request, response: { status: 'ok', risk: { score: fraudScore } } }];
    formatted[service] = { risk_score: fraudScore, checked: reads, from_cache: state === 'cached' };
  }
  return { raw, formatted };
}

function hasAnswered({ state }: VendorRun): boolean {
  return state === 'executed' || state === 'cached';
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
