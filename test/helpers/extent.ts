/**
 * How much of what repeats a fact is run. `npm test` takes one member of each kind; `npm run test:long` sets TEST_LONG
 * and runs the files that import this once more, with every member.
 */
export const isLong = process.env['TEST_LONG'] === '1';

/** All of them in the long suite; in the quick one those that `isQuick` chooses, at least one of each kind. */
export function inFull<Member>(
  all: readonly Member[],
  isQuick: (member: Member, index: number) => boolean,
): readonly Member[] {
  return isLong ? all : all.filter(isQuick);
}
