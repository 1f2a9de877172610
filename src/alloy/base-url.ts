/** ALLOY_BASE_URL -> where Alloy is: a URL that credentials may go to, of the environment that was chosen. */

import { ConfigurationError } from '../base/errors.ts';
import { findAddressFault } from './address-guard.ts';

export type Environment = 'embedded' | 'sandbox' | 'production';

const embeddedBaseUrl = 'http://alloy.embedded/v1';
/** https://developer.alloy.com/public/docs/sandbox-vs-production */
const defaultBaseUrls = {
  sandbox: 'https://sandbox.alloy.co/v1',
  production: 'https://api.alloy.co/v1',
} as const;

export function parseBaseUrl(
  given: string | undefined,
  environment: Environment,
  hasCredentials: boolean,
): string {
  if (environment === 'embedded') {
    if (given === undefined) return embeddedBaseUrl;
    throw new ConfigurationError(
      hasCredentials
        ? 'ALLOY_BASE_URL is set but ALLOY_ENVIRONMENT is embedded; remove one of them'
        : 'ALLOY_BASE_URL is set but no credentials are; set ALLOY_TOKEN and ALLOY_SECRET, or remove it for the embedded Alloy',
    );
  }
  if (given === undefined) return defaultBaseUrls[environment];
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw new ConfigurationError(`ALLOY_BASE_URL is not a URL; write it like ${defaultBaseUrls.sandbox}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError(
      'ALLOY_BASE_URL holds credentials; move them to ALLOY_TOKEN and ALLOY_SECRET',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigurationError('ALLOY_BASE_URL has a query or fragment; give scheme, host and path only');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      'ALLOY_BASE_URL is http; credentials go over https only (http is for loopback)',
    );
  }
  const fault = isLoopback(url.hostname) ? undefined : findAddressFault(url.hostname);
  if (fault !== undefined) {
    throw new ConfigurationError(
      `ALLOY_BASE_URL names ${url.hostname}, a ${fault} address, where Alloy is not; name its host`,
    );
  }
  checkHost(url.hostname, environment);
  // Alloy's API lives below /v1 on every host; a bare host means that.
  return url.origin + (url.pathname === '/' ? '/v1' : url.pathname.replace(/(?<!\/)\/+$/, ''));
}

/** Alloy's own hosts tell which environment they are: a call must never be labelled as the other one. */
function checkHost(host: string, environment: Environment): void {
  // A trailing dot names the same host.
  const name = host.replace(/\.$/, '');
  const actual = /^(api\.)?alloy\.co$|\.api\.alloy\.com$/.test(name)
    ? 'production'
    : /^sandbox\.alloy\.co$|\.sandbox\.alloy\.com$/.test(name)
      ? 'sandbox'
      : environment;
  if (actual === environment) return;
  throw new ConfigurationError(
    `ALLOY_BASE_URL names ${host}, which is Alloy's ${actual} host, but the environment is ${environment}; set ALLOY_ENVIRONMENT=${actual} or change the URL`,
  );
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
