/** Environment variables and flags -> one frozen configuration. An error names the variable and the fix. */

import type * as z from 'zod';
import type { Credentials } from '../alloy/auth.ts';
import { type Environment, parseBaseUrl } from '../alloy/base-url.ts';
import { chooseProxy, type HttpProxy } from '../alloy/proxy.ts';
import type { AuditTarget } from '../audit/target.ts';
import { ConfigurationError } from '../base/errors.ts';
import { cleanText, refusePlaceholder, refuseSurroundings } from '../base/given-text.ts';
import {
  createFileSource,
  createFixedSource,
  type FileSourceOptions,
  type SecretSource,
} from '../base/secret-source.ts';
import type { Secrets } from '../base/secrets.ts';
import { type Defined, defined } from '../base/values.ts';
import { type AccessToken, parseAccessTokens } from '../mcp/transports/access-tokens.ts';
import type { SurfaceChoice } from '../registry/surface.ts';
import type { Modes } from '../shield/modes.ts';
import { splitSurface } from './narrowing.ts';
import {
  isSettingName,
  type NarrowingName,
  type Setting,
  type SettingName,
  type SettingValues,
  settings,
  settingsSchema,
} from './settings.ts';

/** Settings that are grouped or worked out further, and so are not in the configuration by their own name. */
type Grouped =
  | NarrowingName
  | 'token'
  | 'secret'
  | 'pii'
  | 'piiKey'
  | 'installation'
  | 'audit'
  | 'auditKey'
  | 'mcpToken'
  | 'host'
  | 'port'
  | 'allowedHosts'
  | 'allowedOrigins';

/** What the table of settings gives, and what is worked out of it. */
export interface Config extends Readonly<Omit<Defined<SettingValues>, Grouped | 'environment' | 'baseUrl'>> {
  readonly environment: Environment;
  /** Without a trailing slash, e.g. `https://sandbox.alloy.co/v1`. */
  readonly baseUrl: string;
  /** Absent only in the embedded environment. */
  readonly credentials?: SecretSource<Credentials>;
  /** What calls to Alloy go through, as the variables have it that all programs share. */
  readonly proxy?: HttpProxy;
  /** Which tools are offered; checked against the catalog by chooseSurface. */
  readonly surface: SurfaceChoice;
  readonly pii: {
    readonly modes: Modes;
    readonly keys: readonly string[];
    /** What stand-ins hold for, beside their principal: environment, base URL, name of the installation. */
    readonly place: readonly string[];
  };
  readonly audit: { readonly target: AuditTarget; readonly key?: string };
  readonly http: {
    readonly host: string;
    readonly port?: number;
    readonly tokens: SecretSource<readonly AccessToken[]>;
    readonly allowedHosts: readonly string[];
    readonly allowedOrigins: readonly string[];
  };
}

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
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) throw new ConfigurationError(formatIssues(parsed.error));
  const { surface, others } = splitSurface(parsed.data);
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
    pii,
    piiKey,
    installation,
    audit,
    auditKey,
    ...plain
  } = others;

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
  const url = parseBaseUrl(baseUrl, chosen, credentials !== undefined);
  const proxy = chosen === 'embedded' ? undefined : chooseProxy(env, url, secrets);
  return Object.freeze({
    ...defined(plain),
    surface,
    pii: Object.freeze({ modes: pii, keys: piiKey, place: [chosen, url, installation ?? ''] }),
    audit: Object.freeze({ target: audit, ...defined({ key: auditKey }) }),
    environment: chosen,
    baseUrl: url,
    ...defined({ credentials, proxy }),
    http: Object.freeze({ host, tokens, allowedHosts, allowedOrigins, ...defined({ port }) }),
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
    const { value, read } = readSetting(name, env, flags, readSecretFile, secrets);
    if (value !== undefined) given[name] = value;
    if (read !== undefined) reread[name] = read;
  }
  return { given, reread };
}

/**
 * The text of one setting: of its flag, its variable or, for a secret, the file that is named in its place. One that is
 * empty is what a client configuration with a blank field sets: the same as none.
 */
export function readSetting(
  name: SettingName,
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>>,
  readSecretFile: (path: string) => string,
  secrets?: Secrets,
): { readonly value?: string | undefined; readonly read?: () => string } {
  const setting: Setting = settings[name];
  const { variable, flag, secret } = setting;
  const fromFlag = cleanText(flag === undefined ? undefined : flags[flag]);
  const fromEnv = cleanText(env[variable]);
  if (secret !== true) {
    const value = fromFlag ?? fromEnv;
    if (value !== undefined) refusePlaceholder(nameSetting(setting), value, setting.token === true);
    return { value };
  }
  const check = (source: string, text: string) => {
    // Of a list each entry is looked at where it is taken apart.
    refusePlaceholder(source, text, true);
    if (setting.token === true) refuseSurroundings(source, text);
    secrets?.remember(variable, [text]);
    return text;
  };
  const file = cleanText(env[`${variable}_FILE`]);
  if (file === undefined) return { value: fromEnv && check(variable, fromEnv) };
  if (fromEnv !== undefined) {
    throw new ConfigurationError(`${variable} and ${variable}_FILE are both set; keep one of them`);
  }
  const source = `${variable}_FILE`;
  refusePlaceholder(source, file, false);
  const read = () => check(`The file that ${source} names`, readSecret(source, file, readSecretFile));
  return { value: read(), read };
}

/** `source` is what named the file. */
export function readSecret(source: string, file: string, readSecretFile: (path: string) => string): string {
  let content: string | undefined;
  try {
    content = cleanText(readSecretFile(file));
  } catch (cause) {
    throw new ConfigurationError(`${source} names a file that cannot be read; check path and permissions`, {
      cause,
    });
  }
  if (content === undefined)
    throw new ConfigurationError(`${source} names an empty file; put the secret in it`);
  return content;
}

/** As errors name it: `ALLOY_MCP_PORT (--port)`. */
const nameSetting = ({ variable, flag }: Setting) =>
  flag === undefined ? variable : `${variable} (--${flag})`;

function formatIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      const setting: Setting | undefined = isSettingName(name) ? settings[name] : undefined;
      const told = setting === undefined ? name : nameSetting(setting);
      return `${told} is not usable: ${formatReason(issue)}; expected ${setting?.value ?? 'another value'}`;
    })
    .join('; ');
}

/** zod's wording of a text that is no number would name NaN. */
const formatReason = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' ? `it is not a ${issue.expected}` : issue.message;
