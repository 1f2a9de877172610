/** Arguments of the command line -> command, flags and operands; and the text of `--help`. Pure. */
import { ConfigurationError } from '../base/errors.ts';
import { formatNearest } from '../base/nearest.ts';
import { defined } from '../base/values.ts';
import { version } from '../base/version.ts';
import { formatFlag, type Setting, settingList, settings } from '../config/settings.ts';
import { formatFlagHelp, readFlags, type SimulatorValues, simulatorFlags } from './flags.ts';

type Command = 'stdio' | 'http' | 'simulator' | 'tools' | 'call' | 'audit';

export interface CommandLine {
  readonly command: Command;
  readonly operands: readonly string[];
  /** Values of the flags that stand for settings. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly help: boolean;
  readonly version: boolean;
  /** Holds the values of the simulator's own flags. */
  readonly simulator: SimulatorValues;
  /** `--json` of `call`. */
  readonly json?: string;
}

const commands = [
  'stdio',
  'http',
  'simulator',
  'tools',
  'call',
  'audit',
] as const satisfies readonly Command[];

const operandCounts: Readonly<Record<Command, number>> = {
  stdio: 0,
  http: 0,
  simulator: 0,
  tools: 1,
  call: 1,
  audit: 0,
};

const nothing = { flags: {}, help: false, version: false, simulator: {} } as const;

const settingFlags = Object.values(settings).filter((setting) => 'flag' in setting);
const ownFlags = [
  { flag: 'help', short: 'h' },
  { flag: 'version', short: 'v' },
  { flag: 'json', value: 'ARGUMENTS' },
] as const;

export function parseCommandLine(argv: readonly string[]): CommandLine {
  // Its flags are its own, and are read where it is carried out.
  if (argv[0] === 'audit') return { ...nothing, command: 'audit', operands: argv.slice(1) };
  const { values, positionals } = readFlags(
    argv.map(completeSwitch),
    [...ownFlags, ...settingFlags, ...simulatorFlags],
    { help: 'alloy-mcp --help', suggestions: settingFlags.map(({ flag }) => flag) },
  );
  const [first = 'stdio', ...operands] = positionals;
  const command = commands.find((name) => name === first);
  if (command === undefined) {
    throw new ConfigurationError(
      `${first} is not a command${formatNearest(first, commands)}commands: ${commands.join(', ')}; see alloy-mcp --help`,
    );
  }
  if (command === 'audit')
    throw new ConfigurationError(
      'audit comes before its flags: alloy-mcp audit verify FILE; see alloy-mcp --help',
    );
  const extra = operands[operandCounts[command]];
  if (extra !== undefined)
    throw new ConfigurationError(`${extra} is one operand too many for ${command}; see alloy-mcp --help`);
  const { json } = values;
  if (json !== undefined && command !== 'call') {
    throw new ConfigurationError(`--json belongs to alloy-mcp call, not to ${command}; see alloy-mcp --help`);
  }
  const foreign = simulatorFlags.find(({ flag }) => values[flag] !== undefined);
  if (foreign !== undefined && command !== 'simulator') {
    throw new ConfigurationError(
      `--${foreign.flag} belongs to alloy-mcp simulator, not to ${command}; see alloy-mcp --help`,
    );
  }
  return {
    command,
    operands,
    flags: Object.fromEntries(settingFlags.map(({ flag }) => [flag, values[flag]])),
    help: values.help === true,
    version: values.version === true,
    simulator: values,
    ...defined({ json }),
  };
}

/** A switch alone means on; its value, if any, follows an equals sign. */
function completeSwitch(argument: string): string {
  const isSwitch = settingList.some((setting) => setting.switch === true && argument === `--${setting.flag}`);
  return isSwitch ? `${argument}=on` : argument;
}

export function formatHelp(): string {
  return `alloy-mcp ${version}: Alloy identity decisioning (KYC, KYB, AML, fraud) as MCP tools

Usage
  alloy-mcp [flags]                     serve MCP over stdin and stdout
  alloy-mcp http [flags]                serve MCP over Streamable HTTP at /mcp
  alloy-mcp simulator [flags]           serve the embedded Alloy at /v1, for any Alloy client
  alloy-mcp tools [NAME]                list all tools, or describe one
  alloy-mcp call NAME --json '{...}'    call one tool and print the result ('-' reads stdin)
  alloy-mcp audit verify|show FILE...   check the audit trail, or print calls of it (audit --help)

  --help, -h                            this text
  --version, -v                         the version

Settings (flag, or variable; a flag wins)
${settingList.map(formatSetting).join('\n')}

Flags of simulator
${simulatorFlags.map(formatFlagHelp).join('\n')}

Calls to Alloy go through the proxy that HTTPS_PROXY, ALL_PROXY or HTTP_PROXY names, unless NO_PROXY names Alloy's
host; NODE_EXTRA_CA_CERTS names a file of further certificate authorities (PEM).
Without credentials the embedded Alloy in this process answers; nothing leaves the machine.
`;
}

function formatSetting(setting: Setting): string {
  const { flag, variable, meaning, secret } = setting;
  const name = formatFlag(setting) ?? variable;
  const from = flag === undefined ? `also ${variable}_FILE` : variable;
  const notes = [
    from,
    ...(setting.default === undefined ? [] : [`default ${setting.default}`]),
    ...(setting.httpOnly === true ? ['http only'] : []),
    ...(secret === true ? ['a secret: no flag'] : []),
  ];
  return `  ${name}\n      ${meaning}\n      (${notes.join('; ')})`;
}
