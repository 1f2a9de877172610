/** The key of the audit trail: what signs lines, and what hashes the values of arguments. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { ConfigurationError } from '../base/errors.ts';
import { buildCanonicalJson } from '../base/values.ts';

export interface AuditKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  /** HMAC-SHA256 of a line, 43 characters. */
  sign(bytes: string | Uint8Array): string;
  /** HMAC-SHA256 of the canonical JSON of a value, cut to 96 bits: 16 characters. */
  hashValue(value: unknown): string;
}

const shortest = 32;
const advice = 'e.g. what `openssl rand -base64 32` prints';

export function createAuditKey(text: string | undefined): AuditKey {
  if (text === undefined || text === '') {
    throw new ConfigurationError(
      `The audit trail needs a key and ALLOY_AUDIT_KEY is not set; set it, or ALLOY_AUDIT_KEY_FILE, to ${shortest} random characters or more, ${advice}`,
    );
  }
  if (text.length < shortest || new Set(text).size < 8) {
    throw new ConfigurationError(
      `ALLOY_AUDIT_KEY is too weak: it has to be ${shortest} random characters or more, ${advice}`,
    );
  }
  // What signs a line must not be had from what hashes a value, nor the other way round.
  const derive = (use: string) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', text, '', `alloy-mcp audit ${use}`, 32)));
  const lines = derive('lines');
  const values = derive('values');
  const hmac = (key: typeof lines, bytes: string | Uint8Array) =>
    createHmac('sha256', key).update(bytes).digest('base64url');
  return {
    id: hmac(derive('id'), '').slice(0, 8),
    sign: (bytes) => hmac(lines, bytes),
    hashValue: (value) => hmac(values, buildCanonicalJson(value)).slice(0, 16),
  };
}
