/**
 * Nobody's personal data leaves: an Alloy that plants a value of its own into every documented field, vendors' answers,
 * notes, keys and errors of every tool, a client over each transport, and every byte looked through. With the shield
 * off the same values arrive, so that the search is known to find them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlantingAlloy, startPlantingAlloy } from '../helpers/alloys/planting-alloy.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull, isLong } from '../helpers/extent.ts';
import { isOf, type LeakRun, runCutAndDry, runEveryTool } from '../helpers/proofs/leak-run.ts';
import { createPlantedValues } from '../helpers/proofs/planted-values.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';
import { tools } from '../helpers/tools.ts';

const values = createPlantedValues();
let alloy: PlantingAlloy;
beforeAll(async () => {
  alloy = await startPlantingAlloy(values);
});
afterAll(stopProcesses);
afterAll(() => alloy.stop());

const longest = 240_000;
/** In the quick suite every twelfth over stdio and others over HTTP, so that each toolset and each way to fail is there. */
const called = {
  stdio: inFull(tools, ({ wait }, index) => index % 12 === 0 || (wait !== undefined && index % 12 === 1)),
  http: inFull(tools, ({ answer }, index) => index % 12 === 6 || answer === 'file'),
};
const run = (transport: 'stdio' | 'http', settings: Readonly<Record<string, string>>) =>
  runEveryTool({
    tools: called[transport],
    alloy,
    values,
    transport,
    folder: createTemporaryFolder(),
    settings,
  });
const show = (found: LeakRun['found']) => [...found].map(([label, form]) => `${label}: ${form}`);

describe.each(['stdio', 'http'] as const)('over %s', (transport) => {
  /** The same over either transport: in the quick suite over one. */
  const isChosen = (quick: typeof transport) => isLong || transport === quick;

  it(
    'no planted value leaves with the defaults: not in answers, errors, questions, stderr or the audit file',
    async () => {
      const { found, kept, faults, calls } = await run(transport, {});
      expect(faults).toEqual([]);
      expect(calls).toBeGreaterThan(called[transport].length * 8);
      expect(show(found)).toEqual([]);
      expect(show(kept)).toEqual([]);
    },
    longest,
  );

  it.runIf(isChosen('stdio'))(
    'none leaves in results that are cut, their whole answers, or dry runs',
    async () => {
      const folder = createTemporaryFolder();
      const { found, kept, faults } = await runCutAndDry({
        tools: called[transport],
        alloy,
        values,
        transport,
        folder,
        settings: {},
      });
      expect(faults).toEqual([]);
      expect(show(found)).toEqual([]);
      expect(show(kept)).toEqual([]);
    },
    longest,
  );

  it.runIf(isChosen('http'))(
    'with the shield off every planted value of every answer arrives, and still none is logged or audited',
    async () => {
      const { found, kept, faults } = await run(transport, { ALLOY_PII: 'off' });
      expect(faults).toEqual([]);
      const planted = values.labels();
      const missing = called[transport]
        .filter(({ answer }) => answer !== 'file')
        .flatMap(({ name }) =>
          ['success', 'Joi details', 'issues of an event'].flatMap((kind) => {
            const expected = planted.filter((label) => isOf(label, name, kind));
            if (expected.length < 15) return [`${name}, ${kind}: only ${expected.length} planted`];
            return expected.filter((label) => !found.has(label));
          }),
        );
      expect(missing).toEqual([]);
      expect(show(kept)).toEqual([]);
    },
    longest,
  );
});
