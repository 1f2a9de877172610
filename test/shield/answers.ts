/** Answers of the embedded Alloy to whatever may be asked of it: refusals and successes of all its families. */
import { createSimulator } from '../../src/simulator/simulator.ts';
import { testTime } from '../simulator/helpers/front-door.ts';
import { createMixedCalls, sendCall } from '../simulator/helpers/mixed-calls.ts';
import { createObservedAlloy, type ObservedAlloy } from '../simulator/helpers/observed-alloy.ts';
import { accountActions } from '../simulator/helpers/valid-account-calls.ts';
import { inquiryActions } from '../simulator/helpers/valid-inquiry-calls.ts';
import { createJourneyActions } from '../simulator/helpers/valid-journey-calls.ts';
import { createPlay } from '../simulator/helpers/valid-play.ts';

export async function collectAnswers(seed: string, count: number): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  const simulator = createSimulator({ seed, now: () => testTime });
  const calls = createMixedCalls(seed);
  for (let done = 0; done < count; done += 1) {
    const reply = await sendCall(simulator, calls.next());
    calls.learn(reply);
    if (/^\s*[[{]/.test(reply.text)) answers.push(JSON.parse(reply.text));
  }
  const observed = createObservedAlloy(seed);
  const alloy: ObservedAlloy = Object.create(observed, {
    send: {
      value: async (call: Parameters<ObservedAlloy['send']>[0]) => {
        const reply = await observed.send(call);
        answers.push(reply.body);
        return reply;
      },
    },
  });
  const play = createPlay(alloy, seed);
  const families = [accountActions, inquiryActions, createJourneyActions().actions];
  for (let done = 0; done < count; done += 1) await play.pick(play.pick(families))(play);
  await play.check();
  return answers.filter((answer) => typeof answer === 'object' && answer !== null);
}

export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The scalars, and names, that differ. */
export function listChanges(before: unknown, after: unknown, path = ''): readonly Change[] {
  if (before === after) return [];
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return [{ path, before, after }];
  const others = Object.entries(after);
  return Object.entries(before).flatMap(([name, member], index) => {
    const [other, changed] = others[index] ?? [];
    const here = path === '' ? name : `${path}.${name}`;
    return [
      ...(other === name ? [] : [{ path: here, before: name, after: other }]),
      ...listChanges(member, changed, here),
    ];
  });
}
