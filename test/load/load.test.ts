/** A load with faults, of the size that fits between the other tests; `npm run soak` is the same at full size. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNone } from '../helpers/expect-none.ts';
import { isLong } from '../helpers/extent.ts';
import { runSoak, type SoakReport } from './soak.ts';

const calls = isLong ? 1200 : 300;
const clients = isLong ? 24 : 8;

describe('many calls of many clients to an Alloy that fails', () => {
  let report: SoakReport;
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-load-'));
  beforeAll(async () => {
    report = await runSoak({ calls, clients, folder });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('end as they may: nothing is applied twice, answered to another, lost or left open', () => {
    expectNone(report.faults);
    const ended = Object.values(report.outcomes).reduce((sum, number) => sum + number);
    expect(ended).toBe(calls);
  });

  it('met every fault, so that the rest says something', () => {
    for (const ending of ['200', '201', '401', '429', '503', 'broken', 'abandoned'])
      expect(report.upstream[ending], ending).toBeGreaterThan(0);
    for (const outcome of [
      'ok',
      'invalid_arguments',
      'alloy_failed',
      'unreachable',
      'timeout',
      'left by the client',
    ])
      expect(report.outcomes[outcome], outcome).toBeGreaterThan(0);
    const { applied, refused, unknownApplied, sentAgain } = report.writes;
    for (const [name, number] of Object.entries({ applied, refused, unknownApplied, sentAgain }))
      expect(number, name).toBeGreaterThan(0);
  });

  it('go on while the server is ended, which it is with code 0', () => {
    expect(report.exit.code).toBe(0);
    expect(report.endingOutcomes['ok']).toBeGreaterThan(0);
  });
});
