/** GET /: the page, with headers that keep it from loading or running anything. */

import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { Account } from '../account.ts';
import type { Faults } from '../faults/faults.ts';
import type { DisturbanceOptions } from '../faults/middleware.ts';
import type { CallLog } from '../http/call-log.ts';
import type { Credentials, Env } from '../http/env.ts';
import { operations } from '../http/operations.ts';
import { personaGuide } from '../settings/personas.ts';
import { type Collection, listCollections } from '../state.ts';
import { readMember } from '../values.ts';
import { buildPage, type PageView, pageStyle } from './page.ts';

export interface PageSources {
  readonly account: Account;
  /** Null when they are not the public ones of the demo account. */
  readonly demoCredentials: Credentials | null;
  readonly callLog: CallLog;
  readonly faults: Faults;
  readonly options: DisturbanceOptions & { readonly tokenTtlSeconds?: number; readonly clockStep?: number };
}

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function registerPage(app: Hono<Env>, sources: PageSources): void {
  app.get('/', (context) => {
    const { origin } = new URL(context.req.url);
    return new Response(buildPage(buildView(sources, `${origin}/v1`)), { headers });
  });
}

function buildView(sources: PageSources, url: string): PageView {
  const { account, demoCredentials, callLog } = sources;
  return {
    url,
    now: account.now(),
    credentials: demoCredentials,
    workflows: account.workflows,
    personas: Object.entries(personaGuide).map(([name, guide]) => ({ name, ...guide })),
    collections: listCollections(account).flatMap(describeCollection),
    operations: operations.map((operation) => ({
      ...operation,
      ...callLog.count(operation.method, operation.path),
    })),
    settings: listSettings(sources),
    totalCalls: callLog.total(),
    calls: callLog.recent(),
  };
}

/** What a store counts beside its records says nothing to people. */
function describeCollection({ name, all }: Collection): PageView['collections'] {
  const records = [...all()];
  const tokens = records.slice(0, 3).flatMap((record) => {
    const token = readMember(record, 'token');
    return typeof token === 'string' ? [token] : [];
  });
  return name.includes('.') && tokens.length === 0 ? [] : [{ name, count: records.length, tokens }];
}

function listSettings({ faults, options }: PageSources): PageView['settings'] {
  const { latency, rateLimit, tokenTtlSeconds, clockStep } = options;
  return [
    ...faults.report().map(({ text, hits }) => ({ name: 'Fault', value: `${text} (met ${hits} times)` })),
    ...(latency === undefined ? [] : [{ name: 'Latency', value: `${latency} ms` }]),
    ...(rateLimit === undefined ? [] : [{ name: 'Rate limit', value: rateLimit }]),
    ...(tokenTtlSeconds === undefined
      ? []
      : [{ name: 'Bearer tokens', value: `expire after ${tokenTtlSeconds} s` }]),
    ...(clockStep === undefined ? [] : [{ name: 'Clock', value: `moves by ${clockStep} ms a request` }]),
  ];
}
