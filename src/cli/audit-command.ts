/** `alloy-mcp audit verify|show FILE...`: reads the trail for a person. Writes nothing to it. */

import { type AuditKey, createAuditKey } from '../audit/key.ts';
import type { Head } from '../audit/line.ts';
import { verifyTrail } from '../audit/verifier.ts';
import { ConfigurationError } from '../base/errors.ts';
import { defined } from '../base/values.ts';
import { readSecret, readSetting } from '../config/config.ts';
import { type FlagValues, readFlags } from './flags.ts';
import { parseTime, type ShowFilter, showTrail } from './show-trail.ts';

export interface AuditCommandOptions {
  /** What stands behind `alloy-mcp audit`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => string;
  readonly print: (text: string) => Promise<void>;
  /** For remarks beside the output. */
  readonly remark: (text: string) => void;
  readonly now: () => number;
}

export const auditUsage = `alloy-mcp audit: read the audit trail (ALLOY_AUDIT)

Usage
  alloy-mcp audit verify FILE... [--key-file FILE] [--head SEQ:MAC]
      Find every changed, removed, added or moved line. Ends with 1 when there is one.
  alloy-mcp audit show FILE... [--key-file FILE] [filters] [--json]
      Print the calls as a table, or as the JSON lines they are.

One FILE stands for the full ones beside it, too. The key comes from --key-file, ALLOY_AUDIT_KEY or
ALLOY_AUDIT_KEY_FILE; show works without one, and says that nothing was verified.

  --head SEQ:MAC      The trail has to hold this line, which an earlier verify printed as its head
  --since, --until    2026-01-31, 2026-01-31T12:00:00Z, or 90m, 24h, 7d ago
  --tool, --effect, --principal, --outcome
                      One of these, comma separated; outcome no_end is a call whose end is not known
  --value TEXT        Calls with an argument of exactly this value (needs the key)
`;

/** Returns the code to end with. */
export async function runAuditCommand({ argv, ...options }: AuditCommandOptions): Promise<number> {
  const { values, positionals } = readFlags(argv, flags, { help: 'alloy-mcp audit --help' });
  const [action, ...files] = positionals;
  if (values.help === true) {
    await options.print(auditUsage);
    return 0;
  }
  if (action !== 'verify' && action !== 'show')
    throw new ConfigurationError('audit needs to know what to do: alloy-mcp audit verify FILE, or show FILE');
  if (files.length === 0)
    throw new ConfigurationError(`audit ${action} needs a file: alloy-mcp audit ${action} FILE`);
  const foreign = Object.keys(values).find(
    (flag) => flag !== 'key-file' && (flag === 'head') !== (action === 'verify'),
  );
  if (foreign !== undefined)
    throw new ConfigurationError(
      `--${foreign} does not belong to audit ${action}; see alloy-mcp audit --help`,
    );
  const keyText = readKeyText(values['key-file'], options);
  if (action === 'verify') {
    const expected = values.head === undefined ? undefined : parseHead(values.head);
    return verifyTrail({
      files,
      key: createAuditKey(keyText),
      print: options.print,
      ...defined({ expected }),
    });
  }
  const key: AuditKey | undefined = keyText === undefined ? undefined : createAuditKey(keyText);
  return showTrail({ files, ...defined({ key }), filter: buildFilter(values, options.now()), ...options });
}

const flags = [
  { flag: 'help', short: 'h' },
  { flag: 'json' },
  { flag: 'key-file', value: 'FILE' },
  { flag: 'head', value: 'SEQ:MAC' },
  { flag: 'since', value: 'TIME' },
  { flag: 'until', value: 'TIME' },
  { flag: 'tool', value: 'NAME,...' },
  { flag: 'effect', value: 'EFFECT,...' },
  { flag: 'principal', value: 'NAME,...' },
  { flag: 'outcome', value: 'NAME,...' },
  { flag: 'value', value: 'TEXT' },
] as const;

type Values = FlagValues<(typeof flags)[number]>;

/** The trail may be another's than the one this machine writes, so that the flag counts before the setting. */
function readKeyText(file: string | undefined, { env, readText }: Omit<AuditCommandOptions, 'argv'>) {
  return file === undefined
    ? readSetting('auditKey', env, {}, readText).value
    : readSecret('--key-file', file, readText);
}

function parseHead(text: string): Head {
  const match = /^(\d{1,15}):([\w-]{43})$/.exec(text);
  if (match === null)
    throw new ConfigurationError('--head is not a head; write it as audit verify prints it: SEQ:MAC');
  return { seq: Number(match[1]), mac: match[2] ?? '' };
}

function buildFilter(values: Values, now: number): ShowFilter {
  const list = (text: string | undefined) => text?.split(',').map((item) => item.trim());
  const time = (flag: 'since' | 'until') =>
    values[flag] === undefined ? undefined : parseTime(flag, values[flag], now);
  return {
    json: values.json === true,
    ...defined({
      since: time('since'),
      until: time('until'),
      tool: list(values.tool),
      effect: list(values.effect),
      principal: list(values.principal),
      outcome: list(values.outcome),
      value: values.value,
    }),
  };
}
