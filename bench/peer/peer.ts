/**
 * The peer: a program that makes an MCP server from an OpenAPI description. It gets one of the operations that our tools
 * call, and the same upstream. Its command line speaks stdio only; over HTTP each request would need an instance of its
 * class, which reads the description anew.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Contender, credentials } from '../contenders.ts';
import { here } from '../processes.ts';
import { buildDescription } from './description.ts';

export async function createPeer(folder: string, upstream: string): Promise<Contender> {
  const program = here('peer/node_modules/@twilio-alpha/openapi-mcp-server/build/simple.js');
  if (!existsSync(program)) {
    const flags = ['ci', '--ignore-scripts', '--loglevel', 'error'];
    execFileSync('npm', flags, { cwd: here('peer'), stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const descriptions = path.join(folder, 'descriptions');
  mkdirSync(descriptions);
  // JSON is YAML, which it wants.
  writeFileSync(path.join(descriptions, 'alloy.yaml'), JSON.stringify(buildDescription(upstream)));
  const { ALLOY_TOKEN, ALLOY_SECRET } = credentials;
  const authorization = `Basic/${ALLOY_TOKEN}:${ALLOY_SECRET}`;
  return {
    name: 'peer',
    stdio: { args: [program, '--apiPath', descriptions, '--authorization', authorization], variables: {} },
    tool: 'Alloy--get_single_alloy_evaluation_by_id',
    buildInput: (token) => ({ evaluation_token: token }),
  };
}
