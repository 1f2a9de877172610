/** Environment and flags become one configuration, or one clear line that names the variable and the fix. */
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/base/errors.ts';
import { type Config, parseConfig } from '../../src/config/config.ts';
import { narrowingParameters, parseNarrowing } from '../../src/config/narrowing.ts';
import { type Setting, settingList } from '../../src/config/settings.ts';
import { defaultModes, parseModes } from '../../src/shield/modes.ts';

type Variables = Readonly<Record<string, string>>;

const files: Variables = {
  '/run/token': 'token-from-file\n',
  '/run/secret': '  secret-from-file  \n',
  '/run/mcp': 'mcp-token-from-file',
  '/run/empty': ' \n',
};

function readSecretFile(path: string): string {
  const content = files[path];
  if (content === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
  return content;
}

const read = (variables: Variables = {}, flags: Variables = {}): Config =>
  parseConfig(variables, flags, readSecretFile);

/** With the secrets, which the configuration itself does not show. */
function parse(variables: Variables = {}, flags: Variables = {}) {
  const config = read(variables, flags);
  const { credentials, http } = config;
  return {
    ...config,
    ...(credentials === undefined ? {} : { credentials: credentials.current() }),
    http: { ...http, tokens: http.tokens.current() },
  };
}

/** The one line that a configuration ends with. */
function refuse(variables: Variables, flags: Variables = {}): string {
  try {
    parse(variables, flags);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.message).not.toContain('\n');
    for (const secret of ['s3cr3t', 'from-file']) expect(error.message).not.toContain(secret);
    return error.message;
  }
  throw new Error('The configuration was accepted');
}

const pair = { ALLOY_TOKEN: 'tok-s3cr3t', ALLOY_SECRET: 'sec-s3cr3t' };
const production = { ...pair, ALLOY_ENVIRONMENT: 'production' };
const base = (url: string) => ({ ...pair, ALLOY_BASE_URL: url });

describe('without anything set', () => {
  it('is the embedded Alloy with the documented defaults, and cannot be changed', () => {
    expect(parse()).toEqual({
      environment: 'embedded',
      baseUrl: 'http://alloy.embedded/v1',
      auth: 'basic',
      timeoutMs: 30_000,
      maxRetries: 2,
      maxConcurrency: 64,
      surface: {},
      maxResultChars: 40_000,
      confirm: 'when-supported',
      dryRun: false,
      pii: { modes: defaultModes, keys: [], place: ['embedded', 'http://alloy.embedded/v1', ''] },
      audit: { target: { kind: 'off' } },
      logLevel: 'info',
      http: { host: '127.0.0.1', tokens: [], allowedHosts: [], allowedOrigins: [] },
    });
    const config = read();
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.http)).toBe(true);
  });

  it('variables that are empty count as not set: a client may pass on a blank field', () => {
    const names = settingList.flatMap(({ variable, secret }: Setting) =>
      secret === true ? [variable, `${variable}_FILE`] : [variable],
    );
    expect(parse(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(parse());
  });

  it('variables that are none of ours are left alone', () => {
    expect(parse({ PATH: '/bin', ALLOY_UNKNOWN: 'x', HOST: 'elsewhere', PORT: '99' })).toEqual(parse());
  });
});

