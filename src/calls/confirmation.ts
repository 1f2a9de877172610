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
import { needsConfirmation } from '../registry/surface.ts';
import type { Arguments, Tool } from '../registry/tool.ts';
import type { State } from '../state/state.ts';
import { type Approver, type CallContext, ConfirmationRequired, questionLifeMs } from './call-context.ts';

/** Whom to ask: nobody, the client where it can, the client or else the approver, the approver always. */
export type ConfirmPolicy = 'off' | 'when-supported' | 'always' | 'page';

/** How it came that a call may be carried out, or may not; goes into the audit trail. */
export type Confirmed =
  | 'not_needed'
  | 'off'
  | 'unsupported'
  | 'confirmed'
  | 'declined_at_client'
  | 'closed_at_client'
  | 'confirmed_on_page'
  | 'declined_on_page'
  | 'unanswered_on_page'
  | 'waiting_on_page';

export interface Verdict {
  readonly how: Confirmed;
  /** Why it may not. */
  readonly refusal?: CallError;
}

export interface Confirmation {
  /** Throws a ConfirmationRequired where the client has to ask, a CallError where nobody can, or what came back is none. */
  require(tool: Tool, args: Arguments, context: CallContext): Verdict | Promise<Verdict>;
}

export interface ConfirmationOptions {
  readonly policy: ConfirmPolicy;
  readonly state: State;
  /** What is asked: plain words, arguments with personal data masked. */
  readonly describe: (tool: Tool, args: Arguments, principal: string) => string;
  /** Asks where the client cannot; without it such calls are refused when somebody has to be asked. */
  readonly approver?: Approver | undefined;
  readonly now?: () => number;
}

/** More than one principal leaves open; its oldest are forgotten, and with them their right to be confirmed. */
export const maxOpenQuestions = 1000;

export function createConfirmation(options: ConfirmationOptions): Confirmation {
  const { policy, state, describe, approver, now = Date.now } = options;
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

  async function ask(tool: Tool, args: Arguments, context: CallContext): Promise<Verdict> {
    const { principal, reply, canAsk } = context;
    const key = await state.secret('confirmation');
    const bound = digest(key, tool, args, principal);
    if (reply !== undefined) {
      const fault = await useUp(key, reply.state, bound, principal);
      if (fault !== undefined) throw refuse(`The confirmation is refused: ${fault}`);
      if (reply.action === 'accept' && reply.agreed) return { how: 'confirmed' };
      return reply.action === 'cancel' ? closed : declined;
    }
    const asksPage = policy === 'page' || (policy === 'always' && !canAsk);
    if (asksPage) return askPast(describe(tool, args, principal), bound, context);
    if (canAsk)
      throw new ConfirmationRequired(describe(tool, args, principal), await issue(key, bound, principal));
    return { how: 'unsupported' };
  }

  /** Of a person whom the client does not reach. */
  async function askPast(text: string, id: string, { signal, report }: CallContext): Promise<Verdict> {
    if (approver === undefined) {
      throw refuse(
        'This server carries this tool out only after a person has confirmed it, and the client cannot ask anybody (no elicitation). A client that can ask may call it; a person may decide it in the dashboard of Alloy',
      );
    }
    const answer = await approver.ask({ id, text, signal, report });
    if (answer === 'too_many')
      throw refuse('Too many questions wait for a person on their pages; have those answered first');
    return answer === 'yes' ? { how: 'confirmed_on_page' } : pageRefusals[answer];
  }

  return {
    require(tool, args, context) {
      if (!needsConfirmation(tool.effect)) return notNeeded;
      return policy === 'off' ? { how: 'off' } : ask(tool, args, context);
    },
  };
}

const refuse = (message: string) => new CallError('confirmation', message);

const notNeeded: Verdict = { how: 'not_needed' };
/** Some clients answer by themselves, so that nobody may have been asked. */
const declined: Verdict = {
  how: 'declined_at_client',
  refusal: refuse(
    'This call was declined at the client: by a person, or by the client without asking anybody',
  ),
};
const closed: Verdict = {
  how: 'closed_at_client',
  refusal: refuse(
    'The question was closed at the client without an answer: by a person, or by the client without asking anybody',
  ),
};
const pageRefusals: Readonly<Record<'no' | 'waiting' | 'unanswered', Verdict>> = {
  no: { how: 'declined_on_page', refusal: refuse('Declined by a person, on the page that asked') },
  unanswered: {
    how: 'unanswered_on_page',
    refusal: refuse('The page that asked a person was not answered in time, or was withdrawn'),
  },
  waiting: {
    how: 'waiting_on_page',
    refusal: new CallError(
      'waiting',
      'A person is asked on a page, in the browser of whoever runs this server, and has not answered yet',
    ),
  },
};

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
