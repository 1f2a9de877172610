/** Whom a bearer token stands for. */
import { describe, expect, it } from 'vitest';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { createPrincipalFinder, parseAccessTokens } from '../../../src/mcp/transports/access-tokens.ts';

const ada = 'ada-canary-20260728';
const bo = 'bo-canary:20260728';

describe('the setting', () => {
  it.each([
    [ada, [{ principal: 'http', token: ada }]],
    [`ada:${ada}`, [{ principal: 'ada', token: ada }]],
    [
      `\n ada:${ada} ,\r\n\tbo.b@example-1_x:${bo}\n,`,
      [
        { principal: 'ada', token: ada },
        { principal: 'bo.b@example-1_x', token: bo },
      ],
    ],
    ['  ', []],
  ])('%j is read', (text, tokens) => {
    expect(parseAccessTokens(text)).toEqual(tokens);
  });

  it.each([
    ['two without names', `${ada},${bo.replace(':', '-')}`, /name each of them/],
    ['a name twice', `ada:${ada},ada:${bo}`, /names ada twice/],
    ['a token twice', `ada:${ada},bo:${ada}`, /two names the same token/],
    ['a name that is taken', `local:${ada}`, /stands for calls that no token brings/],
    ['a short token', `ada:${ada},bo:short`, /at least 16 characters/],
    ['no name before the colon', `:${ada}`, /a name that is not usable/],
    ['a name that could end a line of a log', `a"b:${ada}`, /a name that is not usable/],
    ['a name that is too long', `${'a'.repeat(65)}:${ada}`, /a name that is not usable/],
  ])('with %s is refused, without telling a token', (_, text, message) => {
    expect(() => parseAccessTokens(text)).toThrow(message);
    expect(() => parseAccessTokens(text)).not.toThrow(/canary/);
  });
});

describe('the caller', () => {
  const find = createPrincipalFinder(createFixedSource(parseAccessTokens(`ada:${ada},bo:${bo}`)));

  it.each([
    [`Bearer ${ada}`, 'ada'],
    [`bearer  ${bo}`, 'bo'],
  ])('with "%s" is %s', (authorization, principal) => {
    expect(find(authorization)).toBe(principal);
  });

  it.each([
    null,
    '',
    'Bearer',
    `Bearer ada:${ada}`,
    'Bearer ada',
    `Basic ${ada}`,
    `Bearer ${ada} x`,
    `${ada}`,
  ])('with %j is nobody', (authorization) => {
    expect(find(authorization)).toBeUndefined();
  });

  it('is anyone where no token is asked for', () => {
    expect(createPrincipalFinder(createFixedSource([]))(null)).toBe('http');
  });
});