describe('every setting', () => {
  it('is read from its variable', () => {
    const config = parse({
      ...pair,
      ALLOY_AUTH: 'oauth',
      ALLOY_ENVIRONMENT: 'production',
      ALLOY_BASE_URL: 'https://acme.api.alloy.com/v1',
      ALLOY_WORKFLOW_TOKEN: 'Workflow-1_a',
      ALLOY_TIMEOUT_MS: '1500',
      ALLOY_MAX_RETRIES: '0',
      ALLOY_MAX_CONCURRENCY: '8',
      ALLOY_FILES_DIR: '/srv/files',
      ALLOY_TOOLSETS: 'journeys, entities',
      ALLOY_TOOLS: 'list_all_alloy_lists',
      ALLOY_EXCLUDE_TOOLS: 'create_a_alloy_entity_note',
      ALLOY_EFFECTS: 'read,write',
      ALLOY_READ_ONLY: 'no',
      ALLOY_ALIASES: 'off',
      ALLOY_DISCOVERY: '1',
      ALLOY_MAX_RESULT_CHARS: '9000',
      ALLOY_RESULT_CONTENT: 'text, links',
      ALLOY_CONFIRM: 'always',
      ALLOY_DRY_RUN: 'true',
      ALLOY_PII: 'token,contact=mask',
      ALLOY_PII_KEY: 'first-key-of-the-test, second-key-of-the-test',
      ALLOY_INSTALLATION: 'branch',
      ALLOY_AUDIT: 'fd:3,required',
      ALLOY_AUDIT_KEY: 'audit-key-of-the-test',
      LOG_LEVEL: 'debug',
      ALLOY_MCP_TOKEN: 'mcp-token-s3cr3t',
      ALLOY_MCP_HOST: '0.0.0.0',
      ALLOY_MCP_PORT: '0',
      ALLOY_MCP_ALLOWED_HOSTS: ' mcp.example.com , ,b.example.com',
      ALLOY_MCP_ALLOWED_ORIGINS: 'app.example.com',
    });
    expect(config).toEqual({
      environment: 'production',
      baseUrl: 'https://acme.api.alloy.com/v1',
      credentials: { token: 'tok-s3cr3t', secret: 'sec-s3cr3t' },
      auth: 'oauth',
      workflowToken: 'Workflow-1_a',
      timeoutMs: 1500,
      maxRetries: 0,
      maxConcurrency: 8,
      filesDir: '/srv/files',
      surface: {
        toolsets: ['journeys', 'entities'],
        tools: ['list_all_alloy_lists'],
        excludeTools: ['create_a_alloy_entity_note'],
        effects: ['read', 'write'],
        readOnly: false,
        aliases: false,
        discovery: true,
        resultContent: ['text', 'links'],
      },
      maxResultChars: 9000,
      confirm: 'always',
      dryRun: true,
      pii: {
        modes: parseModes('token,contact=mask'),
        keys: ['first-key-of-the-test', 'second-key-of-the-test'],
        place: ['production', 'https://acme.api.alloy.com/v1', 'branch'],
      },
      audit: {
        target: { kind: 'stream', descriptor: 3, required: true },
        key: 'audit-key-of-the-test',
      },
      logLevel: 'debug',
      http: {
        host: '0.0.0.0',
        port: 0,
        tokens: [{ principal: 'http', token: 'mcp-token-s3cr3t' }],
        allowedHosts: ['mcp.example.com', 'b.example.com'],
        allowedOrigins: ['app.example.com'],
      },
    });
  });

  const values: Variables = {
    auth: 'oauth',
    environment: 'production',
    'base-url': 'https://acme.api.alloy.com/v2',
    'workflow-token': 'other',
    timeout: '77',
    'max-retries': '9',
    'max-concurrency': '5',
    'files-dir': '/other',
    toolsets: 'cases',
    tools: 'list_all_alloy_lists',
    'exclude-tools': 'create_a_alloy_entity_note',
    effects: 'read',
    'read-only': 'on',
    aliases: 'off',
    discovery: 'on',
    'max-result-chars': '8000',
    'result-content': 'structured',
    confirm: 'off',
    'dry-run': 'on',
    pii: 'off',
    installation: 'north',
    audit: 'stderr',
    'log-level': 'error',
    'max-name-length': '40',
    host: '::1',
    port: '4444',
    'allowed-hosts': 'x.example.com',
    'allowed-origins': 'y.example.com',
  };

  it('that has a flag is read from it, which wins over the variable', () => {
    const flags = settingList.flatMap(({ flag }: Setting) => (flag === undefined ? [] : [flag]));
    expect(Object.keys(values).sort()).toEqual([...flags].sort());
    const variables = {
      ...pair,
      ALLOY_AUTH: 'basic',
      ALLOY_ENVIRONMENT: 'sandbox',
      ALLOY_BASE_URL: 'https://sandbox.alloy.co/v1',
      ALLOY_WORKFLOW_TOKEN: 'one',
      ALLOY_TIMEOUT_MS: '1',
      ALLOY_MAX_RETRIES: '1',
      ALLOY_MAX_CONCURRENCY: '1',
      ALLOY_FILES_DIR: '/one',
      LOG_LEVEL: 'info',
      ALLOY_MCP_HOST: 'localhost',
      ALLOY_MCP_PORT: '1',
      ALLOY_MCP_ALLOWED_HOSTS: 'one',
      ALLOY_MCP_ALLOWED_ORIGINS: 'one',
    };
    expect(parse(variables, values)).toMatchObject({
      auth: 'oauth',
      environment: 'production',
      baseUrl: 'https://acme.api.alloy.com/v2',
      workflowToken: 'other',
      timeoutMs: 77,
      maxRetries: 9,
      maxConcurrency: 5,
      filesDir: '/other',
      surface: {
        toolsets: ['cases'],
        tools: ['list_all_alloy_lists'],
        excludeTools: ['create_a_alloy_entity_note'],
        effects: ['read'],
        readOnly: true,
        aliases: false,
        discovery: true,
        resultContent: ['structured'],
      },
      maxResultChars: 8000,
      confirm: 'off',
      dryRun: true,
      pii: {
        modes: parseModes('off'),
        place: ['production', 'https://acme.api.alloy.com/v2', 'north'],
      },
      audit: { target: { kind: 'stream', descriptor: 2, required: false } },
      logLevel: 'error',
      http: {
        host: '::1',
        port: 4444,
        allowedHosts: ['x.example.com'],
        allowedOrigins: ['y.example.com'],
      },
    });
  });

  it('takes what people write for yes and no', () => {
    for (const on of ['enabled', 'on', 'YES', 'y', '1', 'True'])
      expect(parse({ ALLOY_READ_ONLY: on }).surface).toEqual({ readOnly: true });
    for (const off of ['disabled', 'off', 'No', 'n', '0', 'false'])
      expect(parse({ ALLOY_READ_ONLY: off }).surface).toEqual({ readOnly: false });
  });

  it('has the default and the values that its row tells', () => {
    const given = settingList.flatMap(({ schema, default: told, variable }) => {
      const byDefault = schema.safeParse(undefined);
      return told === undefined || byDefault.data === undefined
        ? []
        : [{ schema, told, variable, byDefault }];
    });
    const words = new Set(['none', 'loopback names', 'loopback names and the address listened on']);
    const checked = given.filter(({ told }) => !words.has(told));
    expect(checked.length).toBeGreaterThan(8);
    for (const { schema, told, variable, byDefault } of checked)
      expect(schema.parse(told), variable).toEqual(byDefault.data);
    for (const { schema, value, variable } of settingList) {
      const choices = /^[a-z|-]+$/.test(value) ? value.split('|') : [];
      for (const choice of choices) expect(schema.safeParse(choice).success, variable).toBe(true);
    }
  });

  it('by which an HTTP client may narrow has a flag, whose name the parameter is', () => {
    expect(narrowingParameters).toEqual([
      'toolsets',
      'tools',
      'exclude-tools',
      'effects',
      'read-only',
      'aliases',
      'max-name-length',
      'discovery',
      'result-content',
    ]);
    expect(parseNarrowing(new Map([['exclude-tools', ' a ,b,']]))).toEqual({ excludeTools: ['a', 'b'] });
    expect(parseNarrowing(new Map([['discovery', '']]))).toEqual({ discovery: true });
    expect(() => parseNarrowing(new Map([['aliases', 'maybe']]))).toThrow(
      /^aliases is neither on nor off; write aliases=on$/,
    );
    expect(() => parseNarrowing(new Map([['effects', 'read,x'.repeat(2)]]))).toThrow(
      /^effects names xread; did you mean read\? there are read, write, decide, destroy$/,
    );
  });

  it('that is a secret has no flag', () => {
    for (const { variable, flag, secret } of settingList as readonly Setting[]) {
      if (/TOKEN$|SECRET$/.test(variable) && variable !== 'ALLOY_WORKFLOW_TOKEN') {
        expect(secret, variable).toBe(true);
        expect(flag, variable).toBeUndefined();
      }
    }
  });
});

