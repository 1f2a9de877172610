/** The setting of the shield as text -> a mode for each class: `token`, or `government_ids=token,names=mask`. */
import { ConfigurationError } from '../base/errors.ts';
import { formatNearest } from '../base/nearest.ts';
import { type PiiClass, piiClasses } from './kind.ts';

/** The setting that holds the keys of stand-ins -> keys, the newest first: one a line, or separated by commas. */
export function parseKeys(text: string): readonly string[] {
  return text
    .split(/[,\r\n]+/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

const modeNames = ['mask', 'token', 'off'] as const;
type Mode = (typeof modeNames)[number];
export type Modes = Readonly<Record<PiiClass, Mode>>;

/** What identifies a person for good or moves money is masked; what an agent needs to talk about a person is not. */
export const defaultModes: Modes = {
  government_ids: 'mask',
  account_numbers: 'mask',
  birth_dates: 'mask',
  document_numbers: 'mask',
  contact: 'off',
  names: 'off',
};

/**
 * One mode alone is that of the classes that are protected by default; `off` turns everything off. Pairs change single
 * classes, and may follow a mode that stands alone: `token,contact=mask`.
 */
export function parseModes(text: string | undefined): Modes {
  const modes = { ...defaultModes };
  const parts = (text ?? '').split(',').map((part) => part.trim());
  const given = new Set<string>();
  for (const part of parts.filter((part) => part !== '')) {
    const [left = '', right, ...rest] = part.split('=').map((word) => word.trim().toLowerCase());
    if (rest.length > 0) throw new ConfigurationError(`ALLOY_PII: "${part}" has more than one "="`);
    const name = right === undefined ? 'all' : left.replaceAll('-', '_');
    if (given.has(name))
      throw new ConfigurationError(`ALLOY_PII sets ${name === 'all' ? 'all classes' : name} twice`);
    if (name === 'all' && given.size > 0)
      throw new ConfigurationError(
        `ALLOY_PII: "${part}" is for all classes and has to come first, before class=mode pairs`,
      );
    given.add(name);
    if (right === undefined) {
      const mode = readMode(left, part);
      for (const each of piiClasses) if (defaultModes[each] !== 'off' || mode === 'off') modes[each] = mode;
    } else {
      modes[readClass(name)] = readMode(right, part);
    }
  }
  return modes;
}

function readMode(word: string, part: string): Mode {
  const mode = modeNames.find((each) => each === word);
  if (mode !== undefined) return mode;
  const isClass = !part.includes('=') && piiClasses.some((each) => each === word.replaceAll('-', '_'));
  if (isClass)
    throw new ConfigurationError(`ALLOY_PII: "${part}" needs a mode, for example ${word}=${modeNames[0]}`);
  const advice = formatNearest(word, [...modeNames]);
  throw new ConfigurationError(
    `ALLOY_PII: "${part}" has no known mode${advice}use one of ${modeNames.join(', ')}`,
  );
}

function readClass(word: string): PiiClass {
  const found = piiClasses.find((each) => each === word);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `ALLOY_PII: "${word}" is not a class of personal data${formatNearest(word, [...piiClasses])}use one of ${piiClasses.join(', ')}`,
  );
}
