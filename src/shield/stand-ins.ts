/**
 * Stand-ins: `pii:<kind>:<opaque>`, where the opaque part is the value itself, encrypted. AES-SIV (RFC 5297) needs no
 * random number, so that equal values have equal stand-ins, and refuses whatever was altered; kind and principal are
 * authenticated with it. Nothing is stored: whoever holds the key can open it.
 */
import { hkdfSync } from 'node:crypto';
import { aessiv } from '@noble/ciphers/aes.js';
import { ConfigurationError } from '../base/errors.ts';
import type { Kind } from './kind.ts';
import { normalizeValue } from './kind.ts';

export interface StandIns {
  seal(kind: Kind, value: string, principal: string): string;
  open(kind: Kind, opaque: string, principal: string): Opened;
}

export type Opened =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: 'unknown' | 'refused' };

const shortestKey = 32;
const keyIdBytes = 4;
/** Two bytes are kept for a later form of stand-ins; they are zero. */
const headerBytes = keyIdBytes + 2;
const blockBytes = 16;
const tagBytes = 16;
/** Sealing costs some 50 microseconds, and answers repeat values. */
const cacheSize = 2000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

interface SealingKey {
  readonly id: Uint8Array;
  readonly key: Uint8Array;
}

/** `keys`: the first seals, all open. Throws a ConfigurationError for one that cannot be used, and for none. */
export function createStandIns(keys: readonly string[]): StandIns {
  const sealing = keys.map(deriveKey);
  const [first] = sealing;
  if (first === undefined) throw new ConfigurationError(`ALLOY_PII_KEY is missing. ${keyAdvice}`);
  const current: SealingKey = first;
  const sealed = new Map<string, string>();

  return {
    seal(kind, value, principal) {
      const normalized = normalizeValue(kind, value);
      const cacheKey = JSON.stringify([kind, principal, normalized]);
      const known = sealed.get(cacheKey);
      if (known !== undefined) return known;
      const header = new Uint8Array(headerBytes);
      header.set(current.id);
      const body = aessiv(current.key, ...buildContext(header, kind, principal)).encrypt(pad(normalized));
      const text = `pii:${kind}:${Buffer.concat([header, body]).toString('base64url')}`;
      if (sealed.size >= cacheSize) sealed.clear();
      sealed.set(cacheKey, text);
      return text;
    },
    open(kind, opaque, principal) {
      const bytes = Buffer.from(opaque, 'base64url');
      // Other texts decode to the same bytes; only the one that was given is taken.
      const isWhole =
        bytes.toString('base64url') === opaque && bytes.length >= headerBytes + tagBytes + blockBytes;
      if (!isWhole) return { ok: false, reason: 'refused' };
      const header = new Uint8Array(bytes.subarray(0, headerBytes));
      const key = sealing.find(({ id }) => id.every((byte, index) => byte === header[index]));
      if (key === undefined) return { ok: false, reason: 'unknown' };
      const value = decrypt(key, header, kind, principal, bytes.subarray(headerBytes));
      return value === undefined ? { ok: false, reason: 'refused' } : { ok: true, value };
    },
  };
}

function decrypt(
  { key }: SealingKey,
  header: Uint8Array,
  kind: Kind,
  principal: string,
  body: Uint8Array,
): string | undefined {
  try {
    return unpad(aessiv(key, ...buildContext(header, kind, principal)).decrypt(new Uint8Array(body)));
  } catch {
    return undefined;
  }
}

function buildContext(header: Uint8Array, kind: Kind, principal: string): readonly Uint8Array[] {
  return [header, encoder.encode(kind), encoder.encode(principal)];
}

/** To whole blocks, so that the length of a name does not show. */
function pad(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  const padded = new Uint8Array((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

function unpad(padded: Uint8Array): string {
  return decoder.decode(padded.subarray(0, padded.lastIndexOf(0x80)));
}

const keyAdvice =
  'Stand-ins (mode token) need a key of at least 32 characters that all replicas share; make one with: openssl rand -base64 32';

function deriveKey(text: string, index: number): SealingKey {
  const trimmed = text.trim();
  const which = index === 0 ? 'ALLOY_PII_KEY' : `Key ${index + 1} of ALLOY_PII_KEY`;
  if (trimmed.length < shortestKey)
    throw new ConfigurationError(`${which} is too short: ${trimmed.length} characters. ${keyAdvice}`);
  if (new Set(trimmed).size < 8)
    throw new ConfigurationError(`${which} repeats a few characters and can be guessed. ${keyAdvice}`);
  const derive = (purpose: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', trimmed, 'alloy-mcp', purpose, length));
  return { id: derive('stand-in key id', keyIdBytes), key: derive('stand-in key', 64) };
}
