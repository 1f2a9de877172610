/**
 * Stand-ins: `pii:<kind>:<opaque>`, where the opaque part is the value itself, encrypted. AES-SIV (RFC 5297) refuses
 * whatever was altered; kind, principal and place (environment, address of Alloy, installation) are authenticated with
 * it. Nothing is stored: whoever holds the key can open it.
 *
 * Equal values have equal stand-ins unless a salt tells them apart. What can be guessed by trying (dates, names, short
 * numbers) has the salt of its record, and what the caller itself wrote in clear has one of its own each time.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { aessiv } from '@noble/ciphers/aes.js';
import { ConfigurationError } from '../../base/errors.ts';
import type { Kind } from '../kind.ts';
import { normalizeValue } from '../kind.ts';

export interface StandIns {
  /** `salt`: 8 bytes that tell this stand-in from others of the same value. */
  seal(kind: Kind, value: string, principal: string, salt?: Uint8Array): string;
  open(kind: Kind, opaque: string, principal: string): Opened;
  /** A salt that is the same for the same texts, and tells nothing of them to whoever has not the key. */
  deriveSalt(...parts: readonly string[]): Uint8Array;
}

/** `old`: of an earlier version of this program. `unknown`: its key is gone. `refused`: altered, or given elsewhere. */
type Opened =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: 'old' | 'unknown' | 'refused' };

export interface StandInOptions {
  /** The first seals, all open. */
  readonly keys: readonly string[];
  /** What a stand-in holds for beside its principal: environment, base URL, installation. */
  readonly place: readonly string[];
}

const shortestKey = 32;
const keyIdBytes = 4;
export const saltBytes = 8;
const blockBytes = 16;
const tagBytes = 16;
/** Behind the key's id. Version 0 did not know the place that it was sealed for. */
const version = 1;
const isSalted = 1;
const headerBytes = keyIdBytes + 2;
/** Sealing costs some 50 microseconds, and answers repeat values. */
const cacheSize = 2000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const noSalt = new Uint8Array(0);

interface SealingKey {
  readonly id: Uint8Array;
  readonly key: Uint8Array;
  readonly saltKey: Uint8Array;
}

/** Throws a ConfigurationError for a key that cannot be used, and for none. */
export function createStandIns({ keys, place }: StandInOptions): StandIns {
  const sealing = keys.map(deriveKey);
  const [first] = sealing;
  if (first === undefined) throw new ConfigurationError(`ALLOY_PII_KEY is missing. ${keyAdvice}`);
  const current: SealingKey = first;
  const placeText = encoder.encode(JSON.stringify(place));
  const sealed = new Map<string, string>();

  const buildContext = (header: Uint8Array, kind: Kind, principal: string): readonly Uint8Array[] => [
    header,
    encoder.encode(kind),
    encoder.encode(principal),
    placeText,
  ];

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

  return {
    seal(kind, value, principal, salt = noSalt) {
      const normalized = normalizeValue(kind, value);
      const cacheKey = JSON.stringify([kind, principal, normalized, Buffer.from(salt).toString('hex')]);
      const known = sealed.get(cacheKey);
      if (known !== undefined) return known;
      const header = new Uint8Array(headerBytes + salt.length);
      header.set(current.id);
      header[keyIdBytes] = version;
      header[keyIdBytes + 1] = salt.length === 0 ? 0 : isSalted;
      header.set(salt, headerBytes);
      const body = aessiv(current.key, ...buildContext(header, kind, principal)).encrypt(pad(normalized));
      const text = `pii:${kind}:${Buffer.concat([header, body]).toString('base64url')}`;
      if (sealed.size >= cacheSize) sealed.clear();
      sealed.set(cacheKey, text);
      return text;
    },
    open(kind, opaque, principal) {
      const bytes = Buffer.from(opaque, 'base64url');
      // Other texts decode to the same bytes; only the one that was given is taken.
      if (bytes.toString('base64url') !== opaque || bytes.length < headerBytes) return refused;
      const key = sealing.find(({ id }) => id.every((byte, index) => byte === bytes[index]));
      if (key === undefined) return { ok: false, reason: 'unknown' };
      if (bytes[keyIdBytes] === 0) return { ok: false, reason: 'old' };
      const flags = bytes[keyIdBytes + 1];
      const start = headerBytes + (flags === isSalted ? saltBytes : 0);
      const isWhole = bytes[keyIdBytes] === version && bytes.length >= start + tagBytes + blockBytes;
      if (!isWhole) return refused;
      const header = new Uint8Array(bytes.subarray(0, start));
      const value = decrypt(key, header, kind, principal, bytes.subarray(start));
      return value === undefined ? refused : { ok: true, value };
    },
    deriveSalt: (...parts) =>
      new Uint8Array(createHmac('sha256', current.saltKey).update(JSON.stringify(parts)).digest()).subarray(
        0,
        saltBytes,
      ),
  };
}

const refused: Opened = { ok: false, reason: 'refused' };

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
  return {
    id: derive('stand-in key id', keyIdBytes),
    key: derive('stand-in key', 64),
    saltKey: derive('stand-in salt', 32),
  };
}
