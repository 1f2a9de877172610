/**
 * POST /oauth/bearer and /oauth/validate. Their errors are the bare `error` member, without the envelope that the
 * other operations put around it. Source: https://developer.alloy.com/public/reference/post_oauth-bearer-2
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { findWorkflow } from '../account.ts';
import { AlloyError, headerError, requiredError, unauthorized } from '../errors.ts';
import type { Json } from '../values.ts';
import type { BearerTokens } from './authentication.ts';
import { findCaller, type KeyRing, parseBasic } from './authentication.ts';
import { parseBody } from './body.ts';
import type { Env } from './env.ts';

const pairMember = z.string().regex(/^[A-Za-z0-9]{32}$/);
const bearerBody = z.strictObject({
  grant_type: z.literal('client_credentials').optional(),
  application_token: pairMember.optional(),
  application_secret: pairMember.optional(),
});
const validateBody = z.strictObject({
  bearer_token: z.string().regex(/^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]*$/),
});

export function registerOauthRoutes(app: Hono<Env>, ring: KeyRing, bearerTokens: BearerTokens): void {
  app.post('/oauth/bearer', (context) =>
    answerBare(context, async () => {
      const authorization = context.req.header('authorization');
      const body = await parseBody(context, bearerBody);
      const { application_token: token, application_secret: secret } = body;
      // With the pair in the body the answer keeps the older form, whatever the header says (clients that send both
      // are known to read bearer_token).
      if (token !== undefined || secret !== undefined) {
        if (token === undefined) throw requiredError('application_token');
        if (secret === undefined) throw requiredError('application_secret');
        const caller = findCaller(ring, { token, secret });
        if (caller === undefined) throw pairRefused();
        const { bearerToken, expires } = bearerTokens.issue(caller.token);
        return { bearer_token: bearerToken, expires };
      }
      const given = parseBasic(authorization);
      if (given === undefined)
        throw headerError(
          'A Basic Authorization header, or application_token and application_secret, is needed',
        );
      const caller = findCaller(ring, given);
      if (caller === undefined) throw pairRefused();
      const { bearerToken } = bearerTokens.issue(caller.token);
      return { access_token: bearerToken, token_type: 'bearer', expires_in: bearerTokens.lifetimeSeconds };
    }),
  );

  app.post('/oauth/validate', (context) =>
    answerBare(context, async () => {
      const { bearer_token: bearerToken } = await parseBody(context, validateBody);
      const reading = bearerTokens.read(bearerToken);
      if (reading.state !== 'valid') throw unauthorized('The bearer token is invalid or has expired');
      const workflow = findWorkflow(ring, reading.keyToken);
      return {
        valid: true,
        application_active: workflow?.active ?? reading.keyToken === ring.credentials.token,
        expires: reading.expires,
      };
    }),
  );
}

async function answerBare(context: Context<Env>, work: () => Promise<Json>): Promise<Response> {
  try {
    return context.json(await work());
  } catch (error) {
    if (!(error instanceof AlloyError)) throw error;
    return buildBareError(error);
  }
}

export function buildBareError({ status, minorCode, type, message, details, headers }: AlloyError): Response {
  return Response.json({ error: { minor_code: minorCode, type, message, details } }, { status, headers });
}

function pairRefused(): AlloyError {
  return unauthorized('The token and secret are not accepted, or their application is disabled');
}
