/**
 * Every setting, once: the command line, `--help`, the README's table, the error messages, the configuration itself and
 * what an HTTP client may narrow derive from it.
 */
import * as z from 'zod';
import { parseAuditTarget } from '../audit/target.ts';
import { logLevels } from '../base/logger.ts';
import { parseAllowedHost, parseAllowedOrigin, parseListenAddress } from '../mcp/transports/allowed-names.ts';
import { shortestLimit } from '../registry/short-names.ts';
import { effects, resultContents } from '../registry/surface.ts';
import { parseKeys, parseModes } from '../shield/modes.ts';

export interface Setting {
  readonly variable: string;
  /** Flag without the dashes; settings that hold secrets have none. */
  readonly flag?: string;
  /** What stands behind the flag in `--help`. */
  readonly value: string;
  readonly default?: string;
  readonly meaning: string;
  /** From the text that was given, or its absence, to what the program works with. */
  readonly schema: z.ZodType;
  /** Secrets may also be read from the file that `<variable>_FILE` names. */
  readonly secret?: true;
  /** One word, as it comes from Alloy: what stands in for one until it is known is refused. */
  readonly token?: true;
  /** The flag alone means on. */
  readonly switch?: true;
  /** Only `alloy-mcp http` uses it. */
  readonly httpOnly?: true;
  /** An HTTP client may choose by it for itself, as a query parameter of the flag's name or a header. */
  readonly narrows?: true;
}

const names = z.string().transform((list) =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);

/** What people write for yes and no. */
const truth = z.stringbool();

