/** The form in which a value is sealed and compared: the same number with and without its separators is one value. */
import type { Kind } from './kind.ts';

export function normalizeValue(kind: Kind, text: string): string {
  const trimmed = text.trim();
  switch (kind) {
    case 'ssn':
    case 'ein':
    case 'card':
    case 'iban':
    case 'routing': {
      const packed = trimmed.replace(/[\s\u00a0\u2010-\u2015\u2212.-]/g, '');
      return /^[A-Za-z0-9]+$/.test(packed) ? packed : trimmed;
    }
    default:
      return trimmed;
  }
}
