/** The embedded Alloy as a service, started and told of as a developer would. */

import { startProcess } from '../helpers/clients/start-process.ts';
import { readMember } from '../helpers/read-member.ts';
import { openAgent, type Served } from './agent.ts';
import type { Ledger } from './ledger.ts';

export async function serveAlloy(
  ledger: Ledger,
  flags: readonly string[] = [],
): Promise<Served & { readonly stop: () => Promise<void> }> {
  const simulator = startProcess(['simulator', '--port', '0', ...flags]);
  const printed = await simulator.waitFor(
    'output',
    /ALLOY_BASE_URL=(\S+) ALLOY_TOKEN=(\S+) ALLOY_SECRET=(\S+)/,
  );
  const [, url = '', token = '', secret = ''] = printed;
  return {
    credentials: { token, secret },
    async issueToken(pair) {
      const basic = Buffer.from(`${pair.token}:${pair.secret}`).toString('base64');
      const response = await fetch(`${url}/oauth/bearer`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
        body: JSON.stringify({ grant_type: 'client_credentials' }),
      });
      return String(readMember(await response.json(), 'access_token'));
    },
    open: (credentials, variables = {}) =>
      openAgent(ledger, {
        ALLOY_ENVIRONMENT: 'sandbox',
        ALLOY_BASE_URL: url,
        ALLOY_TOKEN: credentials.token,
        ALLOY_SECRET: credentials.secret,
        ...variables,
      }),
    async stop() {
      simulator.kill();
      await simulator.ended;
    },
  };
}