describe('credentials', () => {
  it('make it the sandbox; production only when it is named', () => {
    expect(parse(pair)).toMatchObject({ environment: 'sandbox', baseUrl: 'https://sandbox.alloy.co/v1' });
    expect(parse(production)).toMatchObject({
      environment: 'production',
      baseUrl: 'https://api.alloy.co/v1',
    });
    expect(parse({ ...pair, ALLOY_ENVIRONMENT: 'embedded' }).environment).toBe('embedded');
  });

  it.each([
    ['ALLOY_TOKEN', 'ALLOY_SECRET'],
    ['ALLOY_SECRET', 'ALLOY_TOKEN'],
  ])('%s alone is refused', (given, missing) => {
    expect(refuse({ [given]: 'x-s3cr3t' })).toMatch(
      new RegExp(`^${given} is set but ${missing} is not; set both`),
    );
  });

  it.each(['sandbox', 'production'])('%s without them is refused', (environment) => {
    expect(refuse({ ALLOY_ENVIRONMENT: environment })).toBe(
      `ALLOY_ENVIRONMENT is ${environment}, which needs ALLOY_TOKEN and ALLOY_SECRET; set them`,
    );
  });

  it('may come from files, whose line end does not count', () => {
    const config = parse({
      ALLOY_TOKEN_FILE: '/run/token',
      ALLOY_SECRET_FILE: '/run/secret',
      ALLOY_MCP_TOKEN_FILE: '/run/mcp',
    });
    expect(config.credentials).toEqual({ token: 'token-from-file', secret: 'secret-from-file' });
    expect(config.http.tokens).toEqual([{ principal: 'http', token: 'mcp-token-from-file' }]);
  });

  it('may come one from a file and one from a variable', () => {
    const config = parse({ ALLOY_TOKEN: 'tok', ALLOY_SECRET_FILE: '/run/secret' });
    expect(config.credentials).toEqual({ token: 'tok', secret: 'secret-from-file' });
  });

  it.each(['ALLOY_TOKEN', 'ALLOY_SECRET', 'ALLOY_MCP_TOKEN'])('%s twice is refused', (variable) => {
    const message = refuse({ ...pair, [variable]: 'x-s3cr3t', [`${variable}_FILE`]: '/run/secret' });
    expect(message).toBe(`${variable} and ${variable}_FILE are both set; keep one of them`);
  });

  it('in a file that is not there, or empty, are refused by variable, without what stands in it', () => {
    const missing = refuse({ ...pair, ALLOY_MCP_TOKEN_FILE: '/run/none' });
    expect(missing).toMatch(/^ALLOY_MCP_TOKEN_FILE names a file that cannot be read; check/);
    const empty = refuse({ ALLOY_TOKEN: 'tok', ALLOY_SECRET_FILE: '/run/empty' });
    expect(empty).toMatch(/^ALLOY_SECRET_FILE names an empty file; put/);
  });

  it('only secrets have a file', () => {
    expect(parse({ ALLOY_AUTH_FILE: '/run/token', LOG_LEVEL_FILE: '/run/token' })).toEqual(parse());
  });
});

