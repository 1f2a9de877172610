/**
 * One line of the trail. It ends with a signature of the exact bytes before it, and these hold the signature of the
 * line before: no bit of a line, and no place of a line, can change unseen. Pure.
 */
import { isObject } from '../base/values.ts';
import type { AuditKey } from './key.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What a chain has come to: the number and the signature of its last line. */
export interface Head {
  readonly seq: number;
  readonly mac: string;
}

/** Before the first line of a chain there is none. */
export const noHead: Head = { seq: 0, mac: '' };

/** `,"mac":"` + 43 characters + `"}` */
const tailLength = 53;

const buildTail = (mac: string) => `,"mac":"${mac}"}`;

/** The members of an object as they stand between its braces: text is put together far faster than objects. */
export function formatMembers(fields: Fields): string {
  return JSON.stringify(fields).slice(1, -1);
}

/** `members` is what formatMembers makes of the fields. */
export function buildLine(key: AuditKey, members: string, before: Head): { text: string; head: Head } {
  const seq = before.seq + 1;
  const signed = `{"seq":${seq},${members},"prev":"${before.mac}"`;
  const mac = key.sign(signed);
  return { text: `${signed}${buildTail(mac)}\n`, head: { seq, mac } };
}

export interface SignedLine extends Head {
  readonly type: string;
  readonly prev: string;
  readonly fields: Fields;
}

/** The line if its signature is right for every byte of it (given without its line feed), else undefined. */
export function parseSignedLine(key: AuditKey, bytes: Buffer): SignedLine | undefined {
  if (bytes.length <= tailLength) return undefined;
  const signed = bytes.subarray(0, -tailLength);
  const mac = key.sign(signed);
  if (!bytes.subarray(-tailLength).equals(Buffer.from(buildTail(mac)))) return undefined;
  const fields = parseFields(bytes);
  const { seq, type, prev } = fields ?? {};
  if (fields === undefined || typeof seq !== 'number' || typeof type !== 'string' || typeof prev !== 'string')
    return undefined;
  return { seq, mac, type, prev, fields };
}

/** What a line says of itself, signed or not. */
export function parseFields(bytes: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
