/**
 * Whose a message is that is too large to be kept, found while its bytes go by: clients write the id in front of the
 * parameters or behind them. It takes the same little memory however long the message is.
 */
import type { Members } from '../../base/values.ts';

export interface Outliner {
  push(bytes: Uint8Array): void;
  /**
   * `id` and `method` as they were, and `result` and `error` if they were there, without what they held. Undefined
   * when it was no object of JSON.
   */
  finish(): Members | undefined;
}

const lookedFor: readonly string[] = ['id', 'method', 'result', 'error'];
/** In bytes; a longer id or name is none that anybody means. */
const longestToken = 1000;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

export function createOutliner(): Outliner {
  const members = new Map<string, unknown>();
  /** How many objects and lists are open. */
  let depth = 0;
  let isObject = false;
  let inText = false;
  let isEscaped = false;
  /** The member of the outermost object that is being read. */
  let name: unknown;
  /** What was read of the name or value itself, without what lies deeper. */
  let token: number[] = [];

  function takeToken(): unknown {
    const bytes = Buffer.from(token);
    token = [];
    try {
      return bytes.length > longestToken ? undefined : JSON.parse(bytes.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  function endMember(): void {
    const value = takeToken();
    if (typeof name === 'string' && lookedFor.includes(name)) members.set(name, value);
    name = undefined;
  }

  function readMark(byte: number): void {
    if (byte === openObject || byte === openList) {
      if (depth === 0) isObject = byte === openObject;
      depth += 1;
    } else if (byte === closeObject || byte === closeList) {
      if (depth === 1) endMember();
      depth -= 1;
    } else if (depth === 1 && byte === comma) {
      endMember();
    } else if (depth === 1 && byte === colon) {
      name = takeToken();
    } else {
      inText = byte === quote;
      keep(byte);
    }
  }

  function keep(byte: number): void {
    if (depth === 1 && token.length <= longestToken) token.push(byte);
  }

  return {
    push(bytes) {
      // By index: such a message has tens of millions of bytes.
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = Number(bytes[index]);
        if (!inText) {
          readMark(byte);
          continue;
        }
        keep(byte);
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inText = false;
      }
    },
    finish: () => (isObject ? Object.fromEntries(members) : undefined),
  };
}
