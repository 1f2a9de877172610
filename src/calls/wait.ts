/**
 * Polls what Alloy finishes later, until it has settled or the time is up. I/O and time are passed in. Whatever happens
 * meanwhile, a call that succeeded stays a success: the last state seen is the answer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type ErrorKind } from '../base/errors.ts';
import { resolveArguments, select } from '../registry/reference.ts';
import {
  type Arguments,
  longestWaitSeconds,
  patienceSeconds,
  type Tool,
  type Wait,
} from '../registry/tool.ts';
import type { CallContext } from './call-context.ts';

/** An answer of Alloy: its content and HTTP status. */
export interface State {
  readonly result: unknown;
  readonly status: number;
}

export interface Ending {
  /** Final, or waiting for somebody. */
  readonly settled: boolean;
  /** Why waiting has ended, where it has not settled. */
  readonly notice?: string;
}

/** The last state seen, and how the waiting for it ended. */
export type Waited<Seen extends State = State> = Seen & Ending;

/** As in MCP's progress notifications: seconds so far, of the seconds allowed. */
export interface Progress {
  readonly progress: number;
  readonly total: number;
  readonly message: string;
}

/** Whatever the caller keeps with a state comes back with the last one. */
export interface WaitOptions<Seen extends State = State> {
  readonly wait: Wait;
  /** The answer of the call itself. */
  readonly first: Seen;
  readonly args: Arguments;
  /** Calls a read tool; throws a CallError. */
  readonly poll: (tool: string, args: Arguments, signal: AbortSignal) => Promise<Seen>;
  /** Longest time to wait, 0 to 300. */
  readonly seconds: number;
  /** Of the client's cancellation. */
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  /** Between 0 and 1; spreads the polls of several clients. */
  readonly random: () => number;
}

const firstPauseMs = 1000;
const longestPauseMs = 10_000;
const growth = 1.5;
/** Kept for the last look, so that it can be answered before the time is up. */
const lastLookMs = 1000;
/** Faults in a row after which it is left at the last state. */
const mostFaults = 3;
/** Looking again may help. */
const passing = new Set<ErrorKind>([
  'rate_limited',
  'alloy_failed',
  'bad_answer',
  'unreachable',
  'timeout',
  // Just created, and not yet known everywhere.
  'unknown_object',
]);

/** Throws a CallError of kind `cancelled` when the client cancels, and nothing else. */
export async function waitUntilSettled<Seen extends State>(
  options: WaitOptions<Seen>,
): Promise<Waited<Seen>> {
  const { wait, first, args, signal, now, random } = options;
  const start = now();
  const limit = Math.min(Math.max(options.seconds, 0), longestWaitSeconds) * 1000;
  const reserve = Math.min(lastLookMs, limit / 2);
  const pollArgs = resolveArguments(wait.arguments, { args, result: first.result });
  let state = first;
  let pause = firstPauseMs;
  let faults = 0;
  while (!isSettled(wait, state)) {
    if (pollArgs === undefined) return stop(state, 'The answer does not say what to wait for.');
    report(options, state, now() - start);
    const spread = pause * (0.8 + 0.4 * random());
    const left = limit - (now() - start) - reserve;
    if (left <= 0) return stop(state, timeIsUp);
    await pauseFor(Math.min(spread, left), options);
    pause = Math.min(pause * growth, longestPauseMs);
    const outcome = await look(options, pollArgs, limit - (now() - start));
    if (signal.aborted) throw cancelled();
    if (outcome === undefined) continue;
    if (!(outcome instanceof CallError)) {
      state = outcome;
      faults = 0;
      continue;
    }
    faults += 1;
    const { kind, details } = outcome;
    if (!passing.has(kind) || faults === mostFaults)
      return stop(state, `Waiting ended because reading failed (${kind}); this is the last state seen.`);
    pause = Math.max(pause, (details.retryAfterSeconds ?? 0) * 1000);
  }
  return { ...state, settled: true };
}

const timeIsUp = 'Not settled within wait_seconds; this is the last state seen.';

const stop = <Seen extends State>(state: Seen, notice: string): Waited<Seen> => ({
  ...state,
  settled: false,
  notice,
});

const cancelled = () =>
  new CallError('cancelled', 'The client cancelled while the server waited; what was done before stays done');

