/** Environment variables and flags -> one frozen configuration. An error names the variable and the fix. */

import * as z from 'zod';
import type { Credentials } from '../alloy/auth.ts';
import { type Environment, parseBaseUrl } from '../alloy/base-url.ts';
import { type AuditTarget, parseAuditTarget } from '../audit/target.ts';
import { ConfigurationError } from '../base/errors.ts';
import { type LogLevel, logLevels } from '../base/logger.ts';
import {
  createFileSource,
  createFixedSource,
  type FileSourceOptions,
  type SecretSource,
} from '../base/secret-source.ts';
import type { Secrets } from '../base/secrets.ts';
import { defined } from '../base/values.ts';
import type { ConfirmPolicy } from '../calls/confirmation.ts';
import { type AccessToken, parseAccessTokens } from '../mcp/transports/access-tokens.ts';
import { effects, type SurfaceChoice } from '../registry/surface.ts';
import { type Modes, parseKeys, parseModes } from '../shield/modes.ts';
import { type Setting, type SettingName, settings } from './settings.ts';

export interface Config {
  readonly environment: Environment;
  /** Without a trailing slash, e.g. `https://sandbox.alloy.co/v1`. */
  readonly baseUrl: string;
  /** Absent only in the embedded environment. */
  readonly credentials?: SecretSource<Credentials>;
  readonly auth: 'basic' | 'oauth';
  readonly workflowToken?: string;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Requests to Alloy that are under way at a time. */
  readonly maxConcurrency: number;
  readonly filesDir?: string;
  /** Which tools are offered; checked against the catalog by chooseSurface. */
  readonly surface: SurfaceChoice;
  readonly maxResultChars: number;
  readonly confirm: ConfirmPolicy;
  readonly pii: { readonly modes: Modes; readonly keys: readonly string[] };
  readonly audit: { readonly target: AuditTarget; readonly key?: string };
  /** Answer with the request in place of sending it. */
  readonly dryRun: boolean;
  readonly logLevel: LogLevel;
  readonly http: {
    readonly host: string;
    readonly port?: number;
    readonly tokens: SecretSource<readonly AccessToken[]>;
    readonly allowedHosts: readonly string[];
    readonly allowedOrigins: readonly string[];
  };
}

const names = z.string().transform((list) =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);

/** What people write for yes and no. */
const truth = z.stringbool();

const values = z.object({
  token: z.string().min(1).optional(),
  secret: z.string().min(1).optional(),
  auth: z.enum(['basic', 'oauth']).default('basic'),
  environment: z.enum(['embedded', 'sandbox', 'production']).optional(),
  baseUrl: z.string().optional(),
  workflowToken: z
    .string()
    .regex(/^[\w-]+$/, 'a token of letters, digits, - and _')
    .optional(),
  timeoutMs: z.coerce.number().int().min(1).max(600_000).default(30_000),
  maxRetries: z.coerce.number().int().min(0).max(10).default(2),
  maxConcurrency: z.coerce.number().int().min(1).max(1000).default(64),
  filesDir: z.string().optional(),
  toolsets: names.optional(),
  tools: names.optional(),
  excludeTools: names.optional(),
  effects: names.pipe(z.array(z.enum(effects))).optional(),
  readOnly: truth.optional(),
  aliases: truth.optional(),
  discovery: truth.optional(),
  maxResultChars: z.coerce.number().int().min(4000).max(10_000_000).default(40_000),
  confirm: z.enum(['off', 'when-supported', 'always']).default('when-supported'),
  dryRun: truth.default(false),
  pii: z.string().default(''),
  piiKey: z.string().default(''),
  audit: z.string().default('off'),
  auditKey: z.string().optional(),
  logLevel: z.enum(logLevels).default('info'),
  mcpToken: z.string().default(''),
  host: z.string().default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  allowedHosts: names.default([]),
  allowedOrigins: names.default([]),
});

export interface SecretWatch {
  /** Told every secret that is read, before anything is said of it. */
  readonly secrets?: Secrets;
  /** Told what is wrong with a secret's file that was replaced; the earlier secret stays in force. */
  readonly onFault?: (message: string) => void;
  readonly now?: () => number;
}

