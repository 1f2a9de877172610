/**
 * What Alloy answered -> what a model gets of it: invisible characters out, personal data protected, next steps and
 * cursor added, shaped to fit. In this order: what hides in a text must not hide from the shield, and nothing that
 * `fields` may rename is unprotected.
 */
import type { Shaper } from './answers/shape.ts';
import type { CallContext } from './call-context.ts';
import type { Environment } from './config.ts';
import { buildNextCursor } from './cursor.ts';
import { describeRequest } from './describe-request.ts';
import { CallError } from './errors.ts';
import { buildNextSteps, type NextStepRule } from './next-steps.ts';
import type { AlloyRequest } from './request.ts';
import { buildNotice, formatError, formatSuccess, type ToolResult } from './result.ts';
import type { Arguments, Tool } from './tool.ts';
import { stripInvisible, stripInvisibleIn } from './visible-text.ts';

/** Personal data out of what a model sees; see docs/personal-data.md. */
export interface Protection {
  protect(value: unknown, principal: string): unknown;
  protectText(text: string, principal: string): string;
}

export interface PresenterOptions {
  readonly environment: Environment;
  readonly shaper: Shaper;
  readonly nextStepRules: readonly NextStepRule[];
  readonly protection?: Protection;
}

export interface Presentation {
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
  readonly context: CallContext;
}

export interface Presenter {
  present(presentation: Presentation): Promise<ToolResult>;
  /** For dry runs: the request in place of an answer. */
  presentRequest(request: AlloyRequest, baseUrl: string, context: CallContext): ToolResult;
  presentError(error: CallError, hint: string, context: CallContext): ToolResult;
}

export function createPresenter(options: PresenterOptions): Presenter {
  const { environment, shaper, nextStepRules, protection } = options;
  const protect = (value: unknown, { principal }: CallContext) =>
    protection === undefined ? value : protection.protect(value, principal);

  return {
    async present({ tool, args, result, status, shownBy, notices, mayHoldInvisible, context }) {
      const clean = mayHoldInvisible ? stripInvisibleIn(result) : result;
      const steps = buildNextSteps({
        rules: nextStepRules,
        ...shownBy,
        result: clean,
        status,
        isVisible: context.isVisible ?? (() => true),
      });
      const cursor = buildNextCursor(tool, args, clean);
      const { fields, include_raw_responses: raw } = args;
      const shaped = await shaper.shape({
        tool,
        ...(typeof fields === 'string' ? { fields } : {}),
        includeRawResponses: raw === true,
        result: protect(clean, context),
        principal: context.principal,
      });
      const notice = [buildNotice(status, clean), ...notices, ...shaped.notices].filter(Boolean).join(' ');
      return formatSuccess(
        {
          result: shaped.result,
          ...(cursor === undefined ? {} : { next_cursor: cursor }),
          status,
          environment,
          ...(notice === '' ? {} : { notice }),
          ...(shaped.left_out === undefined ? {} : { left_out: shaped.left_out }),
          ...(shaped.more_left_out === undefined ? {} : { more_left_out: shaped.more_left_out }),
          ...(steps.length === 0 ? {} : { next_steps: asList(protect(steps, context)) }),
        },
        shaped.link === undefined ? [] : [shaped.link],
        shaped.text,
      );
    },
    presentRequest(request, baseUrl, context) {
      return formatSuccess({
        result: protect(describeRequest(request, baseUrl), context),
        environment,
        notice: 'Dry run: nothing was sent. result is the request that would be sent.',
      });
    },
    presentError(error, hint, context) {
      const message = stripInvisible(error.message);
      const shown = new CallError(
        error.kind,
        protection === undefined ? message : protection.protectText(message, context.principal),
        { ...error.details, details: protect(stripInvisibleIn(error.details.details), context) },
      );
      return formatError(shown, hint, environment);
    },
  };
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
