/**
 * What Alloy answered -> what a model gets of it: invisible characters out, personal data protected, next steps and
 * cursor added, shaped to fit. In this order: what hides in a text must not hide from the shield, and nothing that
 * `fields` may rename is unprotected.
 */

import type { Environment } from '../alloy/base-url.ts';
import type { AlloyRequest } from '../alloy/client.ts';
import { CallError } from '../base/errors.ts';
import { readMembers } from '../base/values.ts';
import { stripInvisible, stripInvisibleIn } from '../base/visible-text.ts';
import type { NextStepRule } from '../registry/next-step-rule.ts';
import type { Arguments, Tool } from '../registry/tool.ts';
import type { Shaper } from '../results/shape.ts';
import type { Shield } from '../shield/shield.ts';
import type { CallContext } from './call-context.ts';
import { readPage } from './cursor.ts';
import { describeRequest } from './describe-request.ts';
import {
  buildDocumentContent,
  buildDocumentFacts,
  buildDocumentNotice,
  buildDocumentUri,
} from './document.ts';
import { buildNextSteps } from './next-steps.ts';
import {
  buildNotice,
  type ContentBlock,
  formatError,
  formatSuccess,
  type SuccessEnvelope,
  type ToolResult,
} from './result.ts';

/** Personal data out of what a model sees; see docs/personal-data.md. */
export type Protection = Pick<Shield, 'protect' | 'protectInSlices' | 'hideOpened'>;

export interface PresenterOptions {
  readonly environment: Environment;
  readonly shaper: Shaper;
  readonly nextStepRules: readonly NextStepRule[];
  readonly protection: Protection;
  /** Of what cursors say of pages. */
  readonly pageKey: Uint8Array;
}

interface Presentation {
  readonly tool: Tool;
  /** As they were checked, stand-ins opened. */
  readonly args: Arguments;
  readonly result: unknown;
  readonly status: number;
  /** The call that Alloy gave this answer to: a poll, after waiting. What comes next follows from it. */
  readonly shownBy: { readonly tool: Tool; readonly args: Arguments };
  /** What happened on the way, in sentences. */
  readonly notices: readonly string[];
  /** Whether the answer's texts have to be looked through for invisible characters. */
  readonly mayHoldInvisible: boolean;
  /** Of the answer as it came. */
  readonly bytes: number;
  readonly context: CallContext;
}

/** A file that Alloy answered with. */
interface FilePresentation {
  readonly args: Arguments;
  readonly body: Uint8Array;
  readonly status: number;
  /** Where it was saved, when that was asked for. */
  readonly saved: string | undefined;
  readonly context: CallContext;
}

/** How the end of a call is shown to whoever made it. */
export interface Presenter<Shown> {
  present(presentation: Presentation): Promise<Shown>;
  presentFile(presentation: FilePresentation): Shown;
  /** For dry runs: the request in place of an answer. */
  presentRequest(
    request: AlloyRequest,
    baseUrl: string,
    context: CallContext,
    args: Arguments,
  ): Promise<Shown>;
  /** `error` is protected already. */
  presentError(error: CallError, hint: string, context: CallContext): Shown;
  /** The error as it may be shown, logged and recorded. */
  protectError(error: CallError, context: CallContext, args: Arguments): Promise<CallError>;
}

/** What a model gets to see of Alloy's details; longer ones repeat the request. */
const maxDetails = 4000;
/** Of a message: our own refusals stay below, and Alloy may repeat an address of any length. */
const maxMessage = 16_000;
const maxToken = 128;
/** What takes longer than a moment to be looked through. */
const longBytes = 100_000;
const withheldNotice =
  'Withheld: the answer is too long to be looked through for personal data, so of what follows only tokens are shown. Ask for smaller pages or single records.';

