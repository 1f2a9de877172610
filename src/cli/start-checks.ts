/** What a start can fail by beside its settings' form: a folder that is not there, an exposed address, a taken port. */
import { statSync } from 'node:fs';
import { findAddressFault } from '../alloy/address-guard.ts';
import { ConfigurationError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import type { Config } from '../config/config.ts';
import { formatHost } from '../mcp/transports/allowed-names.ts';

export function checkFolder(folder: string | undefined): void {
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ConfigurationError(
      `ALLOY_FILES_DIR (--files-dir) names ${folder}, which is not a folder; create it`,
    );
  }
}

/** Whoever reaches the service acts with its credentials, and a page on this machine asks nobody who is elsewhere. */
export function checkExposure({ confirm, http: { host, tokens, allowedHosts } }: Config): void {
  if (confirm === 'page') {
    throw new ConfigurationError(
      'ALLOY_CONFIRM (--confirm) is page, which is for stdio: over HTTP nobody may sit at this machine; use always, which leaves out what decides for clients that cannot ask',
    );
  }
  if (host === 'localhost' || findAddressFault(host) === 'loopback') return;
  if (tokens.current().length === 0) {
    throw new ConfigurationError(
      `ALLOY_MCP_HOST (--host) is ${host}, which others can reach; set ALLOY_MCP_TOKEN, or listen on 127.0.0.1`,
    );
  }
  if (findAddressFault(host) === 'unspecified' && allowedHosts.length === 0) {
    throw new ConfigurationError(
      `ALLOY_MCP_HOST (--host) is ${host}; name the hosts it is reached by in ALLOY_MCP_ALLOWED_HOSTS (--allowed-hosts)`,
    );
  }
}

export function failToListen(error: unknown, host: string, port: number): never {
  throw new ConfigurationError(
    `Cannot listen on ${formatHost(host)}:${port} (${readErrorCode(error)}); choose another --port or --host`,
    { cause: error },
  );
}

/** Keys that cannot be used are refused before anything is served. */
export async function checkStandIns({ pii }: Config): Promise<void> {
  if (!Object.values(pii.modes).includes('token') && pii.keys.length === 0) return;
  const { createStandIns } = await import('../shield/stand-ins/stand-ins.ts');
  createStandIns(pii);
}
