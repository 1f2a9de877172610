/**
 * What the embedded Alloy costs: creating evaluations through the whole stack, against the same calls to a fixed answer.
 * On a port it is a process of its own, otherwise it is in the server's process.
 */
import { createOwn, credentials, type Running, start, type Transport } from './contenders.ts';
import { createFigures } from './figures.ts';
import { tokens } from './measures.ts';
import { endProcess, here, startNode, startUpstream, type Variables, waitFor } from './processes.ts';
import { measureRate, takeTurns } from './slices.ts';
import { formatSpread, formatTable } from './statistics.ts';

const main = here('../dist/main.js');
const warmUp = 1000;
const parallel = { slices: 8, calls: 400 };
const measured: readonly Transport[] = ['stdio', 'HTTP 2026-07-28'];
const fixed = 'a fixed answer';

const buildPerson = (number: number) => ({
  name_first: 'Ada',
  name_last: `Okafor${number}`,
  birth_date: '1990-01-31',
  document_ssn: '000000001',
});

export async function measureSimulator(rounds: number): Promise<void> {
  const upstream = await startUpstream(tokens.large);
  const figures = createFigures();
  for (let round = 0; round < rounds; round += 1) {
    const simulator = startNode({ args: [main, 'simulator', '--port', '0'], variables: {} }, [
      'ignore',
      'pipe',
      'inherit',
    ]);
    const text = await waitFor(simulator, simulator.stdout, /^[\s\S]*ALLOY_SECRET=\S+\s/);
    const served = Object.fromEntries(
      [...text.matchAll(/(ALLOY_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const settings: Readonly<Record<string, Variables>> = {
      [fixed]: { ALLOY_BASE_URL: upstream, ...credentials },
      'on a port': { ...served, ALLOY_WORKFLOW_TOKEN: 'Wf1PersonOnboardingDemoAccount01' },
      'in process': {},
    };
    for (const transport of measured) {
      const running: { readonly name: string; readonly server: Running }[] = [];
      for (const [name, variables] of Object.entries(settings)) {
        const contender = createOwn(main, variables, 'create_a_alloy_evaluation');
        running.push({ name, server: await start(contender, transport) });
      }
      let person = 0;
      const create = (server: Running) => () => {
        person += 1;
        return server.call(buildPerson(person));
      };
      for (const { server } of running) await measureRate(create(server), warmUp);
      const rates = await takeTurns(running, { ...parallel, first: round }, ({ server }) =>
        measureRate(create(server), parallel.calls),
      );
      for (const [{ name }, slices] of rates) figures.add(transport, name, slices);
      for (const { server } of running) await server.stop();
    }
    await endProcess(simulator);
  }
  const rows = ['on a port', 'in process'].flatMap((name) =>
    measured.map((transport) => {
      const ratio = figures.compare(transport, name, fixed);
      return [
        `the embedded Alloy ${name}, ${transport}`,
        ratio === undefined ? '' : formatSpread(ratio),
        '>= 0.7',
      ];
    }),
  );
  const head = [`creating evaluations, calls/s against ${fixed}`, 'ratio (rounds)', 'wanted'];
  console.log(`\n${formatTable([head, ...rows])}`);
}
