/** Long answers are looked through in slices, and not beyond a limit. */
import { describe, expect, it } from 'vitest';
import { mapKinds } from '../../src/shield/kind.ts';
import { buildMask } from '../../src/shield/mask.ts';
import { protectValue } from '../../src/shield/protect-value.ts';
import { createWork, type Protection } from '../../src/shield/protection.ts';
import { protectValueInSlices } from '../../src/shield/slices.ts';
import { createDice, growHarmless, plantOne } from '../helpers/proofs/vendor-answers.ts';

const makeProtection = (limit?: number): Protection => ({
  active: mapKinds(() => true),
  needsLetters: false,
  showsLastDigits: () => true,
  replace: buildMask,
  reuses: () => true,
  found: [],
  left: [],
  work: createWork(limit),
});

function growAnswer(count: number): unknown {
  const dice = createDice(7);
  const grow = () => ({ ...Object(plantOne(dice, 'foreign').answer), more: growHarmless(dice, 'own') });
  return {
    evaluations: Array.from({ length: count }, grow),
    raw_responses: { 'Vendor One': Array.from({ length: count }, grow), table: [['ssn'], ['666120417']] },
    columns: ['dob'],
    rows: [['1985-01-23']],
  };
}

describe('in slices', () => {
  it('a long answer becomes what it becomes at once', async () => {
    const answer = growAnswer(400);
    let pauses = 0;
    const shown = await protectValueInSlices(answer, makeProtection(), async () => {
      pauses += 1;
    });
    expect(shown).toEqual(protectValue(answer, makeProtection()));
    expect(pauses).toBeGreaterThan(5);
  });

  it('the thread is given up after so much work, however long the answer', async () => {
    const most: number[] = [];
    for (const count of [400, 1600]) {
      const protection = makeProtection();
      let before = 0;
      let largest = 0;
      await protectValueInSlices(growAnswer(count), protection, async () => {
        largest = Math.max(largest, protection.work.units - before);
        before = protection.work.units;
      });
      most.push(largest);
    }
    const [few = 0, many = 0] = most;
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThan(2 * few);
  });

  it('a short one is done at once', async () => {
    const pause = () => Promise.reject(new Error('not asked for'));
    const answer = { document_ssn: '666120417' };
    expect(await protectValueInSlices(answer, makeProtection(), pause)).toEqual({ document_ssn: '***0417' });
  });
});

describe('past the limit of work', () => {
  it('nothing is let through that would have to be looked at', () => {
    const people = Array.from({ length: 500 }, (_, index) => ({
      token: 'P-CEdqgYGCfbdJsikYGkL4',
      document_ssn: String(666_120_000 + index),
      note: `ssn ${666_120_000 + index}`,
      score: 0.5,
      isOpen: true,
      '666-12-0999': index,
    }));
    const protection = makeProtection(2000);
    const shown = JSON.stringify(protectValue({ people }, protection));
    expect(protection.work.withheld).toBe(true);
    expect(shown).not.toMatch(/66612|666-12/);
    expect(shown).toContain('[withheld: this answer is too long to be looked through]');
  });

  it('tokens, truth values and small numbers stay', () => {
    const protection = makeProtection(0);
    const harmless = { a: ['P-CEdqgYGCfbdJsikYGkL4', true, null, 7, 0.25], at: '2026-10-14T15:03:11.000Z' };
    expect(protectValue(harmless, protection)).toEqual(harmless);
    expect(protection.work.withheld).toBe(false);
  });

  it('an answer of ordinary length is far from it', () => {
    const protection = makeProtection();
    protectValue(growAnswer(400), protection);
    expect(protection.work.withheld).toBe(false);
  });
});
