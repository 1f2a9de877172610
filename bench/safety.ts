/**
 * What shield and audit cost: two servers of ours that differ in them alone. Several pairs of them in a round: two
 * processes of the same program differ by a tenth and more, for as long as they live.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOwn, credentials, start, type Transport } from './contenders.ts';
import { createFigures, type Figures } from './figures.ts';
import { tokens } from './measures.ts';
import { here, startUpstream, type Variables } from './processes.ts';
import { measureRate, measureWork, sumWork, takeTurns } from './slices.ts';
import { formatSpread, formatTable } from './statistics.ts';

const pairs = 4;
const warmUp = 6000;
/** Of each pair, and calls in each. */
const slices = 10;
const calls = 500;
const measuredTransports: readonly Transport[] = ['stdio', 'HTTP 2026-07-28'];
const kinds = { rate: 'calls/s', work: 'calls for the same processor time' };

export async function measureSafety(rounds: number): Promise<void> {
  const upstream = await startUpstream(tokens.large);
  const settings = { ALLOY_BASE_URL: upstream, ...credentials };
  const figures = createFigures();
  for (let pair = 0; pair < rounds * pairs; pair += 1) {
    for (const transport of measuredTransports) await measurePair(figures, settings, transport, pair);
  }
  const rows = Object.values(kinds).flatMap((kind) =>
    measuredTransports.map((transport) => {
      const measure = `${transport}: ${kind}`;
      const ratio = figures.compare(measure, 'on', 'off');
      return [
        `shield, and audit to a file, ${measure}`,
        ratio === undefined ? '' : formatSpread(ratio),
        '>= 0.85',
      ];
    }),
  );
  console.log(
    `\n${formatTable([['reading, against shield and audit off', 'ratio (pairs)', 'wanted'], ...rows])}`,
  );
}

async function measurePair(
  figures: Figures,
  settings: Variables,
  transport: Transport,
  pair: number,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-bench-'));
  const variables = {
    off: { ...settings, ALLOY_PII: 'off', ALLOY_AUDIT: 'off' },
    on: {
      ...settings,
      ALLOY_AUDIT: `file:${path.join(folder, 'audit.jsonl')},required`,
      ALLOY_AUDIT_KEY: 'an example key of the bench, 32 characters or more',
    },
  };
  const main = here('../dist/main.js');
  const input = { id: tokens.small };
  const off = { name: 'off', server: await start(createOwn(main, variables.off), transport) };
  const on = { name: 'on', server: await start(createOwn(main, variables.on), transport) };
  for (const { server } of [off, on]) await measureRate(() => server.call(input), warmUp);
  const taken = await takeTurns([off, on], { slices, first: pair }, ({ server }) =>
    measureWork(server.child, () => measureRate(() => server.call(input), calls)),
  );
  for (const [{ name }, measured] of taken) {
    const rates = measured.map(({ outcome }) => outcome);
    figures.add(`${transport}: ${kinds.rate}`, name, rates);
    // Turned round, so that 0.85 means the same for both.
    figures.add(`${transport}: ${kinds.work}`, name, [(slices * calls) / sumWork(measured)]);
  }
  for (const { server } of [off, on]) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
