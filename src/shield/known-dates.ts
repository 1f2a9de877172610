/** Dates that are known to be personal, found in any spelling by what they mean. */

import { makeDecoded } from './canonical.ts';
import { findDates, readDates, readEpoch } from './dates.ts';
import type { Finding } from './findings.ts';
import type { Kind } from './kind.ts';

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
  /** A place for each last two digits of a year. */
  readonly #years = new Uint8Array(100);

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Nothing is added for a text that is no date. */
  add(kind: Kind, text: string): void {
    const days = readDates(makeDecoded(text).text).map(({ ymd }) => ymd);
    if (epoch.test(text)) days.push(...readEpoch(Number(text)));
    for (const day of days) {
      if (!this.#values.has(day)) this.#values.set(day, { kind, text });
      this.#years[Math.floor(day / 10_000) % 100] = 1;
    }
  }

  delete(text: string): void {
    for (const [day, value] of this.#values) if (value.text === text) this.#values.delete(day);
  }

  findWhole(text: string): KnownValue | undefined {
    if (this.isEmpty) return undefined;
    for (const { ymd } of readDates(makeDecoded(text).text)) {
      const known = this.#values.get(ymd);
      if (known !== undefined) return known;
    }
    return epoch.test(text) ? this.#findEpoch(Number(text)) : undefined;
  }

  /** A first look at plain text (canonical.ts): the digits of a year in it, or a number of seconds. */
  mayHold(text: string): boolean {
    if (this.isEmpty) return false;
    let before = -1;
    let number = 0;
    for (let index = 0; index <= text.length; index += 1) {
      const digit = text.charCodeAt(index) - zero;
      if (digit >= 0 && digit <= 9) {
        if (before >= 0 && this.#years[before * 10 + digit] === 1) return true;
        before = digit;
        number = number * 10 + digit;
      } else {
        if (number >= 86_400 && number < 1e13 && readEpoch(number).length > 0) return true;
        before = -1;
        number = 0;
      }
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
