/** Ours beside a server of the SDK alone and beside one that another program makes from an OpenAPI description. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { type Contender, createBare, createOwn, credentials, transports } from './contenders.ts';
import { createFigures, formatComparison } from './figures.ts';
import { measureList, measureStarts, measureTransport, tokens } from './measures.ts';
import { createPeer } from './peer/peer.ts';
import { here, startUpstream } from './processes.ts';

const wanted = {
  'cold start to tools/list (ms)': '<= 0.75',
  'stdio: p50 (ms)': '<= 1.1',
  'stdio: calls/s, 32 in flight': '>= 0.85',
  'HTTP 2025, stateless: calls/s, 32 in flight': '>= 1.4',
  'HTTP 2026-07-28: calls/s, 32 in flight': '>= 1.4',
  'stdio: peak memory (MB)': '<= 1.1',
  'HTTP 2025, stateless: peak memory (MB)': '<= 1.1',
};

export async function compareServers(rounds: number): Promise<void> {
  const upstream = await startUpstream(tokens.large);
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-bench-'));
  try {
    const bare = createBare(here('bare.mjs'), upstream);
    const bundled = createBare(await bundleBare(path.join(folder, 'bare.mjs')), upstream);
    const peer = await createPeer(folder, upstream);
    const ours = createOwn(here('../dist/main.js'), { ALLOY_BASE_URL: upstream, ...credentials });
    const contenders: readonly Contender[] = [bare, peer, ours];
    const figures = createFigures();
    for (let round = 0; round < rounds; round += 1) {
      await measureStarts(figures, 'cold start to tools/list (ms)', contenders, round);
      await measureStarts(figures, 'cold start, bare bundled as ours is (ms)', [bundled, ours], round);
      for (const transport of transports) await measureTransport(figures, transport, contenders, round);
    }
    for (const contender of contenders) await measureList(figures, contender);
    const names = contenders.map(({ name }) => name);
    const bases = [bare.name, peer.name];
    console.log(formatComparison(figures, { contenders: names, subject: ours.name, bases, wanted }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file starts faster than hundreds: how much of our start is that, and how much is ours? */
async function bundleBare(outfile: string): Promise<string> {
  await build({
    entryPoints: [here('bare.mjs')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  return outfile;
}
