/** What people paste, and what clients and shells leave unfilled, in variables, flags and secrets' files. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { type Setting, settingList } from '../../src/config/settings.ts';
import { runCommand } from '../helpers/clients/run-command.ts';

type Variables = Readonly<Record<string, string>>;
const good = { token: 'Zq7token4of0the1test', secret: 'Zq7secret4of0the1test' };

function read(variables: Variables, flags: Variables = {}, files: Variables = {}) {
  return parseConfig(variables, flags, (name) => files[name] ?? '');
}

const wrappings: readonly (readonly [string, (value: string) => string])[] = [
  ['spaces', (value) => `  ${value}\t `],
  ['a line feed', (value) => `${value}\n`],
  ['the line end of Windows', (value) => `${value}\r\n`],
  ['a carriage return', (value) => `${value}\r`],
  ['a byte order mark', (value) => `\u{feff}${value}`],
  ['a space that does not break', (value) => `\u{a0}${value}\u{a0}`],
  ['double quotes', (value) => `"${value}"`],
  ['single quotes', (value) => `'${value}'`],
  ['quotes of a text program', (value) => `“${value}”`],
  ['quotes within spaces and spaces within quotes', (value) => ` "' ${value} '" \r\n`],
];

describe.each(wrappings)('%s around a value', (_, wrap) => {
  it('are no part of credentials, in a variable or a file', () => {
    const fromVariables = read({ ALLOY_TOKEN: wrap(good.token), ALLOY_SECRET: wrap(good.secret) });
    expect(fromVariables.credentials?.current()).toEqual(good);
    const files = { '/token': wrap(good.token), '/secret': wrap(good.secret) };
    const names = { ALLOY_TOKEN_FILE: wrap('/token'), ALLOY_SECRET_FILE: '/secret' };
    expect(read(names, {}, files).credentials?.current()).toEqual(good);
  });

  it('are no part of bearer tokens, alone, in a list, or behind a name', () => {
    const [ada, bo] = ['ada-canary-20260728', 'bo-canary-20260728'];
    const tokens = (text: string) => read({ ALLOY_MCP_TOKEN: text }).http.tokens.current();
    expect(tokens(wrap(ada))).toEqual([{ principal: 'http', token: ada }]);
    const both = [
      { principal: 'ada', token: ada },
      { principal: 'bo', token: bo },
    ];
    expect(tokens(wrap(`ada:${ada},bo:${bo}`))).toEqual(both);
    // Blanks part the entries of a list.
    if (!/\s/.test(wrap('x').trim()))
      expect(tokens(`${wrap(`ada:${ada}`)},${wrap(`bo:${bo}`)}`)).toEqual(both);
  });

  it('are no part of any other setting, in a variable or a flag', () => {
    const pair = { ALLOY_TOKEN: good.token, ALLOY_SECRET: good.secret };
    const given: Variables = {
      environment: 'production',
      'base-url': 'https://acme.api.alloy.com/v1',
      'read-only': 'on',
      timeout: '500',
      confirm: 'always',
      'files-dir': '/srv/files',
      'log-level': 'debug',
      'allowed-hosts': 'mcp.example.com',
    };
    const wrapped = Object.entries(given).map(([flag, value]) => [flag, wrap(value)] as const);
    const expected = read(pair, given);
    const byFlag = read(pair, Object.fromEntries(wrapped));
    const byVariable = read({
      ...pair,
      ...Object.fromEntries(
        wrapped.map(([flag, value]) => [
          settingList.find((setting: Setting) => setting.flag === flag)?.variable ?? '',
          value,
        ]),
      ),
    });
    for (const config of [byFlag, byVariable]) {
      const { credentials: _, http, ...plain } = config;
      const { credentials: __, http: expectedHttp, ...expectedPlain } = expected;
      expect(plain).toEqual(expectedPlain);
      expect(http.allowedHosts).toEqual(expectedHttp.allowedHosts);
    }
  });
});

it.each(['', ' ', '\t\r\n', '""', "' '", '\u{feff}'])(
  '%j is the same as nothing, in every setting',
  (blank) => {
    const rows: readonly Setting[] = settingList;
    const variables = Object.fromEntries(
      rows
        .flatMap(({ variable, secret }) => [variable, ...(secret === true ? [`${variable}_FILE`] : [])])
        .map((name) => [name, blank]),
    );
    const flags = Object.fromEntries(rows.flatMap(({ flag }) => (flag === undefined ? [] : [[flag, blank]])));
    const [{ http: left, ...blankConfig }, { http: right, ...config }] = [read(variables, flags), read({})];
    expect(blankConfig).toEqual(config);
    expect({ ...left, tokens: left.tokens.current() }).toEqual({ ...right, tokens: [] });
  },
);

it('words are taken in any case', () => {
  const pair = { ALLOY_TOKEN: good.token, ALLOY_SECRET: good.secret };
  const config = read({
    ...pair,
    ALLOY_ENVIRONMENT: 'Production',
    ALLOY_AUTH: 'OAuth',
    ALLOY_CONFIRM: 'When-Supported',
    ALLOY_READ_ONLY: 'TRUE ',
    ALLOY_EFFECTS: 'Read,DECIDE',
    LOG_LEVEL: 'WARN',
  });
  expect(config).toMatchObject({
    environment: 'production',
    auth: 'oauth',
    confirm: 'when-supported',
    surface: { readOnly: true, effects: ['read', 'decide'] },
    logLevel: 'warn',
  });
});

const references = [
  `\${ALLOY_TOKEN}`,
  `\${env:ALLOY_TOKEN}`,
  `\${input:alloy-token}`,
  `\${user_config.alloy_token}`,
  `\${ALLOY_TOKEN:-s3cr3t}`,
  `\${{ secrets.ALLOY_TOKEN }}`,
  '$ALLOY_TOKEN',
  '$alloy_token',
  '$env:ALLOY_TOKEN',
  '$(ALLOY_TOKEN)',
  '$(cat /run/token)',
  '{{TOKEN}}',
  '{{ .Values.token }}',
  '{env:ALLOY_TOKEN}',
  '#{ALLOY_TOKEN}#',
  '%ALLOY_TOKEN%',
  '<your token>',
  '<ALLOY_TOKEN>',
];
const standIns = [
  'your token',
  'your-api-token',
  'YOUR_TOKEN',
  'yourTokenHere',
  'your_alloy_secret',
  'YOUR-KEY-1',
  'my-token-goes-here',
  'insert_token_here',
  'replace-me',
  'REPLACE_WITH_YOUR_SECRET',
  'changeme',
  'Change-This',
  'enter your API key',
  'placeholder',
  '[your token]',
  '__TOKEN__',
  'op://vault/alloy/token',
  'ALLOY_TOKEN',
  'TODO',
  'FIXME',
  'false',
  'example-token',
  'test',
  'Test_Token_1',
  'dummy',
  'token',
  'secret',
  'alloy_token',
  'my-token',
  'sandbox-api-key',
  'REPLACE_ME_PLEASE',
  'Your token from the Alloy dashboard',
  'process.env.ALLOY_TOKEN',
  'import.meta.env.ALLOY_TOKEN',
  '@ALLOY_TOKEN@',
  '!ALLOY_TOKEN!',
  'sk-xxxx',
  'pk_test_xxxxxxxx',
  'arn:aws:secretsmanager:us-east-1:123456789012:secret:alloy',
  'null',
  'undefined',
  'xxx',
  'XXXX-XXXX-XXXX-XXXX',
  '********',
  '...',
];

function refuse(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
  return 'taken';
}

describe.each(['ALLOY_TOKEN', 'ALLOY_SECRET', 'ALLOY_MCP_TOKEN'])(
  'what was not filled in of %s',
  (variable) => {
    const rest = { ALLOY_TOKEN: good.token, ALLOY_SECRET: good.secret };
    it.each([...references, ...standIns])('is refused by the name of the setting: %s', (text) => {
      for (const written of [text, `"${text}"\r\n`]) {
        const said = refuse(() => read({ ...rest, [variable]: written }));
        expect(said).toMatch(new RegExp(`^${variable} holds a placeholder .*did not fill in`));
        expect(said).not.toContain('s3cr3t');
      }
      const { [variable as keyof typeof rest]: _, ...others } = rest;
      const said = refuse(() => read({ ...others, [`${variable}_FILE`]: '/file' }, {}, { '/file': text }));
      expect(said).toMatch(new RegExp(`${variable}_FILE names holds a placeholder`));
    });
  },
);

it('a list of bearer tokens is looked through, and so are names of files', () => {
  for (const text of [...references, ...standIns].filter((each) => !/\s/.test(each))) {
    const list = `ada:${good.token},bo:${text}`;
    expect(
      refuse(() => read({ ALLOY_MCP_TOKEN: list })),
      list,
    ).toMatch(/^ALLOY_MCP_TOKEN holds a placeholder/);
  }
  for (const text of references)
    expect(
      refuse(() => read({ ALLOY_TOKEN_FILE: text })),
      text,
    ).toMatch(/^ALLOY_TOKEN_FILE holds a placeholder/);
});

it.each((settingList as readonly Setting[]).filter(({ secret }) => secret !== true))(
  'what a client did not fill in of $variable is told as that',
  ({ variable, flag = '' }) => {
    for (const text of [`\${env:SOMETHING}`, `\${user_config.x}`, '{{x}}', '%X%']) {
      const line = new RegExp(`^${variable}( \\(--${flag}\\))? holds a placeholder`);
      expect(refuse(() => read({ [variable]: text }))).toMatch(line);
      if (flag !== '') expect(refuse(() => read({}, { [flag]: text }))).toMatch(line);
    }
  },
);

it.each([
  'mcp-token-of-your-team-20260728',
  'a-token',
  'hereafter1',
  'tok$en{1}',
  'Tr%41b+/=a',
  '$2y$10$abcDEF123',
  'ada://8Zk2m0qPq1kq7',
  'nullable-9',
  'YourXk29fjQ0',
])('a credential that only looks a little like a placeholder is taken: %s', (token) => {
  expect(read({ ALLOY_TOKEN: token, ALLOY_SECRET: good.secret }).credentials?.current().token).toBe(token);
});

it('values that are drawn by lot are never refused', () => {
  for (let time = 0; time < 2000; time += 1) {
    const bytes = randomBytes(8 + (time % 40));
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      const token = bytes.toString(form);
      expect(read({ ALLOY_TOKEN: token, ALLOY_SECRET: good.secret }).credentials?.current().token).toBe(
        token,
      );
    }
  }
});

describe.each(['ALLOY_TOKEN', 'ALLOY_SECRET', 'ALLOY_MCP_TOKEN'])('of %s', (variable) => {
  const value = 'Zq7v4of0the1test9';
  it.each([
    ['a quote', `"${value}`],
    ['a quote', `${value}"`],
    ['a quote', `'${value}`],
    ['a quote', `“${value}`],
    ['a quote', `${value}’`],
    ['a quote', `\\"${value}\\"`],
    ['a quote', `"${value}",`],
    ['a quote', `"${value}";`],
    ['a name and =', `${variable}=${value}`],
    ['a name and =', `${variable}="${value}"`],
    ['a name and =', `export ${variable}=${value}`],
    ['a name and =', `$env:${variable}=${value}`],
    ['a name and =', `token=${value}`],
    ['a comma', `${value};`],
    ['a blank', `Bearer ${value}`],
    ['a blank', `Zq7v4of0 the1test9`],
  ])('what was pasted with %s is refused, and not shown: %s', (fault, text) => {
    const said = refuse(() => read({ ALLOY_TOKEN: good.token, ALLOY_SECRET: good.secret, [variable]: text }));
    // A list of tokens is parted at blanks and commas first, and its entries are whole then.
    if (variable === 'ALLOY_MCP_TOKEN' && text === `"${value}",`) return;
    expect(said).toMatch(new RegExp(`^${variable} `));
    expect(said).not.toContain('Zq7v4of0');
    if (variable !== 'ALLOY_MCP_TOKEN') expect(said).toContain(fault);
  });
});

it('passphrases of keys may be sentences', () => {
  const key = 'put your best horse here, and a battery that is correct';
  expect(read({ ALLOY_AUDIT_KEY: key }).audit.key).toBe(key);
});

it.each([
  'line\nline',
  'line\r\nline',
  'tab\tstop',
  'no\u{a0}break',
  'zero\u{200b}width',
  'bell\u{7}',
  'soft\u{ad}hyphen',
])('credentials with something inside that does not show are refused: %j', (text) => {
  for (const variable of ['ALLOY_TOKEN', 'ALLOY_SECRET']) {
    const said = refuse(() => read({ ALLOY_TOKEN: good.token, ALLOY_SECRET: good.secret, [variable]: text }));
    expect(said).toMatch(new RegExp(`^${variable} has line ends or characters that do not show`));
    expect(said).not.toContain(text);
  }
});

it('a secret that is replaced by a placeholder stays as it was', () => {
  const files: Record<string, string> = { '/token': good.token, '/secret': good.secret };
  const faults: string[] = [];
  let time = 0;
  const { credentials } = parseConfig(
    { ALLOY_TOKEN_FILE: '/token', ALLOY_SECRET_FILE: '/secret' },
    {},
    (name) => files[name] ?? '',
    { onFault: (message) => faults.push(message), now: () => time },
  );
  files['/secret'] = `\${ALLOY_SECRET}`;
  for (let look = 0; look < 3; look += 1) {
    time += 1000;
    expect(credentials?.current()).toEqual(good);
  }
  expect(faults).toEqual([expect.stringContaining('ALLOY_SECRET_FILE names holds a placeholder')]);
});

it('the program ends with one line, and code 2', async () => {
  const variables = { ALLOY_TOKEN: `\${ALLOY_TOKEN}`, ALLOY_SECRET: `\${ALLOY_SECRET}` };
  const { code, output, log } = await runCommand([], { variables });
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(log).toMatch(/^alloy-mcp: ALLOY_TOKEN holds a placeholder [^\n]*\n$/);
});
