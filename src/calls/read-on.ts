/**
 * Reading on in an answer that was cut, by the tool that gave it: `fields` is the address of the kept answer, as the
 * notice showed it. Nothing is sent to Alloy, so nobody is asked, a dry run reads as well, and the audit trail, which
 * has a line for each request, has none. What was kept has been through the shield, and belongs to its principal.
 */

import type { Environment } from '../alloy/base-url.ts';
import { CallError, hints } from '../base/errors.ts';
import { readMembers } from '../base/values.ts';
import type { Tool } from '../registry/tool.ts';
import { type AnswerStore, isAnswerUri, parseAnswerUri } from '../results/answer-store.ts';
import { formatReadOnCall } from '../results/read-on-call.ts';
import { resultWeight, type Shaper } from '../results/shape.ts';
import type { CallContext } from './call-context.ts';
import type { Protection } from './presenter.ts';
import { formatError, formatSuccess, type ToolResult } from './result.ts';

export interface ReadOnOptions {
  readonly store: AnswerStore;
  readonly shaper: Shaper;
  readonly maxChars: number;
  readonly environment: Environment;
  readonly protection: Pick<Protection, 'hideOpened'>;
  /** The tool that shows what a write did. */
  readonly findReader: (tool: Tool) => string | undefined;
}

/** Undefined for every call that does not name a kept answer. */
export type ReadOn = (tool: Tool, input: unknown, context: CallContext) => Promise<ToolResult> | undefined;

export function createReadOn(options: ReadOnOptions): ReadOn {
  const { store, shaper, environment, protection } = options;
  const weight = resultWeight(options.maxChars);

  async function readPart(tool: Tool, uri: string, { principal, via }: CallContext): Promise<ToolResult> {
    const { text, part, parts, next } = await store.readPart(uri, principal, { weight, isQuoted: true });
    const place = `Part ${part} of ${parts} of the kept answer, as text: the parts one after the other are its JSON.`;
    const notice = next === undefined ? place : `${place} Next: ${formatReadOnCall(tool, next, via)}`;
    const [shown] = protection.hideOpened([text] as const, principal);
    return formatSuccess({ result: shown, environment, notice });
  }

  async function readFields(
    tool: Tool,
    uri: string,
    fields: string,
    { principal, via }: CallContext,
  ): Promise<ToolResult> {
    (await import('../results/fields.ts')).parseFields(fields);
    const whole: unknown = JSON.parse(await store.readWhole(uri, principal));
    const keptAt = uri.slice(0, uri.indexOf('?'));
    const shaped = await shaper.shape({
      tool,
      via,
      fields,
      includeRawResponses: true,
      result: whole,
      principal,
      keptAt,
    });
    const { result, text, left_out, more_left_out, notices } = shaped;
    const envelope = {
      result,
      environment,
      ...(notices.length === 0 ? {} : { notice: notices.join(' ') }),
      ...(left_out === undefined ? {} : { left_out }),
      ...(more_left_out === undefined ? {} : { more_left_out }),
    };
    const shown = protection.hideOpened(envelope, principal);
    return formatSuccess(shown, [], shown === envelope ? text : undefined);
  }

  /** What is gone cannot be had by the same call: a read brings it anew, a write must not. */
  function advise(tool: Tool, fields: string | undefined): string {
    if (tool.effect === 'read') {
      const path = fields ?? 'the path of the part you need';
      return `Call ${tool.name} again with the arguments it had before, and as fields ${path}.`;
    }
    const reader = options.findReader(tool);
    return `Do not repeat ${tool.name}. Read the record with the tool that shows it${reader === undefined ? '' : `: ${reader}`}.`;
  }

  async function read(tool: Tool, uri: string, context: CallContext): Promise<ToolResult> {
    const { fields } = parseAnswerUri(uri);
    try {
      return fields === undefined
        ? await readPart(tool, uri, context)
        : await readFields(tool, uri, fields, context);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const hint = error.kind === 'unknown_object' ? advise(tool, fields) : hints[error.kind];
      return formatError(error, protection.hideOpened(hint, context.principal), environment);
    }
  }

  return (tool, input, context) => {
    const { fields } = readMembers(input);
    if (typeof fields !== 'string' || tool.answer === 'file') return undefined;
    const given = fields.replaceAll('\\/', '/');
    if (!namesAnswer.test(given)) return undefined;
    const uri = unquote(given);
    return isAnswerUri(uri) ? read(tool, uri, context) : Promise.resolve(refuse(context));
  };

  /** An expression that holds an address would be carried out: a write a second time. */
  function refuse({ principal }: CallContext): ToolResult {
    const message =
      'fields names a kept answer in a form that is not read; give the address alone, as the notice showed it: alloy://answers/ID?part=N, or alloy://answers/ID?fields=EXPRESSION';
    const hint = protection.hideOpened(hints.invalid_arguments, principal);
    return formatError(new CallError('invalid_arguments', message), hint, environment);
  }
}

const namesAnswer = /alloy:\/\/answers/i;
/** As models write them around a text. */
const around = /[\s"'`<>()]/;

function unquote(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && around.test(text.charAt(start))) start += 1;
  while (end > start && around.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
