/**
 * Both sides of what the shield does to answers that nobody documented: planted values that get through, of which there
 * may be none, and harmless leaves that are lost, of which there may be one in a hundred.
 */
import { describe, expect, it } from 'vitest';
import { isLong } from '../helpers/extent.ts';
import {
  createDice,
  findTraces,
  type Ground,
  growHarmless,
  plantOne,
} from '../helpers/proofs/vendor-answers.ts';
import { readCorpus, weighCorpus } from '../helpers/proofs/vendor-corpus.ts';
import { readMember } from '../helpers/read-member.ts';
import { listChanges } from './answers.ts';
import { makeShield } from './shield-maker.ts';

const count = isLong ? 60_000 : 4_000;
const grounds: readonly Ground[] = ['own', 'foreign'];

describe.each(grounds)('a universe of answers on %s ground', (ground) => {
  it.each(['mask', 'token'])('lets no planted value through (%s)', (modes) => {
    const dice = createDice(20_261);
    const shield = makeShield(modes);
    const leaks = Array.from({ length: count }, () => plantOne(dice, ground)).filter(({ answer, traces }) =>
      findTraces(shield.protect(answer, ''), traces),
    );
    expect(leaks.map(({ label }) => label)).toEqual([]);
  });

  it('loses one harmless leaf in a hundred at most', () => {
    const dice = createDice(20_262);
    const shield = makeShield('mask');
    let leaves = 0;
    const lost = Array.from({ length: count / 4 }, () => growHarmless(dice, ground)).flatMap((answer) => {
      leaves += countLeaves(answer);
      return listChanges(answer, shield.protect(answer, ''));
    });
    expect(leaves).toBeGreaterThan(count);
    expect(lost.length / leaves, JSON.stringify(lost.slice(0, 40), null, 1)).toBeLessThanOrEqual(0.01);
  });
});

function countLeaves(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum, member) => sum + countLeaves(member), 0);
}

describe.each(['vendors', 'vendor-answers'])('answers of vendors (test/fixtures/%s)', (folder) => {
  const corpus = readCorpus(folder);
  const shield = makeShield('mask');
  const outcome = weighCorpus(corpus, (answer) =>
    readMember(shield.protect({ raw_responses: { vendor: [answer] } }, ''), 'raw_responses.vendor.0'),
  );

  it('have the leaves that are called personal', () => {
    expect(outcome.unknown).toEqual([]);
    expect(outcome.personal).toBeGreaterThan(30);
  });

  it('keep every personal value', () => {
    expect(outcome.through).toEqual([]);
  });

  it('lose one harmless leaf in a hundred at most', () => {
    expect(outcome.harmless).toBeGreaterThan(200);
    expect(outcome.lost.length / outcome.harmless, outcome.lost.join('\n')).toBeLessThanOrEqual(0.01);
  });
});
