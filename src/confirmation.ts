/**
 * People in control: effects decide and destroy wait for a person's word where the client can ask for it. The state
 * that travels with the question is signed and bound to the tool, the arguments and the principal; it ends after ten
 * minutes and works once. The key is this process's own, so that a state that another process gave is refused: behind
 * a load balancer, calls of one client have to reach one process.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CallContext, Question, questionLifeMs } from './call-context.ts';
import { buildCanonicalJson } from './canonical-json.ts';
import { CallError } from './errors.ts';
import type { Arguments, Tool } from './tool.ts';

export type ConfirmPolicy = 'off' | 'when-supported' | 'always';

/** How it came that a call may be carried out; goes into the audit trail. */
export type Confirmed = 'not_needed' | 'off' | 'unsupported' | 'confirmed';

export interface Confirmation {
  /** Returns when the call may be carried out; throws a Question, or a CallError when it may not. */
  require(tool: Tool, args: Arguments, context: CallContext): Confirmed;
}

export interface ConfirmationOptions {
  readonly policy: ConfirmPolicy;
  /** What is asked: plain words, arguments with personal data masked. */
  readonly describe: (tool: Tool, args: Arguments, principal: string) => string;
  readonly now?: () => number;
}

/** More than one principal leaves open; its oldest are forgotten, and with them their right to be confirmed. */
export const maxOpenQuestions = 1000;

export function createConfirmation({ policy, describe, now = Date.now }: ConfirmationOptions): Confirmation {
  const key = randomBytes(32);
  /** Of each principal, the ids of questions that are still to be answered, with the time they end. */
  const questions = new Map<string, Map<string, number>>();

  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');

  function digest(tool: Tool, args: Arguments, principal: string): string {
    // Keyed: the arguments are opened, and a plain hash of an SSN can be tried out.
    return sign(buildCanonicalJson([tool.name, args, principal]));
  }

  function issue(bound: string, principal: string): string {
    const open = questions.get(principal) ?? new Map<string, number>();
    questions.set(principal, open);
    for (const [id, endsAt] of open) {
      if (endsAt > now() && open.size < maxOpenQuestions) break;
      open.delete(id);
    }
    const id = randomBytes(16).toString('base64url');
    const endsAt = now() + questionLifeMs;
    open.set(id, endsAt);
    // In base 36, since nine digits in a row are taken for an SSN by whoever searches for one.
    const body = `${id}.${endsAt.toString(36)}.${bound}`;
    return `${body}.${sign(body)}`;
  }

  /** Why the state is none for this call; undefined when it is, which uses it up. */
  function useUp(state: string | undefined, bound: string, principal: string): string | undefined {
    const [id = '', endsAt = '', about = '', signature = '', ...rest] = (state ?? '').split('.');
    const expected = Buffer.from(sign(`${id}.${endsAt}.${about}`));
    const given = Buffer.from(signature);
    const genuine = rest.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
    if (!genuine) return 'its state is not one that this server gave';
    if (about !== bound) return 'it was given for another call: other tool, arguments or caller';
    const wasOpen = questions.get(principal)?.delete(id) ?? false;
    if (Number.parseInt(endsAt, 36) <= now()) return 'it came too late; questions stay open for ten minutes';
    return wasOpen ? undefined : 'it has been used already, or too many were asked since';
  }

  return {
    require(tool, args, context) {
      if (tool.effect !== 'decide' && tool.effect !== 'destroy') return 'not_needed';
      if (policy === 'off') return 'off';
      const { principal, reply, canAsk } = context;
      const bound = digest(tool, args, principal);
      if (reply !== undefined) {
        const fault = useUp(reply.state, bound, principal);
        if (fault !== undefined) throw refuse(`The confirmation is refused: ${fault}`);
        if (reply.action === 'accept' && reply.agreed) return 'confirmed';
        throw refuse(
          reply.action === 'cancel'
            ? 'The question was closed without an answer'
            : 'A person said no to this call',
        );
      }
      if (canAsk) throw new Question(describe(tool, args, principal), issue(bound, principal));
      if (policy === 'when-supported') return 'unsupported';
      throw refuse(
        'This server carries this tool out only after a person has confirmed it, and the client cannot ask anybody (no elicitation)',
      );
    },
  };
}

const refuse = (message: string) => new CallError('confirmation', message);