/** `readSecretFile` is asked for the content of files that `*_FILE` variables name: at once, and as they are used. */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>>,
  readSecretFile: (path: string) => string,
  { secrets, onFault = () => undefined, now = Date.now }: SecretWatch = {},
): Config {
  const { given, reread } = collect(env, flags, readSecretFile, secrets);
  const watch = { onFault, now };
  const parsed = values.safeParse(given);
  if (!parsed.success) throw new ConfigurationError(formatIssues(parsed.error));
  const {
    token,
    secret,
    mcpToken,
    host,
    port,
    allowedHosts,
    allowedOrigins,
    baseUrl,
    environment,
    toolsets,
    tools,
    excludeTools,
    effects: chosenEffects,
    readOnly,
    aliases,
    discovery,
    pii,
    piiKey,
    audit,
    auditKey,
    ...plain
  } = parsed.data;

  if ((token === undefined) !== (secret === undefined)) {
    const [there, missing] =
      token === undefined ? ['ALLOY_SECRET', 'ALLOY_TOKEN'] : ['ALLOY_TOKEN', 'ALLOY_SECRET'];
    throw new ConfigurationError(
      `${there} is set but ${missing} is not; set both, or neither for the embedded Alloy`,
    );
  }
  const credentials =
    token === undefined || secret === undefined
      ? undefined
      : createSource({
          ...watch,
          first: { token, secret },
          read: () => ({ token: reread.token?.() ?? token, secret: reread.secret?.() ?? secret }),
          settle: reread.token !== undefined && reread.secret !== undefined,
          fixed: reread.token === undefined && reread.secret === undefined,
        });
  const readTokens = (text: string) => {
    const tokens = parseAccessTokens(text);
    secrets?.remember(
      'ALLOY_MCP_TOKEN, each',
      tokens.map((each) => each.token),
    );
    return tokens;
  };
  const tokens = createSource({
    ...watch,
    first: readTokens(mcpToken),
    read: () => readTokens(reread.mcpToken?.() ?? mcpToken),
    settle: false,
    fixed: reread.mcpToken === undefined,
  });
  const chosen = environment ?? (credentials === undefined ? 'embedded' : 'sandbox');
  if (chosen !== 'embedded' && credentials === undefined) {
    throw new ConfigurationError(
      `ALLOY_ENVIRONMENT is ${chosen}, which needs ALLOY_TOKEN and ALLOY_SECRET; set them`,
    );
  }
  return Object.freeze({
    ...defined(plain),
    auth: plain.auth,
    timeoutMs: plain.timeoutMs,
    maxRetries: plain.maxRetries,
    maxConcurrency: plain.maxConcurrency,
    logLevel: plain.logLevel,
    surface: defined({ toolsets, tools, excludeTools, effects: chosenEffects, readOnly, aliases, discovery }),
    maxResultChars: plain.maxResultChars,
    confirm: plain.confirm,
    dryRun: plain.dryRun,
    pii: Object.freeze({ modes: parseModes(pii), keys: parseKeys(piiKey) }),
    audit: Object.freeze({ target: parseAuditTarget(audit), ...defined({ key: auditKey }) }),
    environment: chosen,
    baseUrl: parseBaseUrl(baseUrl, chosen, credentials !== undefined),
    ...defined({ credentials }),
    http: Object.freeze({
      host,
      tokens,
      allowedHosts,
      allowedOrigins,
      ...defined({ port }),
    }),
  });
}

function createSource<T>({
  fixed,
  ...options
}: FileSourceOptions<T> & { readonly fixed: boolean }): SecretSource<T> {
  return fixed ? createFixedSource(options.first) : createFileSource(options);
}

interface Collected {
  readonly given: Readonly<Record<string, string>>;
  /** For secrets that come from files. */
  readonly reread: { readonly [name in SettingName]?: () => string };
}

function collect(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>>,
  readSecretFile: (path: string) => string,
  secrets: Secrets | undefined,
): Collected {
  const given: Record<string, string> = {};
  const reread: { [name in SettingName]?: () => string } = {};
  for (const name of Object.keys(settings).filter(isSettingName)) {
    const { variable, flag, secret }: Setting = settings[name];
    const fromFlag = flag === undefined ? undefined : flags[flag];
    // An empty variable is what a client configuration with a blank field sets: the same as none.
    const fromEnv = env[variable] === '' ? undefined : env[variable];
    const file = secret === true ? env[`${variable}_FILE`] : undefined;
    if (secret === true && fromEnv !== undefined) secrets?.remember(variable, [fromEnv]);
    if (file !== undefined && file !== '') {
      if (fromEnv !== undefined) {
        throw new ConfigurationError(`${variable} and ${variable}_FILE are both set; keep one of them`);
      }
      const read = () => {
        const content = readSecret(variable, file, readSecretFile);
        secrets?.remember(variable, [content]);
        return content;
      };
      given[name] = read();
      reread[name] = read;
      continue;
    }
    const value = fromFlag ?? fromEnv;
    if (value !== undefined) given[name] = value;
  }
  return { given, reread };
}

function readSecret(variable: string, file: string, readSecretFile: (path: string) => string): string {
  let content: string;
  try {
    content = readSecretFile(file).trim();
  } catch (cause) {
    throw new ConfigurationError(
      `${variable}_FILE names a file that cannot be read; check path and permissions`,
      {
        cause,
      },
    );
  }
  if (content === '')
    throw new ConfigurationError(`${variable}_FILE names an empty file; put the secret in it`);
  return content;
}

function formatIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      const setting: Setting | undefined = isSettingName(name) ? settings[name] : undefined;
      const flag = setting?.flag === undefined ? '' : ` (--${setting.flag})`;
      return `${setting?.variable ?? name}${flag} is not usable: ${formatReason(issue)}; expected ${setting?.value ?? 'another value'}`;
    })
    .join('; ');
}

/** zod's wording of a text that is no number would name NaN. */
const formatReason = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' ? `it is not a ${issue.expected}` : issue.message;

const isSettingName = (name: string): name is SettingName => Object.hasOwn(settings, name);
