/** Alloy's tokens and moments in ISO 8601: most texts of an answer, and nobody's personal data. */

const alloyToken = /^[A-Z]{1,4}-[A-Za-z0-9]{20}$/;
const moment = /^[\d-]{10}T\d\d:\d\d(?::[\d.]+)?(?:Z|[+-]\d\d:?\d\d)?$/;
const hyphen = 45;

export function isTokenOrMoment(text: string): boolean {
  const { length } = text;
  if (length < 16 || length > 30) return false;
  // A look at single characters first: this is asked of every text.
  if (text.charCodeAt(4) === hyphen && text.charCodeAt(10) === 84 && moment.test(text)) return true;
  return text.charCodeAt(length - 21) === hyphen && alloyToken.test(text);
}
