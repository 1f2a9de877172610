/** How long answers take: `50` or `50-200` milliseconds. The same seed and calls give the same times. */
import { createRandom, drawFraction } from './random.ts';
import { SimulatorOptionError } from './simulator-option-error.ts';

export interface Latency {
  readonly minimum: number;
  readonly maximum: number;
}

/** An hour is more than any client waits; beyond it a slip of the pen is likelier. */
const longest = 3_600_000;

export function parseLatency(text: string): Latency {
  const [, minimum, maximum] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text.trim()) ?? [];
  const latency = { minimum: Number(minimum), maximum: Number(maximum ?? minimum) };
  if (minimum === undefined || latency.minimum > latency.maximum || latency.maximum > longest)
    throw new SimulatorOptionError(
      `--latency '${text}' is not understood; give milliseconds, e.g. 50, or a range, e.g. 50-200`,
    );
  return latency;
}

/** Draws the milliseconds that the next answer takes. */
export function createLatencySource({ minimum, maximum }: Latency, seed: string): () => number {
  const random = createRandom(`${seed}:latency`);
  return () => minimum + Math.floor(drawFraction(random) * (maximum - minimum + 1));
}

/** Rejects with the signal's reason when it is aborted before. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
