/** Bytes of an answer -> JSON value, or undefined when they are none, or more than anybody could use. */

/** Several times the largest that Alloy's records come to; more would keep every other call waiting for seconds. */
const maxBytes = 16 * 1024 * 1024;
/** Alloy's records nest about 20 levels; below these the shield for personal data would let nothing through. */
const maxDepth = 100;

const decoder = new TextDecoder('utf-8', { fatal: true });

export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0 || findJsonFault(bytes) !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return value;
  } catch {
    return undefined;
  }
}

/** Why these bytes are not even looked at, if so. */
export function findJsonFault(body: Uint8Array): string | undefined {
  if (body.length > maxBytes) return `more than the ${maxBytes} that are read; ask for less at once`;
  return isDeeper(body, maxDepth) ? `nested deeper than ${maxDepth} levels` : undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** By the bytes, because a value this deep can overflow the stack of whoever walks through it. */
function isDeeper(json: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) {
      index += 1;
      while (index < json.length && json[index] !== quote) index += json[index] === backslash ? 2 : 1;
    } else if (byte === openBracket || byte === openBrace) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1;
  }
  return false;
}
