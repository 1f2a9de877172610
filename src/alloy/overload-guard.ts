/**
 * Keeps a sick Alloy from piling up work: so many exchanges at a time, so many waiting for their turn, and none at all
 * for a moment when most of the last ones have failed. A healthy Alloy does not notice.
 */

import { CallError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import type { HttpRequest, HttpResponse, Send } from './exchange.ts';

export interface GuardOptions {
  readonly maxConcurrency: number;
  readonly now?: () => number;
}

/** More would wait longer than their callers do. */
export const mostWaiting = 1000;
/** It opens when so many exchanges failed within the window, and more than succeeded. */
export const leastFaults = 10;
export const windowMs = 30_000;
/** How long nothing is sent; then one exchange goes out to see. */
export const pauseMs = 5000;

export function guardSend(upstream: Send, { maxConcurrency, now = Date.now }: GuardOptions): Send {
  const turns = createTurns(maxConcurrency);
  const breaker = createBreaker(now);
  return async (exchange) => {
    breaker.check();
    await turns.take(exchange.signal);
    try {
      // It may have opened while this one waited.
      return await breaker.watch(exchange, upstream);
    } finally {
      turns.giveBack();
    }
  };
}

interface Turns {
  /** Resolves when it is this one's turn; first come, first served. */
  take(signal: AbortSignal): Promise<void>;
  giveBack(): void;
}

function createTurns(most: number): Turns {
  let taken = 0;
  /** In the order of their coming. */
  const waiting = new Set<() => void>();
  return {
    async take(signal) {
      if (taken < most) {
        taken += 1;
        return;
      }
      if (waiting.size >= mostWaiting) {
        throw new CallError(
          'rate_limited',
          `This server has ${most} requests to Alloy under way and ${mostWaiting} waiting, as many as it takes (ALLOY_MAX_CONCURRENCY); nothing was sent`,
          { sent: 'no', final: true, retryAfterSeconds: 1 },
        );
      }
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          waiting.delete(start);
          reject(describeLeaving(signal, most));
        };
        const start = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        waiting.add(start);
      });
    },
    giveBack() {
      const [next] = waiting;
      if (next === undefined) {
        taken -= 1;
        return;
      }
      // The turn is handed on as it is.
      waiting.delete(next);
      next();
    },
  };
}

function describeLeaving(signal: AbortSignal, most: number): CallError {
  return isTimeout(signal)
    ? new CallError(
        'timeout',
        `The call's time ran out while ${most} others were under way; nothing was sent`,
        { sent: 'no' },
      )
    : new CallError('cancelled', 'The call was cancelled before it was sent', { sent: 'no' });
}

/** As AbortSignal.timeout names it, and the Alloy client. */
const isTimeout = ({ reason }: AbortSignal) => reason instanceof Error && reason.name === 'TimeoutError';

/** Faults that Alloy is not sick with: this one answer is not wanted. */
const unwanted = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ANSWER_COMPRESSED']);

interface Breaker {
  /** Throws while nothing is to be sent. */
  check(): void;
  watch(request: HttpRequest, upstream: Send): Promise<HttpResponse>;
}

function createBreaker(now: () => number): Breaker {
  const counts = createCounts(now);
  let openUntil: number | undefined;
  let probing = false;
  let kind: 'unreachable' | 'alloy_failed' = 'unreachable';

  function check(): void {
    if (openUntil === undefined || (now() >= openUntil && !probing)) return;
    const seconds = Math.max(1, Math.ceil((openUntil - now()) / 1000));
    throw new CallError(kind, `Alloy failed most of the last requests, so none is sent for ${seconds} s`, {
      sent: 'no',
      final: true,
      retryAfterSeconds: seconds,
    });
  }

  function note(outcome: 'success' | 'fault', wasProbe: boolean): void {
    if (wasProbe || openUntil === undefined) counts.add(outcome);
    if (outcome === 'success') {
      if (!wasProbe) return;
      openUntil = undefined;
      counts.clear();
    } else if (wasProbe || (openUntil === undefined && counts.areBad())) {
      openUntil = now() + pauseMs;
    }
  }

  return {
    check,
    async watch(exchange, upstream) {
      check();
      const isProbe = openUntil !== undefined;
      probing ||= isProbe;
      try {
        const answer = await upstream(exchange);
        // 501 is Alloy's considered word.
        const failed = answer.status >= 500 && answer.status !== 501;
        if (failed) kind = 'alloy_failed';
        note(failed ? 'fault' : 'success', isProbe);
        return answer;
      } catch (error) {
        const cancelled = exchange.signal.aborted && !isTimeout(exchange.signal);
        if (unwanted.has(readErrorCode(error))) {
          note('success', isProbe);
        } else if (!cancelled) {
          kind = 'unreachable';
          note('fault', isProbe);
        }
        throw error;
      } finally {
        if (isProbe) probing = false;
      }
    },
  };
}

const slots = 6;
const slotMs = windowMs / slots;

/** Outcomes of the last while, counted in slots of time rather than kept one by one. */
function createCounts(now: () => number) {
  let kept: { readonly slot: number; success: number; fault: number }[] = [];
  const currentSlot = () => Math.floor(now() / slotMs);
  return {
    add(outcome: 'success' | 'fault') {
      const slot = currentSlot();
      let last = kept.at(-1);
      if (last?.slot !== slot) {
        last = { slot, success: 0, fault: 0 };
        kept = [...kept.filter((each) => each.slot > slot - slots && each.slot < slot), last];
      }
      last[outcome] += 1;
    },
    areBad() {
      const slot = currentSlot();
      const recent = kept.filter((each) => each.slot > slot - slots);
      const faults = recent.reduce((sum, each) => sum + each.fault, 0);
      const successes = recent.reduce((sum, each) => sum + each.success, 0);
      return faults >= leastFaults && faults > successes;
    },
    clear() {
      kept = [];
    },
  };
}
