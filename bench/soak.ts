/**
 * `npm run soak -- [calls] [clients]`: the load of test/load/load.test.ts at full size, by default 20,000 calls from 50
 * clients. Prints what it found and ends with code 1 when something is wrong.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSoak } from '../test/load/soak.ts';

const calls = Number(process.argv[2] ?? 20_000);
const clients = Number(process.argv[3] ?? 50);
const most = 200_000;
if (!(Number.isInteger(calls) && calls >= 100 && calls <= most && clients >= 1 && clients <= 200)) {
  console.error(`usage: npm run soak -- [calls: 100 to ${most}] [clients: 1 to 200]`);
  process.exit(2);
}

const folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-soak-'));
try {
  const report = await runSoak({ calls, clients, folder, onPhase: (text) => console.error(text) });
  console.log(JSON.stringify({ ...report, faults: report.faults.length }, null, 2));
  for (const fault of report.faults.slice(0, 50)) console.log(fault);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
