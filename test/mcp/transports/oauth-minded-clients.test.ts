/** Clients that begin OAuth when they are asked for a token: what their users read is how to send this server's token. */
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
  type OAuthClientProvider as ProviderV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';

let url: string;
beforeAll(async () => {
  ({ url } = await startHttpService({ ALLOY_MCP_TOKEN: 'bearer-canary-20260728' }));
});
afterAll(stopProcesses);

const identity = { name: 'alloy-mcp-tests', version: '1' };
const redirectUrl = 'http://127.0.0.1:9/callback';

/** Of a client that has never been here. */
const provider = {
  redirectUrl,
  clientMetadata: { client_name: identity.name, redirect_uris: [redirectUrl] },
  clientInformation: () => undefined,
  saveClientInformation: () => undefined,
  tokens: () => undefined,
  saveTokens: () => undefined,
  redirectToAuthorization: () => undefined,
  saveCodeVerifier: () => undefined,
  codeVerifier: () => 'verifier',
} satisfies ProviderV2;

it.each([
  ['1.x', () => new ClientV1(identity).connect(new HttpV1(new URL(url), { authProvider: provider }))],
  ['2.x', () => new ClientV2(identity).connect(new HttpV2(new URL(url), { authProvider: provider }))],
  ['1.x without OAuth', () => new ClientV1(identity).connect(new HttpV1(new URL(url)))],
  ['2.x without OAuth', () => new ClientV2(identity).connect(new HttpV2(new URL(url)))],
])('the SDK client %s shows which header to send', async (_, connect) => {
  const failure: unknown = await connect().catch((error: unknown) => error);
  expect(String(failure)).toContain('Authorization: Bearer <ALLOY_MCP_TOKEN>');
  expect(String(failure)).not.toContain('SyntaxError');
});
