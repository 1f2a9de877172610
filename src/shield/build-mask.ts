/** The one form of a masked value: `***` and what may stay readable, e.g. `***6789`; `***1991` of a birth date. */
import { isAboutContact, type Kind } from './kind.ts';

export function buildMask(kind: Kind, text: string): string {
  if (kind === 'birth_date')
    return `***${/(?<!\d)(?:19|20)\d\d(?!\d)|^(?:19|20)\d\d(?=\d{4}$)/.exec(text)?.[0] ?? ''}`;
  return keepsEnd(kind) ? `***${readEnd(kind, text)}` : '***';
}

function keepsEnd(kind: Kind): boolean {
  return kind === 'phone' || (kind !== 'secret' && !isAboutContact(kind));
}

/** At most the last four, and never more than half: short numbers must not be told by their mask. */
function readEnd(kind: Kind, text: string): string {
  if (/^\d{8,}$/.test(text)) return text.slice(-4);
  const characters = text.replace(/[^A-Za-z0-9]/g, '');
  const digits = text.replace(/\D/g, '');
  const kept = Math.min(4, Math.floor(characters.length / 2));
  if (kept === 0) return '';
  return kind !== 'iban' && digits.length >= 4 ? digits.slice(-kept) : characters.slice(-kept);
}
