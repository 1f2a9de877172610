/**
 * `npm run bench -- [rounds] [part] [operand]`, see `usage`. Machines differ and are noisy, so what counts are the
 * ratios between contenders that took turns; their spread over the rounds says how far to trust them.
 */
import { cpus, loadavg } from 'node:os';
import { compareBuilds } from './before.ts';
import { profileServer } from './profile.ts';
import { measureSafety } from './safety.ts';
import { compareServers } from './servers.ts';
import { measureSimulator } from './simulator.ts';

const usage = `usage: npm run bench -- [rounds] [part]
  servers           ours beside a bare server of the SDK and a peer
  simulator         what the embedded Alloy costs
  safety            what shield and audit cost
                    (these three without a part)
  before <build>    ours beside an older build: a git ref, or a folder that holds dist/main.js
  profile           where the processor time of ours goes, by module
  answers           what shaping an answer costs
  shield            what the shield costs for an answer of 100 kB
`;

type Part = (rounds: number, operand: string | undefined) => Promise<void>;

const parts: Readonly<Record<string, Part>> = {
  servers: compareServers,
  simulator: measureSimulator,
  safety: measureSafety,
  before: compareBuilds,
  profile: profileServer,
  answers: async () => (await import('./answers.ts')).measureAnswers(),
  shield: async () => (await import('./shield.ts')).measureShield(),
};
const usual = ['servers', 'simulator', 'safety'];

const [first = '', ...others] = process.argv.slice(2);
const hasRounds = /^\d+$/.test(first);
const rounds = hasRounds ? Number(first) : 5;
const [part, operand] = hasRounds ? others : process.argv.slice(2);
const chosen = (part === undefined ? usual : [part]).map((name) => parts[name]);

const formatLoad = () =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');

if (rounds < 1 || chosen.includes(undefined)) {
  console.error(usage);
  process.exit(2);
}
const before = formatLoad();
for (const measure of chosen) await measure?.(rounds, operand);
console.log(
  `Node ${process.version}, ${cpus().length} cores, rounds: ${rounds}, load of the machine before: ${before}, after: ${formatLoad()}`,
);
process.exit();
