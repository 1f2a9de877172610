/**
 * Text -> bytes, for files that come as base64: as tools print it (lines, https://www.rfc-editor.org/rfc/rfc4648), in
 * the alphabet of URLs, without its padding, or as a data: URL (https://www.rfc-editor.org/rfc/rfc2397).
 */

/** Undefined where the text is none of these; no bytes where it holds none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const { parameters, data = '' } = splitDataUrl(text);
  if (parameters === undefined) return decode(text);
  if (!/%(?![0-9a-f]{2})/i.test(data)) {
    const bytes = Buffer.from(
      data.replace(/%(..)/g, (_, hex: string) => readByte(hex)),
      'latin1',
    );
    if (/;\s*base64\s*(?:;|$)/i.test(parameters)) return decode(bytes.toString('latin1'));
    // Written as it is: texts are, of nothing else than ASCII unencoded; whoever leaves the word out of another type forgot it.
    const isText = /^\s*(?:text\/|;|$)/i.test(parameters) || data.includes('%');
    return isText && /^[ -~\s]*$/.test(data) ? new Uint8Array(bytes) : undefined;
  }
  return undefined;
}

/** At the first comma that stands in no quoted parameter. */
function splitDataUrl(text: string): { readonly parameters?: string; readonly data?: string } {
  const scheme = /^\s*data:/i.exec(text)?.[0];
  if (scheme === undefined) return {};
  let isQuoted = false;
  for (let index = scheme.length; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') isQuoted = !isQuoted;
    if (character === ',' && !isQuoted)
      return { parameters: text.slice(scheme.length, index), data: text.slice(index + 1) };
  }
  return {};
}

const readByte = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));

function decode(text: string): Uint8Array | undefined {
  const plain = text.replace(/\s+/g, '');
  const digits = plain.replace(/={1,2}$/, '');
  // A last digit by itself would be six bits, of which no byte can be made.
  if (!/^[A-Za-z0-9+/_-]*$/.test(digits) || digits.length % 4 === 1) return undefined;
  return new Uint8Array(Buffer.from(digits, 'base64'));
}
