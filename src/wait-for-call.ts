/** Waiting within a call: the polls go the way of any call, their progress to the client. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallContext } from './call-context.ts';
import type { Arguments, Tool } from './tool.ts';
import { type Ending, type State, type WaitOptions, waitUntilSettled } from './wait.ts';

const never = new AbortController().signal;

/** The first state when the call did not ask to wait. */
export async function waitForCall<Seen extends State>(
  tool: Tool,
  args: Arguments,
  first: Seen,
  context: CallContext,
  poll: WaitOptions<Seen>['poll'],
): Promise<Seen & Pick<Ending, 'notice'>> {
  const seconds = args['wait_seconds'];
  if (tool.wait === undefined || typeof seconds !== 'number' || seconds === 0) return first;
  const { report } = context;
  return waitUntilSettled({
    wait: tool.wait,
    first,
    args,
    poll,
    seconds,
    signal: context.signal ?? never,
    report: ({ progress, total, message }) => report?.(progress, total, message),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    now: Date.now,
    random: Math.random,
  });
}
