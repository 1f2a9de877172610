/** Dates that are known to be personal, found in any spelling by what they mean. */

import type { Kind } from '../kind.ts';
import { isPlainText, makeDecoded } from './canonical.ts';
import { findDates, readDates, readEpoch } from './dates.ts';
import type { Finding } from './findings.ts';

export interface KnownValue {
  readonly kind: Kind;
  /** As it was added. */
  readonly text: string;
}

export interface KnownFinding extends Finding {
  readonly value: string;
}

/** `1/2/85` */
export const shortestDate = 6;
const epoch = /^-?\d{5,13}$/;
const epochs = /(?:(?<![\w.])-)?(?<![\d.])\d{5,13}(?![\d.])/g;
const zero = 48;

export class KnownDates {
  /** By day, as 19850123. */
  readonly #values = new Map<number, KnownValue>();
  readonly #years = new Set<number>();
  readonly #days = new Set<number>();

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Whether the text is a date. */
  add(kind: Kind, text: string): boolean {
    const days = listDays(text);
    for (const day of days) {
      if (!this.#values.has(day)) this.#values.set(day, { kind, text });
      const year = Math.floor(day / 10_000);
      this.#years.add(year);
      // As people write it, with two digits.
      this.#years.add(year % 100);
      this.#days.add(day % 100);
    }
    return days.length > 0;
  }

  delete(text: string): void {
    if (this.isEmpty) return;
    for (const day of listDays(text)) if (this.#values.get(day)?.text === text) this.#values.delete(day);
  }

  findWhole(text: string): KnownValue | undefined {
    if (this.isEmpty) return undefined;
    for (const { ymd } of readDates(makeDecoded(text).text)) {
      const known = this.#values.get(ymd);
      if (known !== undefined) return known;
    }
    return epoch.test(text) ? this.#findEpoch(Number(text)) : undefined;
  }

  /** A first look: the digits of a year and a day, or a number of seconds. */
  mayHold(text: string): boolean {
    if (this.isEmpty) return false;
    if (!isPlainText(text)) return true;
    let hasYear = false;
    let hasDay = false;
    let number = 0;
    let digits = 0;
    for (let index = 0; index <= text.length; index += 1) {
      const digit = text.charCodeAt(index) - zero;
      if (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
        digits += 1;
        continue;
      }
      if (digits === 0) continue;
      if (digits <= 4) {
        hasYear ||= digits !== 3 && this.#years.has(number);
        hasDay ||= digits <= 2 && this.#days.has(number);
        if (hasYear && hasDay) return true;
      } else if (digits <= 14 && (digits === 8 || digits === 14 || number % 86_400 === 0)) {
        if (digits === 14 || this.findWhole(String(number)) !== undefined) return true;
      }
      number = 0;
      digits = 0;
    }
    return false;
  }

  findIn(text: string): readonly KnownFinding[] {
    if (this.isEmpty) return [];
    const { text: read, origins } = makeDecoded(text);
    const findings: KnownFinding[] = [];
    const push = (from: number, to: number, known: KnownValue | undefined) => {
      if (known === undefined) return;
      const [start, end] = origins === undefined ? [from, to] : [origins[from] ?? 0, origins[to] ?? 0];
      findings.push({ start, end, kind: known.kind, value: known.text });
    };
    for (const { start, end, readings } of findDates(read)) {
      const reading = readings.find(({ ymd }) => this.#values.has(ymd));
      if (reading !== undefined) push(start, end, this.#values.get(reading.ymd));
    }
    for (const { index, 0: whole } of read.matchAll(epochs))
      push(index, index + whole.length, this.#findEpoch(Number(whole)));
    return findings;
  }

  /** The sign in front may be a hyphen. */
  #findEpoch(value: number): KnownValue | undefined {
    for (const day of [...readEpoch(value), ...readEpoch(-value)]) {
      const known = this.#values.get(day);
      if (known !== undefined) return known;
    }
    return undefined;
  }
}

function listDays(text: string): readonly number[] {
  const days = readDates(makeDecoded(text).text).map(({ ymd }) => ymd);
  return epoch.test(text) ? [...days, ...readEpoch(Number(text))] : days;
}
