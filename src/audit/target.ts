/** Text of ALLOY_AUDIT -> where the trail goes. Pure. */
import { resolve } from 'node:path';
import { ConfigurationError } from '../base/errors.ts';

export type AuditTarget =
  | { readonly kind: 'off' }
  | { readonly kind: 'file'; readonly path: string; readonly required: boolean }
  | { readonly kind: 'stream'; readonly descriptor: number; readonly required: boolean };

/** `off`, `file:PATH`, `stderr` or `fd:N`; `,required` behind it refuses what cannot be recorded. */
export function parseAuditTarget(text: string): AuditTarget {
  const given = text.trim();
  if (given === 'off') return { kind: 'off' };
  const required = given.endsWith(',required');
  const place = required ? given.slice(0, -',required'.length) : given;
  if (place === 'stderr') return { kind: 'stream', descriptor: 2, required };
  const path = /^file:(.+)$/s.exec(place)?.[1];
  if (path !== undefined && !path.includes('\0')) return { kind: 'file', path: resolve(path), required };
  const descriptor = Number(/^fd:(\d{1,4})$/.exec(place)?.[1]);
  if (descriptor >= 2) return { kind: 'stream', descriptor, required };
  throw new ConfigurationError(
    descriptor < 2
      ? `ALLOY_AUDIT (--audit) is ${place}, which belongs to the protocol; take fd:3 or above, or stderr`
      : 'ALLOY_AUDIT (--audit) is not usable; write off, file:/path/audit.jsonl, stderr or fd:3, each but off also with ,required behind it',
  );
}