/** Waits; throws when the client cancels. */
async function pauseFor(milliseconds: number, { sleep, signal }: WaitOptions): Promise<void> {
  try {
    if (!signal.aborted) await sleep(milliseconds, signal);
  } catch {
    // Only the signal ends a sleep early.
  }
  if (signal.aborted) throw cancelled();
}

/** One poll, given up when the time is up; undefined then. */
async function look<Seen extends State>(
  { wait, poll, signal, sleep }: WaitOptions<Seen>,
  args: Arguments,
  milliseconds: number,
): Promise<Seen | CallError | undefined> {
  const controller = new AbortController();
  const both = AbortSignal.any([signal, controller.signal]);
  const late = sleep(Math.max(0, milliseconds), both).then(
    () => undefined,
    () => undefined,
  );
  const answer = poll(wait.tool, args, both).catch((error: unknown) =>
    error instanceof CallError ? error : new CallError('internal', 'Reading failed', { cause: error }),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    controller.abort();
  }
}

function isSettled(wait: Wait, state: State): boolean {
  if (wait.ended !== undefined && readFirst([wait.ended], state) !== undefined) return true;
  const found = readFirst(wait.state, state);
  return found !== undefined && !wait.busy.some((busy) => String(busy) === String(found));
}

/** Of the answer only words that the tool's definition knows, and numbers, get into a message. */
function describeState(wait: Wait, state: State): string {
  const found = readFirst(wait.state, state);
  const word = wait.busy.find((busy) => String(busy) === String(found)) ?? 'not settled';
  const left = wait.left === undefined ? undefined : readFirst([wait.left], state);
  const total = wait.total === undefined ? undefined : readFirst([wait.total], state);
  const counts =
    typeof left === 'number' && typeof total === 'number' ? `, ${total - left} of ${total} done` : '';
  return `${wait.what}: ${word}${counts}`;
}

function report({ wait, report: send, seconds }: WaitOptions, state: State, elapsedMs: number): void {
  // A client that takes no more progress is no reason to stop.
  try {
    send({
      progress: elapsedMs / 1000,
      total: seconds,
      message: describeState(wait, state),
    });
  } catch {}
}

function readFirst(paths: Wait['state'], { result, status }: State): unknown {
  for (const path of paths) {
    const [value] = path === 'status' ? [status] : select(path, { args: undefined, result });
    if (value !== undefined) return value;
  }
  return undefined;
}

// Waiting within a call: the polls go the way of any call, their progress to the client.

const never = new AbortController().signal;

interface CallToWaitFor<Seen extends State> {
  readonly tool: Tool;
  readonly args: Arguments;
  /** The answer of the call itself. */
  readonly first: Seen;
  readonly context: CallContext;
  /** When the call came, as Date.now() tells. */
  readonly startedAt: number;
  readonly poll: WaitOptions<Seen>['poll'];
}

/** The first state when the call did not ask to wait, and of a write when its caller has gone. */
export async function waitForCall<Seen extends State>(
  call: CallToWaitFor<Seen>,
): Promise<Seen & Pick<Ending, 'notice'>> {
  const { tool, args, first, context, startedAt, poll } = call;
  const { signal = never, report } = context;
  const asked = args['wait_seconds'];
  if (tool.wait === undefined || typeof asked !== 'number' || asked === 0) return first;
  const mayWait =
    report === undefined
      ? Math.max(0, patienceSeconds - (Date.now() - startedAt) / 1000)
      : longestWaitSeconds;
  try {
    const waited = await waitUntilSettled({
      wait: tool.wait,
      first,
      args,
      poll,
      seconds: Math.min(asked, mayWait),
      signal,
      report: ({ progress, total, message }) => report?.(progress, total, message),
      sleep: (milliseconds, until) => sleep(milliseconds, undefined, { signal: until }),
      now: Date.now,
      random: Math.random,
    });
    return waited.notice === timeIsUp && asked > mayWait
      ? { ...waited, notice: formatCut(tool.wait.tool) }
      : waited;
  } catch (error) {
    // What was written stays written, and is what there is to tell of.
    if (signal.aborted && tool.effect !== 'read') return first;
    throw error;
  }
}

const formatCut = (reader: string) =>
  `Not settled yet; this is the last state seen. wait_seconds was cut so that the whole call takes ${patienceSeconds} s: this client shows no progress token, or takes no stream that progress could come by, and would not wait longer. Call ${reader} to look again.`;
