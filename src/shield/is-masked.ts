/**
 * Whether a value is what is left of another one: this server's masks, the stars that Alloy itself answers, and the
 * forms that people write. Sent to Alloy, such a value would overwrite the real one.
 */
import { isAboutContact, type Kind } from './kind.ts';

/** The whole value, whatever field it is in. */
export function isMasked(value: unknown): boolean {
  if (typeof value !== 'string' || value.length < 3 || value.length > 64) return false;
  const packed = value.trim().replace(/[\s./-]/g, '');
  return /^(?:[*•●∙·]{3,}[A-Za-z0-9]{0,4}|[xX]{3,}\d{2,4}|#{3,}\d{2,4})$/.test(packed);
}

/** In a field of personal data a part is enough: no real value holds one. */
export function isMaskedField(value: unknown, kind: Kind): boolean {
  if (isMasked(value)) return true;
  if (typeof value !== 'string' || value.length > 256) return false;
  if (/[*•●]{2}/.test(value)) return true;
  return !isAboutContact(kind) && /[xX]{3}|#{3}/.test(value);
}
