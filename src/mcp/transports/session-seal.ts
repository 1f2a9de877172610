/**
 * Sessions of 2025 clients without a store: the id of a session is what the client said of itself, signed. A token's
 * sessions are signed with a key made from that token, so that they outlive a restart and hold at every process of the
 * same settings. Without tokens the key is the server's state's.
 */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { readMembers } from '../../base/values.ts';
import type { ClientInfo } from '../../calls/call-context.ts';
import type { State } from '../../state/state.ts';
import { canAsk, readClient } from '../elicitation.ts';
import type { AccessToken } from './access-tokens.ts';

export interface Session {
  /** Random: no two clients share it, whatever they say of themselves. */
  readonly key: string;
  readonly client: ClientInfo;
  readonly canAsk: boolean;
}

export interface SessionSeal {
  /**
   * `introduction` is what came as the parameters of `initialize`; undefined when the client does not give its name.
   * Visible ASCII, at most 2,000 characters.
   */
  seal(introduction: unknown, principal: string): Promise<string | undefined>;
  /** Undefined unless it was sealed for this principal. */
  open(id: string, principal: string): Promise<Session | undefined>;
}

const longestId = 2000;
/** Of a name or version; with escapes and in base64 both stay far below the longest id. */
const longestText = 100;

export function createSessionSeal(tokens: readonly AccessToken[], state: State): SessionSeal {
  const keys = new Map<string, Promise<Uint8Array>>();

  /** Slow to compute, once: an id that shows in some log must not help to guess the token. */
  function findKey(principal: string): Promise<Uint8Array> {
    const token = tokens.find((each) => each.principal === principal)?.token;
    const key =
      keys.get(principal) ?? (token === undefined ? state.secret('session') : derive(token, principal));
    keys.set(principal, key);
    return key;
  }

  const sign = async (body: string, principal: string) =>
    createHmac('sha256', await findKey(principal))
      .update(body)
      .digest('base64url');

  return {
    async seal(introduction, principal) {
      const { clientInfo, capabilities } = readMembers(introduction);
      const client = readClient(clientInfo);
      if (client === undefined) return undefined;
      const key = randomBytes(16).toString('base64url');
      const session: Sealed = [key, canAsk(capabilities), clip(client.name), clip(client.version)];
      const body = Buffer.from(JSON.stringify(session)).toString('base64url');
      return `${body}.${await sign(body, principal)}`;
    },
    async open(id, principal) {
      const [body = '', signature = '', ...rest] = id.length > longestId ? [] : id.split('.');
      const given = Buffer.from(signature);
      const expected = Buffer.from(await sign(body, principal));
      if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
        return undefined;
      // Nobody else signs, so that it is what `seal` wrote.
      const [key, asks, name, version] = JSON.parse(
        Buffer.from(body, 'base64url').toString('utf8'),
      ) as Sealed;
      return { key, canAsk: asks, client: { name, version } };
    },
  };
}

type Sealed = readonly [key: string, canAsk: boolean, name: string, version: string];

const clip = (text: string) => text.slice(0, longestText);

const deriveKey = promisify<string, string, number, Buffer>(scrypt);

const derive = (token: string, principal: string) => deriveKey(token, `alloy-mcp session ${principal}`, 32);
