/**
 * People in control: effects decide and destroy wait for a person's word where the client can ask for it. The state
 * that travels with the question is signed and bound to the tool, the arguments and the principal; it ends after ten
 * minutes and works once. Key and open questions are kept in the server's state: where that is this process's memory, a
 * state that another process gave is refused, and behind a load balancer calls of one client have to reach one process.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Environment } from '../alloy/base-url.ts';
import { CallError } from '../base/errors.ts';
import { buildCanonicalJson } from '../base/values.ts';
import { matchCharacters, unreadable } from '../base/visible-text.ts';
import type { Arguments, Tool } from '../registry/tool.ts';
import type { State } from '../state/state.ts';
import { type CallContext, ConfirmationRequired, questionLifeMs } from './call-context.ts';

export type ConfirmPolicy = 'off' | 'when-supported' | 'always';

/** How it came that a call may be carried out; goes into the audit trail. */
export type Confirmed = 'not_needed' | 'off' | 'unsupported' | 'confirmed';

export interface Confirmation {
  /** Returns when the call may be carried out; throws a ConfirmationRequired, or a CallError when it may not. */
  require(tool: Tool, args: Arguments, context: CallContext): Confirmed | Promise<Confirmed>;
}

export interface ConfirmationOptions {
  readonly policy: ConfirmPolicy;
  readonly state: State;
  /** What is asked: plain words, arguments with personal data masked. */
  readonly describe: (tool: Tool, args: Arguments, principal: string) => string;
  readonly now?: () => number;
}

/** More than one principal leaves open; its oldest are forgotten, and with them their right to be confirmed. */
export const maxOpenQuestions = 1000;

export function createConfirmation(options: ConfirmationOptions): Confirmation {
  const { policy, state, describe, now = Date.now } = options;
  /** Ids of questions that are still to be answered. */
  const questions = state.shelf('questions', { lifeMs: questionLifeMs, mostItems: maxOpenQuestions });

  const sign = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('base64url');

  function digest(key: Uint8Array, tool: Tool, args: Arguments, principal: string): string {
    // Keyed: a plain hash of what somebody typed can be tried out.
    return sign(key, buildCanonicalJson([tool.name, args, principal]));
  }

  async function issue(key: Uint8Array, bound: string, principal: string): Promise<string> {
    const id = randomBytes(16).toString('base64url');
    await questions.put(principal, [{ id, text: '' }]);
    // In base 36, since nine digits in a row are taken for an SSN by whoever searches for one.
    const body = `${id}.${(now() + questionLifeMs).toString(36)}.${bound}`;
    return `${body}.${sign(key, body)}`;
  }

  /** Why the state is none for this call; undefined when it is, which uses it up. */
  async function useUp(
    key: Uint8Array,
    given: string | undefined,
    bound: string,
    principal: string,
  ): Promise<string | undefined> {
    const [id = '', endsAt = '', about = '', signature = '', ...rest] = (given ?? '').split('.');
    const expected = Buffer.from(sign(key, `${id}.${endsAt}.${about}`));
    const signed = Buffer.from(signature);
    const genuine =
      rest.length === 0 && signed.length === expected.length && timingSafeEqual(signed, expected);
    if (!genuine) return 'its state is not one that this server gave';
    if (about !== bound) return 'it was given for another call: other tool, arguments or caller';
    const wasOpen = (await questions.take(principal, id)) !== undefined;
    if (Number.parseInt(endsAt, 36) <= now()) return 'it came too late; questions stay open for ten minutes';
    return wasOpen ? undefined : 'it has been used already, or too many were asked since';
  }

  async function ask(tool: Tool, args: Arguments, context: CallContext): Promise<Confirmed> {
    const { principal, reply, canAsk } = context;
    const key = await state.secret('confirmation');
    const bound = digest(key, tool, args, principal);
    if (reply !== undefined) {
      const fault = await useUp(key, reply.state, bound, principal);
      if (fault !== undefined) throw refuse(`The confirmation is refused: ${fault}`);
      if (reply.action === 'accept' && reply.agreed) return 'confirmed';
      throw refuse(
        reply.action === 'cancel'
          ? 'The question was closed without an answer'
          : 'A person said no to this call',
      );
    }
    if (canAsk)
      throw new ConfirmationRequired(describe(tool, args, principal), await issue(key, bound, principal));
    if (policy === 'when-supported') return 'unsupported';
    throw refuse(
      'This server carries this tool out only after a person has confirmed it, and the client cannot ask anybody (no elicitation)',
    );
  }

  return {
    require(tool, args, context) {
      if (tool.effect !== 'decide' && tool.effect !== 'destroy') return 'not_needed';
      return policy === 'off' ? 'off' : ask(tool, args, context);
    },
  };
}

const refuse = (message: string) => new CallError('confirmation', message);

// A call -> what a person is asked before it is carried out: plain words, the environment, the arguments. Pure.

/** More would not be read. What is cut is said, and every argument is named, so that none hides behind another. */
const maxValues = 1500;
const leastForValue = 200;
const maxArguments = 40;

const consequences = {
  decide: "This changes a compliance decision or somebody's access.",
  destroy: 'This loses data that cannot be brought back.',
} as const;

const places: Readonly<Record<Environment, string>> = {
  embedded: 'the embedded Alloy (a demonstration; nothing real changes)',
  sandbox: "Alloy's sandbox (test data)",
  production: 'PRODUCTION (real persons and companies)',
};

/** `args` are shown as they are: whoever calls has masked personal data in them. */
export function describeCall(tool: Tool, args: Arguments, environment: Environment): string {
  const consequence = tool.effect === 'destroy' ? consequences.destroy : consequences.decide;
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const room = Math.max(leastForValue, Math.floor(maxValues / Math.max(1, given.length)));
  const listed = given
    .slice(0, maxArguments)
    .map(([name, value]) => `- ${escapeHidden(name)}: ${formatValue(value, room)}`);
  const left = given.length - listed.length;
  return [
    `${tool.title} (${tool.name}) in ${places[environment]}?`,
    `${readFirstSentence(tool.description)} ${consequence}`,
    ...listed,
    ...(left > 0 ? [`[${left} more arguments]`] : []),
  ].join('\n');
}

/** Of our own text, which is written for a model; what it says further is of no use in a question. */
function readFirstSentence(description: string): string {
  return /^.*?[.:;](?=\s|$)/s.exec(description)?.[0].replace(/[:;]$/, '.') ?? description;
}

/** One line each, so that no value can pass for another argument. */
function formatValue(value: unknown, room: number): string {
  const text = escapeHidden(JSON.stringify(value));
  if (text.length <= room) return text;
  // Not in the middle of a character.
  const shown = text.slice(0, room).replace(/[\ud800-\udbff]$/, '');
  return `${shown} [${text.length - shown.length} more characters]`;
}

/** Every class there is: what a person reads has to be what is sent, and a code hides nothing. */
const hidden = matchCharacters([...unreadable, 'otherSpace'], 'all');

function escapeHidden(text: string): string {
  return text.replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
