/** The command line: six commands, a flag for every setting that is no secret, and errors that help. */
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/base/errors.ts';
import { formatHelp, parseCommandLine } from '../../src/cli/command-line.ts';
import { formatFlag, type Setting, settingList } from '../../src/config/settings.ts';

const flags = settingList.flatMap(({ flag }: Setting) => (flag === undefined ? [] : [flag]));
const switches = settingList.flatMap((setting: Setting) =>
  setting.switch === true && setting.flag !== undefined ? [setting.flag] : [],
);

/** The flags that were given. */
const given = (line: { readonly flags: Readonly<Record<string, string | undefined>> }) =>
  Object.fromEntries(Object.entries(line.flags).filter(([, value]) => value !== undefined));

function refuse(...argv: readonly string[]): string {
  try {
    parseCommandLine(argv);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('The command line was accepted');
}

describe('commands', () => {
  it('are stdio when none is named', () => {
    const line = parseCommandLine([]);
    expect(line).toMatchObject({ command: 'stdio', operands: [], help: false, version: false });
    expect(line).not.toHaveProperty('json');
    expect(given(line)).toEqual({});
  });

  it.each(['stdio', 'http', 'simulator', 'tools', 'call'])(
    '%s is one, before or after its flags',
    (command) => {
      expect(parseCommandLine([command, '--log-level', 'debug'])).toMatchObject({ command });
      expect(parseCommandLine(['--log-level=debug', command])).toMatchObject({ command });
    },
  );

  it.each([
    ['tools', ['list_all_alloy_lists']],
    ['call', ['list_all_alloy_lists']],
  ])('%s takes one operand', (command, operands) => {
    expect(parseCommandLine([command, ...operands])).toMatchObject({ command, operands });
    expect(refuse(command, ...operands, 'more')).toBe(
      `more is one operand too many for ${command}; see alloy-mcp --help`,
    );
  });

  it.each(['stdio', 'http', 'simulator'])('%s takes none', (command) => {
    expect(refuse(command, 'more')).toMatch(/^more is one operand too many/);
  });

  it('audit keeps what stands behind it for itself', () => {
    const argv = ['verify', 'a.jsonl', '--head', '1:x', '--json', '--help'];
    expect(parseCommandLine(['audit', ...argv])).toMatchObject({
      command: 'audit',
      operands: argv,
      help: false,
    });
    expect(refuse('--log-level', 'info', 'audit')).toMatch(/^audit comes before its flags/);
  });

  it('that are none are refused with the nearest, and all there are', () => {
    expect(refuse('simulater')).toMatch(
      /^simulater is not a command; did you mean simulator\? .*: stdio, http, simulator, tools, call, audit; see/,
    );
    expect(refuse('xxxxxxxxxxxxxxxxxx')).toMatch(
      /^x+ is not a command; .*: stdio, http, simulator, tools, call, audit; see/,
    );
  });
});

describe('flags', () => {
  it.each(switches)('--%s alone means on', (flag) => {
    expect(given(parseCommandLine([`--${flag}`]))).toEqual({ [flag]: 'on' });
    expect(given(parseCommandLine([`--${flag}=off`]))).toEqual({ [flag]: 'off' });
    expect(refuse(`--${flag}`, 'off')).toMatch(/^off is not a command/);
  });

  it.each(flags.filter((flag) => !switches.includes(flag)))(
    '--%s is taken with a space and with =',
    (flag) => {
      expect(given(parseCommandLine([`--${flag}`, 'value']))).toEqual({ [flag]: 'value' });
      expect(given(parseCommandLine([`--${flag}=value`]))).toEqual({ [flag]: 'value' });
    },
  );

  it('may hold what looks like a flag, and = signs', () => {
    expect(given(parseCommandLine(['--base-url=https://a.example.com/?x=1', '--files-dir=--odd']))).toEqual({
      'base-url': 'https://a.example.com/?x=1',
      'files-dir': '--odd',
    });
  });

  it('--json, --help and --version have short forms or values as documented', () => {
    expect(parseCommandLine(['call', 'x', '--json', '{"id":"P-1"}']).json).toBe('{"id":"P-1"}');
    expect(parseCommandLine(['call', 'x', '--json', '-']).json).toBe('-');
    for (const help of ['--help', '-h']) expect(parseCommandLine([help]).help).toBe(true);
    for (const version of ['--version', '-v']) expect(parseCommandLine([version]).version).toBe(true);
    expect(parseCommandLine(['http', '--help'])).toMatchObject({ command: 'http', help: true });
  });

  it('that are misspelt are refused with the nearest', () => {
    expect(refuse('--tiemout', '5')).toBe("Unknown option '--tiemout'; did you mean --timeout?");
    expect(refuse('--baseurl=x')).toContain('did you mean --base-url?');
    expect(refuse('--completely-different')).toContain('see alloy-mcp --help');
    expect(refuse('-z')).toMatch(/'-z'.*see alloy-mcp --help/);
  });

  it.each([
    ['at the end', ['--timeout']],
    ['before another flag', ['--timeout', '--auth', 'basic']],
    ['for a switch', ['--help=yes']],
  ])('without a value, or with one too many, are refused in one line: %s', (_, argv) => {
    expect(refuse(...argv)).toContain(`--${argv[0]?.slice(2).split('=')[0]}`);
  });

  it.each(['token', 'secret', 'mcp-token', 'alloy-token', 'alloy-secret'])(
    '--%s does not exist: others can read the command line of a process',
    (flag) => {
      expect(flags).not.toContain(flag);
      expect(refuse(`--${flag}`, 's3cr3t')).toMatch(/^Unknown option/);
      expect(refuse(`--${flag}=s3cr3t`)).not.toContain('s3cr3t');
    },
  );
});

describe('the help', () => {
  it('shows every command, and every setting by flag and variable with default and meaning', () => {
    const help = formatHelp();
    for (const command of ['http', 'simulator', 'tools [NAME]', 'call NAME']) {
      expect(help).toContain(`alloy-mcp ${command}`);
    }
    for (const setting of settingList as readonly Setting[]) {
      const { variable, meaning, default: byDefault, secret } = setting;
      const start = help.indexOf(`  ${formatFlag(setting) ?? variable}\n`);
      expect(start, variable).toBeGreaterThan(0);
      const entry = help.slice(start).split('\n').slice(0, 3).join('\n');
      expect(entry).toContain(meaning);
      expect(entry).toContain(secret === true ? `also ${variable}_FILE` : variable);
      expect(entry.includes('a secret: no flag')).toBe(secret === true);
      if (byDefault !== undefined) expect(entry).toContain(`default ${byDefault}`);
    }
  });
});
