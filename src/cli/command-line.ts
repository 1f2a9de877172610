/** Arguments of the command line -> command, flags and operands; and the text of `--help`. Pure. */
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../base/errors.ts';
import { findNearest, formatNearest } from '../base/nearest.ts';
import { version } from '../base/version.ts';
import {
  formatFlag,
  type Setting,
  type SimulatorFlag,
  settingList,
  simulatorFlags,
} from '../config/settings.ts';

type Command = 'stdio' | 'http' | 'simulator' | 'tools' | 'call' | 'audit';

export interface CommandLine {
  readonly command: Command;
  readonly operands: readonly string[];
  /** Values of the flags that stand for settings. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly help: boolean;
  readonly version: boolean;
  /** Values of the simulator's own flags, by name; a switch that was given is true. */
  readonly simulator: ReadonlyMap<string, string | true | readonly string[]>;
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

const nothing = { flags: {}, help: false, version: false, simulator: new Map() } as const;

export function parseCommandLine(argv: readonly string[]): CommandLine {
  // Its flags are its own, and are read where it is carried out.
  if (argv[0] === 'audit') return { ...nothing, command: 'audit', operands: argv.slice(1) };
  const flagNames = settingList.flatMap(({ flag }) => (flag === undefined ? [] : [flag]));
  const { values, positionals } = readArguments(argv, flagNames);
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
  const given = new Map<string, unknown>(Object.entries(values));
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const json = text('json');
  if (json !== undefined && command !== 'call') {
    throw new ConfigurationError(`--json belongs to alloy-mcp call, not to ${command}; see alloy-mcp --help`);
  }
  const simulator = readSimulatorFlags(given);
  const [foreign] = simulator.keys();
  if (foreign !== undefined && command !== 'simulator') {
    throw new ConfigurationError(
      `--${foreign} belongs to alloy-mcp simulator, not to ${command}; see alloy-mcp --help`,
    );
  }
  return {
    command,
    operands,
    flags: Object.fromEntries(flagNames.map((name) => [name, text(name)])),
    help: values.help === true,
    version: values.version === true,
    simulator,
    ...(json === undefined ? {} : { json }),
  };
}

function readArguments(argv: readonly string[], flagNames: readonly string[]) {
  try {
    return parseArgs({
      args: argv.map(completeSwitch),
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        json: { type: 'string' },
        ...Object.fromEntries(flagNames.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(simulatorFlags.map(buildOption)),
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const flag = /--([\w-]+)/.exec(reason)?.[1];
    const near = flag === undefined ? undefined : findNearest(flag, flagNames);
    const advice = near === undefined || near === flag ? 'see alloy-mcp --help' : `did you mean --${near}?`;
    throw new ConfigurationError(`${reason.split(/\.? ?\n|\. /)[0]}; ${advice}`, { cause: error });
  }
}

/** A switch alone means on; its value, if any, follows an equals sign. */
function completeSwitch(argument: string): string {
  const isSwitch = settingList.some((setting) => setting.switch === true && argument === `--${setting.flag}`);
  return isSwitch ? `${argument}=on` : argument;
}

function buildOption({ flag, value, multiple }: SimulatorFlag) {
  const type = value === undefined ? ('boolean' as const) : ('string' as const);
  return [flag, { type, multiple: multiple === true }] as const;
}

function readSimulatorFlags(given: ReadonlyMap<string, unknown>): CommandLine['simulator'] {
  const flags = new Map<string, string | true | readonly string[]>();
  for (const { flag } of simulatorFlags) {
    const value = given.get(flag);
    if (typeof value === 'string' || value === true) flags.set(flag, value);
    else if (Array.isArray(value)) flags.set(flag, value.map(String));
  }
  return flags;
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
${simulatorFlags.map(formatSimulatorFlag).join('\n')}

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

function formatSimulatorFlag({ flag, value, meaning }: SimulatorFlag): string {
  return `  --${flag}${value === undefined ? '' : ` ${value}`}\n      ${meaning}`;
}
