/**
 * Bearer tokens of the embedded Alloy: signed JSON web tokens, so that none has to be kept and a stranger's is refused.
 * Source: https://developer.alloy.com/public/reference/post_oauth-bearer-2
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

export interface IssuedBearer {
  readonly bearerToken: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export type BearerReading =
  | { readonly state: 'valid' | 'expired'; readonly keyToken: string; readonly expires: number }
  | { readonly state: 'invalid' };

export interface BearerTokens {
  readonly lifetimeSeconds: number;
  /** `keyToken` names the API key or the workflow that asked for the token. */
  issue(keyToken: string): IssuedBearer;
  read(bearerToken: string): BearerReading;
}

const bearerLifetimeSeconds = 3600;

const claimsSchema = z.object({ sub: z.string(), exp: z.number(), jti: z.string() });

export function createBearerTokens(
  now: () => number,
  newIdentifier: () => string,
  signingKey: string,
  lifetimeSeconds: number = bearerLifetimeSeconds,
): BearerTokens {
  const sign = (content: string) => createHmac('sha256', signingKey).update(content).digest();

  return {
    lifetimeSeconds,
    issue(keyToken) {
      const issuedAt = Math.floor(now() / 1000);
      const exp = issuedAt + lifetimeSeconds;
      const header = encode({ alg: 'HS256', typ: 'JWT' });
      const claims = encode({ sub: keyToken, iat: issuedAt, exp, jti: newIdentifier() });
      const content = `${header}.${claims}`;
      return { bearerToken: `${content}.${sign(content).toString('base64url')}`, expires: exp * 1000 };
    },

    read(bearerToken) {
      const [header, claims, signature, ...rest] = bearerToken.split('.');
      if (header === undefined || claims === undefined || signature === undefined || rest.length > 0)
        return { state: 'invalid' };
      const given = Buffer.from(signature, 'base64url');
      const due = sign(`${header}.${claims}`);
      if (given.length !== due.length || !timingSafeEqual(given, due)) return { state: 'invalid' };
      const { sub, exp } = claimsSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
      const expires = exp * 1000;
      return { state: now() < expires ? 'valid' : 'expired', keyToken: sub, expires };
    },
  };
}

function encode(content: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
