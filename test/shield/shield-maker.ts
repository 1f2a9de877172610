/** Shields as the tests need them. */
import { parseModes } from '../../src/shield/modes.ts';
import { createShield, type Shield, type ShieldOptions } from '../../src/shield/shield.ts';
import { createMemoryState } from '../../src/state/memory.ts';

export const firstKey = 'first key of the tests: Zq81-mvPl-29xW-Rt60';
export const secondKey = 'second key of the tests: 7Hk2-bbQe-55yN-Lo93';

export function makeShield(modes = '', options: Partial<ShieldOptions> = {}): Shield {
  return createShield({ keys: [firstKey], state: createMemoryState(), ...options, modes: parseModes(modes) });
}

export const everything = 'mask,contact=mask,names=mask';
export const everyToken = 'token,contact=token,names=token';
