/**
 * What the shield costs: milliseconds for an answer of 100 kB, warm, as the middle of many. Answers are the embedded
 * Alloy's own, as lists of them, and one long vendor's answer as XML inside of a text.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(new URL(import.meta.url).pathname));
const size = 100_000;
const rounds = 1000;

async function load() {
  const folder = await mkdtemp(path.join(root, 'node_modules', '.shield-bench-'));
  const outfile = path.join(folder, 'bundle.mjs');
  await build({
    stdin: {
      contents: `export { createShield } from './src/shield/shield.ts';
        export { parseModes } from './src/shield/parse-modes.ts';
        export { createEmbeddedAlloy } from './src/library.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const { createShield, parseModes, createEmbeddedAlloy } = await load();

async function readAnswer(alloy, address) {
  const { token, secret } = alloy.credentials;
  const authorization = `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
  const response = await alloy.fetch(
    new Request(`http://alloy.embedded/v1${address}`, { headers: { authorization } }),
  );
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function repeat(answer) {
  const count = Math.ceil(size / JSON.stringify(answer).length);
  return { records: Array.from({ length: count }, () => structuredClone(answer)) };
}

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
const settings = {
  off: { modes: parseModes('off') },
  mask: { modes: parseModes('mask') },
  'mask all': { modes: parseModes('mask,contact=mask,names=mask') },
  token: { modes: parseModes('token'), keys: ['an example key of the bench, 32 characters or more'] },
};

for (const [name, answer] of Object.entries(answers)) {
  const bytes = JSON.stringify(answer).length;
  const figures = Object.entries(settings).map(([setting, options]) => {
    const shield = createShield(options);
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      shield.protect(answer, 'bench');
      times.push(performance.now() - start);
    }
    const warm = times.slice(rounds / 2).sort((a, b) => a - b);
    const format = (time = 0) => ((time * size) / bytes).toFixed(2);
    return `${setting} ${format(warm[warm.length / 2])} (best ${format(warm[0])})`;
  });
  console.log(`${name} (${Math.round(bytes / 1000)} kB), ms per 100 kB: ${figures.join(', ')}`);
}