describe('ALLOY_BASE_URL', () => {
  it.each([
    ['https://acme.sandbox.alloy.com', 'https://acme.sandbox.alloy.com/v1'],
    ['https://acme.sandbox.alloy.com/', 'https://acme.sandbox.alloy.com/v1'],
    ['https://sandbox.alloy.co/v1/', 'https://sandbox.alloy.co/v1'],
    ['https://proxy.example.com:8443/alloy/v1//', 'https://proxy.example.com:8443/alloy/v1'],
    ['HTTPS://Sandbox.Alloy.CO/v1', 'https://sandbox.alloy.co/v1'],
    ['http://127.0.0.1:4010/v1', 'http://127.0.0.1:4010/v1'],
    ['http://127.8.8.8:4010', 'http://127.8.8.8:4010/v1'],
    ['http://localhost:4010', 'http://localhost:4010/v1'],
    ['http://[::1]:4010/v1', 'http://[::1]:4010/v1'],
  ])('%s is %s', (given, meant) => {
    expect(parse(base(given)).baseUrl).toBe(meant);
  });

  it.each([
    'http://sandbox.alloy.co/v1',
    'http://10.0.0.1/v1',
    'http://localhost.example.com/v1',
    'http://127.0.0.1.example.com/v1',
    'http://[::2]/v1',
    'http://0.0.0.0/v1',
  ])('over http is refused but for loopback: %s', (url) => {
    expect(refuse(base(url))).toMatch(/^ALLOY_BASE_URL is http; .*https only/);
  });

  it.each([
    'sandbox.alloy.co',
    'alloy',
    'ftp://sandbox.alloy.co',
    'file:///etc',
    'https://',
    '/v1',
    'javascript:1',
  ])('is refused when it is no address: %s', (url) => {
    expect(refuse(base(url))).toMatch(/^ALLOY_BASE_URL is not a URL; write it like https:/);
  });

  it.each([
    'https://tok:s3cr3t@sandbox.alloy.co/v1',
    'https://s3cr3t@sandbox.alloy.co',
    'https://:s3cr3t@a.example.com',
  ])('with credentials is refused without repeating them', (url) => {
    expect(refuse(base(url))).toMatch(/^ALLOY_BASE_URL holds credentials; move them to ALLOY_TOKEN/);
  });

  it.each(['https://a.example.com/v1?x=s3cr3t', 'https://a.example.com/v1#x'])(
    'with a query or fragment is refused',
    (url) => {
      expect(refuse(base(url))).toMatch(/^ALLOY_BASE_URL has a query or fragment; give/);
    },
  );

  it.each([
    'https://api.alloy.co/v1',
    'https://alloy.co/v1',
    'https://API.alloy.co',
    'https://acme.api.alloy.com/v1',
    'https://api.alloy.co./v1',
    'https://acme.api.alloy.com./v1',
  ])("that is Alloy's production is not taken for the sandbox: %s", (url) => {
    expect(refuse(base(url))).toMatch(
      /^ALLOY_BASE_URL names .*production host.*ALLOY_ENVIRONMENT=production/,
    );
  });

  it.each(['https://sandbox.alloy.co/v1', 'https://acme.sandbox.alloy.com', 'https://sandbox.alloy.co.'])(
    "that is Alloy's sandbox is not taken for production: %s",
    (url) => {
      const message = refuse({ ...production, ALLOY_BASE_URL: url });
      expect(message).toMatch(/^ALLOY_BASE_URL names .*sandbox host.*ALLOY_ENVIRONMENT=sandbox/);
    },
  );

  it.each([
    'https://proxy.example.com',
    'https://notapi.alloy.company.example.com',
    'https://api.alloy.co.example.com',
  ])('that is a host of somebody else is what the environment says: %s', (url) => {
    expect(parse(base(url)).environment).toBe('sandbox');
    expect(parse({ ...production, ALLOY_BASE_URL: url }).environment).toBe('production');
  });

  it('is refused beside the embedded Alloy, with the way out', () => {
    const url = 'https://sandbox.alloy.co/v1';
    expect(refuse({ ALLOY_BASE_URL: url })).toMatch(/no credentials are; set ALLOY_TOKEN and ALLOY_SECRET/);
    expect(refuse({ ...base(url), ALLOY_ENVIRONMENT: 'embedded' })).toMatch(
      /ALLOY_ENVIRONMENT is embedded; remove/,
    );
  });
});

