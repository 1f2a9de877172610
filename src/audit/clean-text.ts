/** Texts from clients and Alloy on their way into a record or a terminal: one line, no control characters, bounded. */

/** Control, format (direction marks), private and unassigned characters, lone surrogates, line separators. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;
const plain = /^[ -~]*$/;

export function cleanText(text: string, limit = 128): string {
  // Cut first, so that a text of megabytes costs nothing; a pair cut in two is replaced below.
  const start = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return plain.test(start) ? start : start.replace(unprintable, '?');
}
