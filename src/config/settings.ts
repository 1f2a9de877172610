/** Every setting, once: the command line, `--help`, the README's table and the error messages derive from it. */

export interface Setting {
  readonly variable: string;
  /** Flag without the dashes; settings that hold secrets have none. */
  readonly flag?: string;
  /** What stands behind the flag in `--help`. */
  readonly value: string;
  readonly default?: string;
  readonly meaning: string;
  /** Secrets may also be read from the file that `<variable>_FILE` names. */
  readonly secret?: true;
  /** The flag alone means on. */
  readonly switch?: true;
  /** Only `alloy-mcp http` uses it. */
  readonly httpOnly?: true;
}

export const settings = {
  token: {
    variable: 'ALLOY_TOKEN',
    value: 'TOKEN',
    meaning: 'API token: an account-level key, or a workflow token',
    secret: true,
  },
  secret: {
    variable: 'ALLOY_SECRET',
    value: 'SECRET',
    meaning: 'Secret that belongs to the token',
    secret: true,
  },
  auth: {
    variable: 'ALLOY_AUTH',
    flag: 'auth',
    value: 'basic|oauth',
    default: 'basic',
    meaning: 'How to authenticate to Alloy: Basic, or OAuth client credentials',
  },
  environment: {
    variable: 'ALLOY_ENVIRONMENT',
    flag: 'environment',
    value: 'embedded|sandbox|production',
    default: 'embedded without credentials, else sandbox',
    meaning: 'Which Alloy to talk to; production only when named here',
  },
  baseUrl: {
    variable: 'ALLOY_BASE_URL',
    flag: 'base-url',
    value: 'URL',
    default: 'https://sandbox.alloy.co/v1, or https://api.alloy.co/v1',
    meaning: "Another host or path, e.g. the account's own host",
  },
  workflowToken: {
    variable: 'ALLOY_WORKFLOW_TOKEN',
    flag: 'workflow-token',
    value: 'TOKEN',
    meaning: 'Workflow for calls that name none (header alloy-workflow-token)',
  },
  timeoutMs: {
    variable: 'ALLOY_TIMEOUT_MS',
    flag: 'timeout',
    value: 'MS',
    default: '30000',
    meaning: 'Longest time for one call, retries included',
  },
  maxRetries: {
    variable: 'ALLOY_MAX_RETRIES',
    flag: 'max-retries',
    value: 'N',
    default: '2',
    meaning: 'Further tries after 429, and for reads after 5xx and network faults',
  },
  maxConcurrency: {
    variable: 'ALLOY_MAX_CONCURRENCY',
    flag: 'max-concurrency',
    value: 'N',
    default: '64',
    meaning: 'Requests to Alloy under way at a time; up to 1000 more wait for their turn',
  },
  filesDir: {
    variable: 'ALLOY_FILES_DIR',
    flag: 'files-dir',
    value: 'FOLDER',
    default: 'none',
    meaning: 'Folder that document tools may read from and save to',
  },
  toolsets: {
    variable: 'ALLOY_TOOLSETS',
    flag: 'toolsets',
    value: 'NAME,...',
    default: 'all',
    meaning: 'Offer only the tools of these toolsets, and those that ALLOY_TOOLS names',
  },
  tools: {
    variable: 'ALLOY_TOOLS',
    flag: 'tools',
    value: 'NAME,...',
    default: 'all',
    meaning: 'Offer only these tools, and those of ALLOY_TOOLSETS',
  },
  excludeTools: {
    variable: 'ALLOY_EXCLUDE_TOOLS',
    flag: 'exclude-tools',
    value: 'NAME,...',
    default: 'none',
    meaning: 'Never offer these tools, whatever else is chosen',
  },
  effects: {
    variable: 'ALLOY_EFFECTS',
    flag: 'effects',
    value: 'EFFECT,...',
    default: 'read,write,decide,destroy',
    meaning: 'Offer only tools with these effects',
  },
  readOnly: {
    variable: 'ALLOY_READ_ONLY',
    flag: 'read-only',
    value: 'on|off',
    default: 'off',
    meaning: 'Offer only tools that change nothing',
    switch: true,
  },
  aliases: {
    variable: 'ALLOY_ALIASES',
    flag: 'aliases',
    value: 'on|off',
    default: 'on',
    meaning: 'Offer the 20 tools that repeat an operation under another name too',
    switch: true,
  },
  discovery: {
    variable: 'ALLOY_DISCOVERY',
    flag: 'discovery',
    value: 'on|off',
    default: 'off',
    meaning: 'Offer four tools to find and call the others by, in place of them all',
    switch: true,
  },
  maxResultChars: {
    variable: 'ALLOY_MAX_RESULT_CHARS',
    flag: 'max-result-chars',
    value: 'N',
    default: '40000',
    meaning:
      'Size of the largest result, as four for each token it may cost a model; what is cut can be read in parts',
  },
  confirm: {
    variable: 'ALLOY_CONFIRM',
    flag: 'confirm',
    value: 'off|when-supported|always',
    default: 'when-supported',
    meaning:
      'Ask a person, through the client, before a compliance decision changes or data is lost; always refuses clients that cannot ask',
  },
  dryRun: {
    variable: 'ALLOY_DRY_RUN',
    flag: 'dry-run',
    value: 'on|off',
    default: 'off',
    meaning: 'Answer every call with the request that would be sent, and send nothing',
    switch: true,
  },
  pii: {
    variable: 'ALLOY_PII',
    flag: 'pii',
    value: 'mask|token|off,CLASS=MODE,...',
    default: 'mask',
    meaning:
      'How personal data is shown to models: for all classes that are protected by default, and for single ones (government_ids, account_numbers, birth_dates, document_numbers, contact, names)',
  },
  piiKey: {
    variable: 'ALLOY_PII_KEY',
    value: 'KEY,...',
    meaning: 'Keys of the stand-ins for personal data, 32 characters or more each; the first seals, all open',
    secret: true,
  },
  audit: {
    variable: 'ALLOY_AUDIT',
    flag: 'audit',
    value: 'off|file:PATH|stderr|fd:N[,required]',
    default: 'off',
    meaning:
      'Record each call in a signed chain; required refuses decisions and losses that cannot be recorded',
  },
  auditKey: {
    variable: 'ALLOY_AUDIT_KEY',
    value: 'KEY',
    meaning: 'Key of the audit trail, 32 characters or more',
    secret: true,
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    flag: 'log-level',
    value: 'LEVEL',
    default: 'info',
    meaning: 'fatal, error, warn, info, debug, trace or silent; logs go to stderr',
  },
  mcpToken: {
    variable: 'ALLOY_MCP_TOKEN',
    value: 'TOKEN',
    meaning:
      'Bearer token that HTTP clients must send; needed on any address but loopback. Several as NAME:TOKEN,NAME:TOKEN, each a principal of its own',
    secret: true,
    httpOnly: true,
  },
  host: {
    variable: 'ALLOY_MCP_HOST',
    flag: 'host',
    value: 'ADDRESS',
    default: '127.0.0.1',
    meaning: 'Address to listen on',
    httpOnly: true,
  },
  port: {
    variable: 'ALLOY_MCP_PORT',
    flag: 'port',
    value: 'PORT',
    default: '3000 (simulator: 4010)',
    meaning: 'Port to listen on; 0 takes a free one',
    httpOnly: true,
  },
  allowedHosts: {
    variable: 'ALLOY_MCP_ALLOWED_HOSTS',
    flag: 'allowed-hosts',
    value: 'NAME,...',
    default: 'loopback names and the address listened on',
    meaning: 'Host names that requests may be addressed to',
    httpOnly: true,
  },
  allowedOrigins: {
    variable: 'ALLOY_MCP_ALLOWED_ORIGINS',
    flag: 'allowed-origins',
    value: 'NAME,...',
    default: 'loopback names',
    meaning: 'Host names of web pages that may call the server',
    httpOnly: true,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settings;

/** The flag as documentation writes it: `--timeout MS`, `--read-only[=on|off]`; undefined for secrets. */
export function formatFlag(setting: Setting): string | undefined {
  const { flag, value } = setting;
  if (flag === undefined) return undefined;
  return setting.switch === true ? `--${flag}[=${value}]` : `--${flag} ${value}`;
}

/** The settings in the order of the table. */
export const settingList: readonly Setting[] = Object.values(settings);

/** Flags of `alloy-mcp simulator` alone; they have no variables, as what they describe is one run. */
export interface SimulatorFlag {
  readonly flag: string;
  /** What stands behind the flag; none for a switch. */
  readonly value?: string;
  readonly meaning: string;
  readonly multiple?: true;
}

export const simulatorFlags = [
  {
    flag: 'describe',
    meaning: 'Print what the demo account holds (tokens, workflows, personas, ...) and end',
  },
  {
    flag: 'fault',
    value: "'POST /events:503:0.2'",
    meaning:
      'Fail so many calls: METHOD PATH:STATUS (or reset, stall, html, cut):PROBABILITY; may be given several times',
    multiple: true,
  },
  { flag: 'latency', value: 'MS|MS-MS', meaning: 'Answer that much later' },
  { flag: 'rate-limit', value: 'N/s|N/m|N/h', meaning: 'Answer 429 above that' },
  { flag: 'token-ttl', value: 'SECONDS', meaning: 'Life of bearer tokens, in place of an hour' },
  { flag: 'now', value: 'TIME', meaning: 'Fix the clock, e.g. 2026-01-31T12:00:00Z' },
  { flag: 'clock-step', value: 'MS', meaning: 'Move the fixed clock on with each request' },
  {
    flag: 'seed',
    value: 'TEXT',
    meaning: 'The same seed and calls give the same tokens, answers and faults',
  },
  { flag: 'state', value: 'FILE', meaning: 'Keep the records there between runs' },
  { flag: 'reset', meaning: 'Start anew; the old state is kept beside as FILE.bak' },
] as const satisfies readonly SimulatorFlag[];
