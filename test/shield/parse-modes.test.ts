/** The setting as an operator writes it. */
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/base/errors.ts';
import { parseModes } from '../../src/shield/modes.ts';

const byDefault = {
  government_ids: 'mask',
  account_numbers: 'mask',
  birth_dates: 'mask',
  document_numbers: 'mask',
  contact: 'off',
  names: 'off',
};

describe('parseModes', () => {
  it.each([
    [undefined, byDefault],
    ['', byDefault],
    ['mask', byDefault],
    [
      'token',
      {
        ...byDefault,
        government_ids: 'token',
        account_numbers: 'token',
        birth_dates: 'token',
        document_numbers: 'token',
      },
    ],
    [
      'off',
      {
        ...byDefault,
        government_ids: 'off',
        account_numbers: 'off',
        birth_dates: 'off',
        document_numbers: 'off',
      },
    ],
    ['government_ids=token, names=mask', { ...byDefault, government_ids: 'token', names: 'mask' }],
    [
      'off,birth-dates=MASK',
      { ...byDefault, government_ids: 'off', account_numbers: 'off', document_numbers: 'off' },
    ],
  ])('%s', (text, modes) => {
    expect(parseModes(text)).toEqual(modes);
  });

  it.each([
    ['maks', 'did you mean mask?'],
    ['goverment_ids=mask', 'did you mean government_ids?'],
    ['names=tokn', 'did you mean token?'],
    ['names', 'needs a mode, for example names=mask'],
    ['names=mask,names=off', 'sets names twice'],
    ['names=mask,off', 'has to come first'],
    ['names=mask=off', 'more than one'],
    ['zzzzzzzz=mask', 'use one of government_ids'],
  ])('%s is refused: %s', (text, words) => {
    expect(() => parseModes(text)).toThrow(ConfigurationError);
    expect(() => parseModes(text)).toThrow(words);
  });
});
