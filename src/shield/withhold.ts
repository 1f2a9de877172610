/** Past the limit of work nothing is let through that would have to be looked at. */

import { isContainer } from '../base/values.ts';
import { classifyKey } from './classify-key.ts';
import { isTokenOrMoment } from './plausible.ts';
import type { Protection } from './protection.ts';

const deepest = 100;
const withheldText = '[withheld: this answer is too long to be looked through]';

export function withhold(protection: Protection, value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    if (value.length < 4 || isTokenOrMoment(value)) return value;
    protection.work.withheld = true;
    return withheldText;
  }
  if (typeof value === 'number') {
    if (Math.abs(value) < 1000 || !Number.isInteger(value)) return value;
    protection.work.withheld = true;
    return withheldText;
  }
  if (!isContainer(value)) return value;
  if (
    depth > deepest ||
    Object.keys(value).some((name) => !Array.isArray(value) && classifyKey(name).hasDigits)
  ) {
    protection.work.withheld = true;
    return withheldText;
  }
  if (Array.isArray(value)) return value.map((item) => withhold(protection, item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withhold(protection, member, depth + 1)] as const),
  );
}
