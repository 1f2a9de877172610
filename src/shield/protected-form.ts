/** Whether a text is protected already: a mask, also of Alloy's making, or a stand-in. */

const standIn = /^pii:[a-z_]+:[A-Za-z0-9_-]{20,}$/;
const stars = /^[*•●]{2,}([A-Za-z0-9]{0,4})$/;

/** The protected text in this server's form; undefined for a value in clear. */
export function readProtected(text: string): string | undefined {
  if (text.startsWith('pii:')) return standIn.test(text) ? text : undefined;
  const first = text.charCodeAt(0);
  if (first !== 42 && first !== 0x2022 && first !== 0x25cf) return undefined;
  const match = stars.exec(text.replace(/[\s./-]/g, ''));
  return match === null ? undefined : `***${match[1]}`;
}
