/**
 * What the shield costs: milliseconds for an answer of 100 kB, warm, as the middle of many. Answers are the embedded
 * Alloy's own, as lists of them, and one long vendor's answer as XML inside of a text.
 */
import { createEmbeddedAlloy, type EmbeddedAlloy } from '../src/library.ts';
import { parseModes } from '../src/shield/modes.ts';
import { createShield } from '../src/shield/shield.ts';
import { createMemoryState } from '../src/state/memory.ts';
import { findMedian } from './statistics.ts';

const size = 100_000;
const rounds = 1000;

const settings = {
  off: { modes: parseModes('off') },
  mask: { modes: parseModes('mask') },
  'mask all': { modes: parseModes('mask,contact=mask,names=mask') },
  token: { modes: parseModes('token'), keys: ['an example key of the bench, 32 characters or more'] },
};

export async function measureShield(): Promise<void> {
  const alloy = createEmbeddedAlloy({ seed: 'shield', now: () => 1_800_000_000_000 });
  const answers = {
    person: repeat(await readAnswer(alloy, '/entities/persons/P-TfkFe6lCPkElc9Xktd3V')),
    investigations: repeat(await readAnswer(alloy, '/investigations')),
    investigation: repeat(await readAnswer(alloy, '/investigations/INV-Dm1AccountTakeover01')),
    cases: repeat(await readAnswer(alloy, '/cases')),
    'vendor XML in a text': {
      raw: Array.from(
        { length: Math.ceil(size / 110) },
        (_, index) =>
          `<Record seq="${index}"><SSN>66612${1000 + index}</SSN><Risk code="R${index}">Moderate risk of use</Risk><Score>712</Score></Record>`,
      ).join(''),
    },
  };
  for (const [name, answer] of Object.entries(answers)) {
    const bytes = JSON.stringify(answer).length;
    const figures = Object.entries(settings).map(([setting, options]) => {
      const warm = measureProtection(createShield({ ...options, state: createMemoryState() }), answer);
      const format = (time: number) => ((time * size) / bytes).toFixed(2);
      return `${setting} ${format(findMedian(warm))} (best ${format(Math.min(...warm))})`;
    });
    console.log(`${name} (${Math.round(bytes / 1000)} kB), ms per 100 kB: ${figures.join(', ')}`);
  }
}

function measureProtection(shield: ReturnType<typeof createShield>, answer: unknown): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    shield.protect(answer, 'bench');
    times.push(performance.now() - begin);
  }
  return times.slice(rounds / 2);
}

async function readAnswer(alloy: EmbeddedAlloy, address: string): Promise<unknown> {
  const { token, secret } = alloy.credentials;
  const authorization = `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
  const response = await alloy.fetch(
    new Request(`http://alloy.embedded/v1${address}`, { headers: { authorization } }),
  );
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function repeat(answer: unknown): object {
  const count = Math.ceil(size / JSON.stringify(answer).length);
  return { records: Array.from({ length: count }, () => structuredClone(answer)) };
}