/** As the result of a tool. */
export function createPresenter(options: PresenterOptions): Presenter<ToolResult> {
  const { environment, shaper, nextStepRules, protection, pageKey } = options;
  const protect = async (
    value: unknown,
    { principal }: CallContext,
    args: Arguments = {},
    onWithheld?: () => void,
    isLong = true,
  ) => {
    // Files are no place for values to look for.
    const sent = args['content_base64'] === undefined ? args : { ...args, content_base64: undefined };
    return isLong
      ? protection.protectInSlices(value, principal, sent, onWithheld)
      : protection.protect(value, principal, sent, onWithheld);
  };

  return {
    async protectError({ kind, message, details }, context, args) {
      const { example, errorToken, minorCode } = details;
      // But for pieces of an expression.
      const isOwn = kind === 'invalid_arguments' && !message.startsWith('fields');
      // All in one: what a detail names as an SSN may stand in the message without a word of it.
      const whole = await protect(
        {
          // What is wrong with arguments is said in our own words, which a search would take for values of fields.
          ...(isOwn ? {} : { message: stripInvisible(message) }),
          details: stripInvisibleIn(details.details),
          text: stripInvisible(errorToken ?? ''),
          ...(minorCode === undefined ? {} : { minor: String(minorCode) }),
        },
        context,
        args,
      );
      const shown = readMembers(protection.hideOpened(whole, context.principal, args));
      const said = isOwn
        ? rename(protection.hideOpened(stripInvisible(message), context.principal), context)
        : shown['message'];
      const told = cut(String(said), maxMessage);
      const { errorToken: _token, minorCode: _code, example: _example, ...rest } = details;
      return new CallError(kind, example === undefined ? told : `${told}. Example: ${example}`, {
        ...rest,
        details: cutDetails(shown['details']),
        ...(errorToken === undefined ? {} : { errorToken: cut(String(shown['text']), maxToken) }),
        // A code that has to be hidden is none.
        ...(minorCode !== undefined && shown['minor'] === String(minorCode) ? { minorCode } : {}),
      });
    },
    async present({ tool, args, result, status, shownBy, notices, mayHoldInvisible, bytes, context }) {
      const clean = mayHoldInvisible ? stripInvisibleIn(result) : result;
      const steps = buildNextSteps({
        rules: nextStepRules,
        tool: shownBy.tool,
        args: shownBy.args,
        result: clean,
        status,
        isVisible: context.isVisible ?? (() => true),
      }).map((step) => ({ ...step, tool: rename(step.tool, context) }));
      const page = readPage(tool, args, clean, pageKey);
      // Together: a value that one of them names may stand in the other without its name.
      let isWithheld = false;
      const [shown, shownSteps] = asList(
        await protect(
          [clean, steps],
          context,
          args,
          () => {
            isWithheld = true;
          },
          bytes > longBytes,
        ),
      );
      const { fields, include_raw_responses: raw } = args;
      const shaped = await shaper.shape({
        tool,
        via: context.via,
        ...(typeof fields === 'string' ? { fields } : {}),
        includeRawResponses: raw === true,
        result: shown,
        principal: context.principal,
      });
      const notice = [
        buildNotice(status, clean),
        ...notices,
        page.notice,
        isWithheld ? withheldNotice : '',
        ...shaped.notices,
      ]
        .filter(Boolean)
        .join(' ');
      return show(
        {
          result: shaped.result,
          ...(page.cursor === undefined ? {} : { next_cursor: page.cursor }),
          status,
          environment,
          ...(notice === '' ? {} : { notice: rename(notice, context) }),
          ...(shaped.left_out === undefined ? {} : { left_out: shaped.left_out }),
          ...(shaped.more_left_out === undefined ? {} : { more_left_out: shaped.more_left_out }),
          ...(steps.length === 0 ? {} : { next_steps: asList(shownSteps) }),
        },
        context,
        args,
        shaped.link === undefined ? [] : [shaped.link],
        shaped.text,
      );
    },
    presentFile({ args, body, status, saved, context }) {
      const facts = buildDocumentFacts(
        buildDocumentUri(String(args['entity_token']), String(args['id'])),
        body,
      );
      const result = saved === undefined ? facts : { ...facts, saved_as: saved };
      const [shown, name] = protection.hideOpened([result, String(args['id'])] as const, context.principal);
      const notice = buildDocumentNotice(shown, body);
      return formatSuccess(
        { result: shown, status, environment, ...(notice === undefined ? {} : { notice }) },
        buildDocumentContent(shown, name, body),
      );
    },
    async presentRequest(request, baseUrl, context, args) {
      const { headers, ...described } = describeRequest(request, baseUrl);
      const { authorization, ...others } = headers;
      const shown = readMembers(await protect({ ...described, headers: others }, context, args));
      return show(
        {
          // Our own words, which look like a credential by their name.
          result: { ...shown, headers: { ...readMembers(shown['headers']), authorization } },
          environment,
          notice: 'Dry run: nothing was sent. result is the request that would be sent.',
        },
        context,
        args,
      );
    },
    presentError(error, hint, context) {
      const told = rename(protection.hideOpened(hint, context.principal), context);
      return formatError(error, told, environment);
    },
  };

  /** The last step of every answer. */
  function show(
    envelope: SuccessEnvelope,
    { principal }: CallContext,
    args: Arguments,
    more: readonly ContentBlock[] = [],
    resultText?: string,
  ): ToolResult {
    const [shown, blocks] = protection.hideOpened([envelope, more] as const, principal, args);
    return formatSuccess(shown, blocks, shown === envelope ? resultText : undefined);
  }
}

/** As the content of a resource: the bytes alone. What has no bytes is thrown. */
export function createFilePresenter({
  protectError,
}: Pick<Presenter<unknown>, 'protectError'>): Presenter<Uint8Array> {
  return {
    protectError,
    present: ({ tool }) => Promise.reject(new TypeError(`${tool.name} does not answer a file`)),
    presentFile: ({ body }) => body,
    async presentRequest(request, baseUrl) {
      const { method, url } = describeRequest(request, baseUrl);
      throw new CallError('dry_run', `Dry run: nothing was sent. It would be ${method} ${url}`);
    },
    presentError(error) {
      throw error;
    },
  };
}

/** Only now: a piece of JSON no longer tells what its values are. */
function cutDetails(details: unknown): unknown {
  if (details === undefined) return undefined;
  const text = JSON.stringify(details);
  return text.length <= maxDetails ? details : cut(text, maxDetails);
}

/** A model can call no tool by a name that its list does not have. */
const rename = (text: string, context: CallContext) => context.rename?.(text) ?? text;

const cut = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest)} [cut]`;

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