describe('a value that cannot be', () => {
  const numbers = [
    ['ALLOY_TIMEOUT_MS', 'timeout', ['0', '-1', '600001', '1.5', 'soon', 'NaN', 'Infinity']],
    ['ALLOY_MAX_RETRIES', 'max-retries', ['-1', '11', '0.5', 'many']],
    ['ALLOY_MCP_PORT', 'port', ['-1', '65536', '80.5', 'http']],
  ] as const;
  const words = [
    ['ALLOY_AUTH', 'auth', ['bearer', 'basic,oauth'], 'basic|oauth'],
    ['ALLOY_ENVIRONMENT', 'environment', ['prod', 'sand box'], 'embedded|sandbox|production'],
    ['LOG_LEVEL', 'log-level', ['verbose', 'in fo'], 'LEVEL'],
    ['ALLOY_WORKFLOW_TOKEN', 'workflow-token', ['a b', 'a\r\nx: 1', 'ü'], 'TOKEN'],
  ] as const;
  const cases = [
    ...numbers.flatMap(([variable, flag, values]) => values.map((value) => ({ variable, flag, value }))),
    ...words.flatMap(([variable, flag, values]) => values.map((value) => ({ variable, flag, value }))),
  ];

  it.each(cases)('is refused by variable and flag: $variable=$value', ({ variable, flag, value }) => {
    const line = new RegExp(`^${variable} \\(--${flag}\\) is not usable: .+; expected .+`);
    expect(refuse({ ...pair, [variable]: value })).toMatch(line);
    expect(refuse(pair, { [flag]: value })).toMatch(line);
  });

  it.each(words)('%s names what is taken', (variable, _, [value], expected) => {
    expect(refuse({ ...pair, [variable]: value })).toContain(`expected ${expected}`);
  });

  it('says all at once when there are several', () => {
    const message = refuse({ ...pair, ALLOY_TIMEOUT_MS: 'x', ALLOY_AUTH: 'y' });
    expect(message).toMatch(/ALLOY_AUTH .*; ALLOY_TIMEOUT_MS /);
  });

  it('a bearer token that is too short is refused without showing it', () => {
    expect(refuse({ ALLOY_MCP_TOKEN: 's3cr3t' })).toMatch(
      /^ALLOY_MCP_TOKEN is not usable: at least 16 characters/,
    );
    expect(parse({ ALLOY_MCP_TOKEN: 'k3y'.repeat(6) }).http.tokens).toHaveLength(1);
  });

  it('several bearer tokens each need a name of their own', () => {
    const [one, two] = ['one'.repeat(6), 'two'.repeat(6)];
    expect(parse({ ALLOY_MCP_TOKEN: `ada:${one}\nbo:${two}` }).http.tokens).toEqual([
      { principal: 'ada', token: one },
      { principal: 'bo', token: two },
    ]);
    expect(refuse({ ALLOY_MCP_TOKEN: `${one},${two}` })).toMatch(
      /^ALLOY_MCP_TOKEN holds several tokens; name each/,
    );
    expect(refuse({ ALLOY_MCP_TOKEN: `ada:${one},ada:${two}` })).toMatch(/names ada twice/);
    expect(refuse({ ALLOY_MCP_TOKEN: `a/b:${one}` })).toMatch(/has a name that is not usable/);
  });
});