/** Words that may be written in any case. */
const choice = <const Word extends string>(words: readonly Word[]) =>
  z.string().toLowerCase().pipe(z.enum(words));

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const settings = {
  token: {
    variable: 'ALLOY_TOKEN',
    value: 'TOKEN',
    meaning: 'API token: an account-level key, or a workflow token',
    secret: true,
    token: true,
    schema: z.string().min(1).optional(),
  },
  secret: {
    variable: 'ALLOY_SECRET',
    value: 'SECRET',
    meaning: 'Secret that belongs to the token',
    secret: true,
    token: true,
    schema: z.string().min(1).optional(),
  },
  auth: {
    variable: 'ALLOY_AUTH',
    flag: 'auth',
    value: 'basic|oauth',
    default: 'basic',
    meaning: 'How to authenticate to Alloy: Basic, or OAuth client credentials',
    schema: choice(['basic', 'oauth']).default('basic'),
  },
  environment: {
    variable: 'ALLOY_ENVIRONMENT',
    flag: 'environment',
    value: 'embedded|sandbox|production',
    default: 'embedded without credentials, else sandbox',
    meaning: 'Which Alloy to talk to; production only when named here',
    schema: choice(['embedded', 'sandbox', 'production']).optional(),
  },
  baseUrl: {
    variable: 'ALLOY_BASE_URL',
    flag: 'base-url',
    value: 'URL',
    default: 'https://sandbox.alloy.co/v1, or https://api.alloy.co/v1',
    meaning: "Another host or path, e.g. the account's own host",
    schema: z.string().optional(),
  },
  workflowToken: {
    variable: 'ALLOY_WORKFLOW_TOKEN',
    flag: 'workflow-token',
    value: 'TOKEN',
    meaning: 'Workflow for calls that name none (header alloy-workflow-token)',
    token: true,
    schema: z
      .string()
      .regex(/^[\w-]+$/, 'a token of letters, digits, - and _')
      .optional(),
  },
  timeoutMs: {
    variable: 'ALLOY_TIMEOUT_MS',
    flag: 'timeout',
    value: 'MS',
    default: '30000',
    meaning: 'Longest time for one call, retries included',
    schema: count(1, 600_000).default(30_000),
  },
  maxRetries: {
    variable: 'ALLOY_MAX_RETRIES',
    flag: 'max-retries',
    value: 'N',
    default: '2',
    meaning: 'Further tries after 429, and for reads after 5xx and network faults',
    schema: count(0, 10).default(2),
  },
  maxConcurrency: {
    variable: 'ALLOY_MAX_CONCURRENCY',
    flag: 'max-concurrency',
    value: 'N',
    default: '64',
    meaning: 'Requests to Alloy under way at a time; up to 1000 more wait for their turn',
    schema: count(1, 1000).default(64),
  },
  filesDir: {
    variable: 'ALLOY_FILES_DIR',
    flag: 'files-dir',
    value: 'FOLDER',
    default: 'none',
    meaning:
      'Folder that document tools may read from and save to; over HTTP each token has a folder of its own in it',
    schema: z.string().optional(),
  },
  toolsets: {
    variable: 'ALLOY_TOOLSETS',
    flag: 'toolsets',
    value: 'NAME,...',
    default: 'all',
    meaning: 'Offer only the tools of these toolsets, and those that ALLOY_TOOLS names',
    schema: names.optional(),
    narrows: true,
  },
  tools: {
    variable: 'ALLOY_TOOLS',
    flag: 'tools',
    value: 'NAME,...',
    default: 'all',
    meaning: 'Offer only these tools, and those of ALLOY_TOOLSETS',
    schema: names.optional(),
    narrows: true,
  },
  excludeTools: {
    variable: 'ALLOY_EXCLUDE_TOOLS',
    flag: 'exclude-tools',
    value: 'NAME,...',
    default: 'none',
    meaning: 'Never offer these tools, whatever else is chosen',
    schema: names.optional(),
    narrows: true,
  },
  effects: {
    variable: 'ALLOY_EFFECTS',
    flag: 'effects',
    value: 'EFFECT,...',
    default: 'read,write,decide,destroy',
    meaning: 'Offer only tools with these effects',
    schema: names.pipe(z.array(choice(effects))).optional(),
    narrows: true,
  },
  readOnly: {
    variable: 'ALLOY_READ_ONLY',
    flag: 'read-only',
    value: 'on|off',
    default: 'off',
    meaning: 'Offer only tools that change nothing',
    switch: true,
    schema: truth.optional(),
    narrows: true,
  },
  aliases: {
    variable: 'ALLOY_ALIASES',
    flag: 'aliases',
    value: 'on|off',
    default: 'on',
    meaning:
      'List the 20 tools that repeat an operation under another name too; they can be called either way',
    switch: true,
    schema: truth.optional(),
    narrows: true,
  },
  maxNameLength: {
    variable: 'ALLOY_MAX_NAME_LENGTH',
    flag: 'max-name-length',
    value: 'N',
    default: 'none',
    meaning: `List tools with longer names under a shorter one, for clients that put a name in front; ${shortestLimit} or more; both names can be called`,
    schema: count(shortestLimit, 64).optional(),
    narrows: true,
  },
  discovery: {
    variable: 'ALLOY_DISCOVERY',
    flag: 'discovery',
    value: 'on|off',
    default: 'off',
    meaning: 'Offer four tools to find and call the others by, in place of them all',
    switch: true,
    schema: truth.optional(),
    narrows: true,
  },
  maxResultChars: {
    variable: 'ALLOY_MAX_RESULT_CHARS',
    flag: 'max-result-chars',
    value: 'N',
    default: '40000',
    meaning:
      'Size of the largest result, as four for each token it may cost a model; what is cut can be read in parts',
    schema: count(4000, 10_000_000).default(40_000),
  },
  resultContent: {
    variable: 'ALLOY_RESULT_CONTENT',
    flag: 'result-content',
    value: 'text,images,structured,links',
    default: 'text,images',
    meaning:
      'What results hold: the text always, small pictures of documents, the same once more as structuredContent, and links as resource_link blocks; the last two only for clients that want them',
    schema: names.pipe(z.array(z.enum(resultContents))).optional(),
    narrows: true,
  },
  confirm: {
    variable: 'ALLOY_CONFIRM',
    flag: 'confirm',
    value: 'off|when-supported|always|page',
    default: 'when-supported',
    meaning:
      "Ask a person, through the client, before a compliance decision changes or data is lost. Where the client cannot ask, always asks on a page in the operator's browser (stdio) or refuses (HTTP); page asks there whatever the client can (stdio)",
    schema: choice(['off', 'when-supported', 'always', 'page']).default('when-supported'),
  },
  dryRun: {
    variable: 'ALLOY_DRY_RUN',
    flag: 'dry-run',
    value: 'on|off',
    default: 'off',
    meaning: 'Answer every call with the request that would be sent, and send nothing',
    switch: true,
    schema: truth.default(false),
  },
  pii: {
    variable: 'ALLOY_PII',
    flag: 'pii',
    value: 'mask|token|off,CLASS=MODE,...',
    default: 'mask',
    meaning:
      'How personal data is shown to models: for all classes that are protected by default, and for single ones (government_ids, account_numbers, birth_dates, document_numbers, contact, names)',
    schema: z.string().default('mask').transform(parseModes),
  },
  piiKey: {
    variable: 'ALLOY_PII_KEY',
    value: 'KEY,...',
    meaning: 'Keys of the stand-ins for personal data, 32 characters or more each; the first seals, all open',
    secret: true,
    schema: z.string().default('').transform(parseKeys),
  },
  installation: {
    variable: 'ALLOY_INSTALLATION',
    flag: 'installation',
    value: 'NAME',
    default: 'none',
    meaning:
      'Name of this installation, the same on all its replicas: stand-ins of one are refused by others that share the key',
    schema: z.string().trim().min(1).max(64).optional(),
  },
  audit: {
    variable: 'ALLOY_AUDIT',
    flag: 'audit',
    value: 'off|file:PATH|stderr|fd:N[,required]',
    default: 'off',
    meaning:
      'Record each call in a signed chain; required refuses decisions and losses that cannot be recorded',
    schema: z.string().default('off').transform(parseAuditTarget),
  },
  auditKey: {
    variable: 'ALLOY_AUDIT_KEY',
    value: 'KEY',
    meaning: 'Key of the audit trail, 32 characters or more',
    secret: true,
    schema: z.string().optional(),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    flag: 'log-level',
    value: 'LEVEL',
    default: 'info',
    meaning: 'fatal, error, warn, info, debug, trace or silent; logs go to stderr',
    schema: choice(logLevels).default('info'),
  },
  mcpToken: {
    variable: 'ALLOY_MCP_TOKEN',
    value: 'TOKEN',
    meaning:
      'Bearer token that HTTP clients must send; needed on any address but loopback. Several as NAME:TOKEN,NAME:TOKEN, each a principal of its own',
    secret: true,
    httpOnly: true,
    schema: z.string().default(''),
  },
  host: {
    variable: 'ALLOY_MCP_HOST',
    flag: 'host',
    value: 'ADDRESS',
    default: '127.0.0.1',
    meaning: 'Address to listen on',
    httpOnly: true,
    schema: z.string().default('127.0.0.1').transform(parseListenAddress),
  },
  port: {
    variable: 'ALLOY_MCP_PORT',
    flag: 'port',
    value: 'PORT',
    default: '3000 (simulator: 4010)',
    meaning: 'Port to listen on; 0 takes a free one',
    httpOnly: true,
    schema: count(0, 65_535).optional(),
  },
  allowedHosts: {
    variable: 'ALLOY_MCP_ALLOWED_HOSTS',
    flag: 'allowed-hosts',
    value: 'NAME,...',
    default: 'loopback names and the address listened on',
    meaning: 'Host names that requests may be addressed to; a port or a scheme with them does not count',
    httpOnly: true,
    schema: names.default([]).transform((list) => list.map(parseAllowedHost)),
  },
  allowedOrigins: {
    variable: 'ALLOY_MCP_ALLOWED_ORIGINS',
    flag: 'allowed-origins',
    value: 'NAME,...',
    default: 'loopback names',
    meaning: 'Web pages that may call the server: by host name, or by origin like https://app.example.com',
    httpOnly: true,
    schema: names.default([]).transform((list) => list.map(parseAllowedOrigin)),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settings;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

type Schemas = { readonly [Name in SettingName]: (typeof settings)[Name]['schema'] };

/** All settings at once, by name. */
export const settingsSchema = z.object(
  // fromEntries forgets which name has which schema.
  Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as Schemas,
);

export type SettingValues = z.output<typeof settingsSchema>;

/** Those by which HTTP clients may narrow. */
export type NarrowingName = {
  [Name in SettingName]: (typeof settings)[Name] extends { readonly narrows: true } ? Name : never;
}[SettingName];

/** The flag as documentation writes it: `--timeout MS`, `--read-only[=on|off]`; undefined for secrets. */
export function formatFlag(setting: Setting): string | undefined {
  const { flag, value } = setting;
  if (flag === undefined) return undefined;
  return setting.switch === true ? `--${flag}[=${value}]` : `--${flag} ${value}`;
}

/** The settings in the order of the table. */
export const settingList: readonly Setting[] = Object.values(settings);
