/**
 * Who is calling: Basic with an API key's or a workflow's token and secret, or a bearer token.
 * Sources: https://developer.alloy.com/public/docs/authentication-guide and
 * https://developer.alloy.com/public/reference/post_oauth-bearer-2
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { findWorkflow, type RequestMode } from '../account.ts';
import { bearerExpired, unauthorized } from '../errors.ts';
import type { Workflow } from '../settings/workflows.ts';
import type { Json } from '../values.ts';
import type { Caller, Credentials, Env } from './env.ts';

export interface KeyRing {
  readonly credentials: Credentials;
  readonly workflows: readonly Workflow[];
}

export function createAuthentication(ring: KeyRing, bearerTokens: BearerTokens, sandbox: boolean) {
  return createMiddleware<Env>(async (context, next) => {
    const caller = readCaller(ring, bearerTokens, context.req.header('authorization'));
    const named = context.req.header('alloy-workflow-token');
    context.set('caller', caller);
    context.set('workflow', caller.kind === 'workflow' ? caller.workflow : findWorkflow(ring, named));
    context.set('mode', readMode(sandbox, context.req.header('alloy-sandbox')));
    await next();
  });
}

function readCaller(ring: KeyRing, bearerTokens: BearerTokens, authorization: string | undefined): Caller {
  if (authorization === undefined) throw unauthorized('An Authorization header is needed: Basic or Bearer');
  const bearerToken = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (bearerToken === undefined) {
    const given = parseBasic(authorization);
    const caller = given === undefined ? undefined : findCaller(ring, given);
    if (caller === undefined) throw unauthorized('The token and secret are not accepted');
    return caller;
  }
  const reading = bearerTokens.read(bearerToken);
  if (reading.state === 'expired') throw bearerExpired(bearerToken);
  const caller = reading.state === 'valid' ? findBearerCaller(ring, reading.keyToken) : undefined;
  if (caller === undefined) throw unauthorized('The bearer token is not accepted');
  return caller;
}

function findBearerCaller(ring: KeyRing, keyToken: string): Caller | undefined {
  if (keyToken === ring.credentials.token) return { kind: 'account', token: keyToken };
  const workflow = findWorkflow(ring, keyToken);
  return workflow?.active ? { kind: 'workflow', token: keyToken, workflow } : undefined;
}

/**
 * `alloy-sandbox: true` asks for sandbox mode where live mode is the rule; a sandbox host has no live mode to ask for.
 * Source: https://developer.alloy.com/public/docs/sandbox-vs-production
 */
function readMode(sandbox: boolean, header: string | undefined): RequestMode {
  return { sandbox: sandbox || header?.trim().toLowerCase() === 'true' };
}

/** The caller that a token and its secret stand for; undefined when they are not accepted. */
export function findCaller(ring: KeyRing, given: Credentials): Caller | undefined {
  const { credentials } = ring;
  if (given.token === credentials.token)
    return given.secret === credentials.secret ? { kind: 'account', token: given.token } : undefined;
  const workflow = findWorkflow(ring, given.token);
  if (!workflow?.active || workflow.secret !== given.secret) return undefined;
  return { kind: 'workflow', token: workflow.token, workflow };
}

/** The token and secret of a Basic header; undefined when there is no well-formed one. */
export function parseBasic(authorization: string | undefined): Credentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_-]+=*)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { token: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Signed JSON web tokens, so that none has to be kept and a stranger's is refused. */
export interface BearerTokens {
  readonly lifetimeSeconds: number;
  /** `keyToken` names the API key or the workflow that asked for the token. */
  issue(keyToken: string): IssuedBearer;
  read(bearerToken: string): BearerReading;
}

interface IssuedBearer {
  readonly bearerToken: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

type BearerReading =
  | { readonly state: 'valid' | 'expired'; readonly keyToken: string; readonly expires: number }
  | { readonly state: 'invalid' };

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

function encode(content: Json): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
