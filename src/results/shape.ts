/**
 * Makes an answer fit for a model: raw responses left out, `fields` chosen, the rest cut to the limit, and the whole
 * kept for reading in parts when something was cut. An answer that fits as it is costs one `JSON.stringify`, whose
 * text is handed on.
 *
 * The limit is set in characters. It is a weight of four for each token that the text can take at most (see weigh.ts),
 * so that 40,000 stay below 10,000 tokens whatever the answer holds: about 20,000 characters of ordinary JSON, fewer
 * of random tokens or of scripts other than Latin.
 */
import { CallError } from '../base/errors.ts';
import type { Tool } from '../registry/tool.ts';
import type { AnswerStore } from './answer-store.ts';
import type { LeftOut } from './fit.ts';
import { leaveOutRaw } from './raw-responses.ts';
import { formatReadOnCall } from './read-on-call.ts';
import { weigh } from './weigh.ts';

export interface ShaperOptions {
  readonly maxChars: number;
  readonly store: AnswerStore;
}

interface ShapeInput {
  readonly tool: Tool;
  /** The tool of discovery mode that it was called by. */
  readonly via?: string | undefined;
  readonly fields?: string;
  readonly includeRawResponses?: boolean;
  /** Parsed JSON, after the shield for personal data. */
  readonly result: unknown;
  readonly principal: string;
  /** Where the whole is kept already. */
  readonly keptAt?: string;
}

interface AnswerLink {
  readonly type: 'resource_link';
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
  readonly size: number;
}

export interface Shaped {
  readonly result: unknown;
  /** JSON of `result`. */
  readonly text: string;
  readonly left_out?: readonly LeftOut[];
  readonly more_left_out?: number;
  /** Sentences for the notice of the envelope. */
  readonly notices: readonly string[];
  readonly link?: AnswerLink;
}

export interface Shaper {
  shape(input: ShapeInput): Promise<Shaped>;
}

/** The rest of the envelope: status, environment, cursor, notices. */
const envelopeWeight = 2600;
const smallestLimit = 1000;

/** What the result itself may weigh. */
export const resultWeight = (maxChars: number): number => Math.max(smallestLimit, maxChars - envelopeWeight);

export function createShaper({ maxChars, store }: ShaperOptions): Shaper {
  const limit = resultWeight(maxChars);

  async function shape(input: ShapeInput): Promise<Shaped> {
    const { tool, fields, result } = input;
    const wantsRaw = input.includeRawResponses === true || fields?.includes('raw_responses') === true;
    const raw =
      wantsRaw || tool.rawResponses === undefined ? { value: result, omitted: 0 } : leaveOutRaw(result);
    const notices: string[] = [];
    const chosen = fields === undefined ? undefined : await choose(fields, raw.value, notices);
    const value = chosen === undefined ? raw.value : chosen.value;
    // Where fields choose from what is left, nobody misses what they did not ask for.
    if (raw.omitted > 0 && chosen === undefined) notices.push(formatRawNotice(tool));
    const text = stringify(value);
    if (text !== undefined && fits(text, limit)) return { result: value, text, notices };
    const { fitResult } = await import('./fit.ts');
    const fitted = fitResult(value, limit);
    const link =
      input.keptAt === undefined
        ? await keepWhole(input, fields === undefined && raw.omitted === 0 ? text : stringify(result))
        : undefined;
    notices.push(formatCutNotice(input, link?.uri ?? input.keptAt));
    const leftOut = fitted.left_out?.map((part) => ({
      ...part,
      path: chosen?.locate(part.path) ?? part.path,
    }));
    return {
      result: fitted.result,
      text: JSON.stringify(fitted.result),
      ...(leftOut === undefined ? {} : { left_out: leftOut }),
      ...(fitted.more_left_out === undefined ? {} : { more_left_out: fitted.more_left_out }),
      notices,
      ...(link === undefined ? {} : { link }),
    };
  }

  async function keepWhole(
    { tool, principal }: ShapeInput,
    json: string | undefined,
  ): Promise<AnswerLink | undefined> {
    const uri = json === undefined ? undefined : await store.keep(principal, json);
    if (uri === undefined || json === undefined) return undefined;
    return {
      type: 'resource_link',
      uri,
      name: `whole answer of ${tool.name}`,
      description:
        'The whole answer, in parts (?part=2) or the part that JMESPath chooses (?fields=). Kept for minutes.',
      mimeType: 'application/json',
      size: Buffer.byteLength(json),
    };
  }

  return { shape };
}

export function fits(text: string, limit: number): boolean {
  // No character weighs more than 12, none less than a third; the scan is for what lies between.
  return text.length * 12 <= limit || (text.length <= limit && weigh(text) <= limit);
}

/** A call that went through must not turn into an error here: without the choice it is still an answer. */
async function choose(fields: string, value: unknown, notices: string[]) {
  const { project } = await import('./project.ts');
  try {
    const projected = project(fields, value);
    if (projected.notice !== undefined) notices.push(`${projected.notice}.`);
    return projected;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    notices.push(`This is the answer without fields. ${error.message}.`);
    return undefined;
  }
}

/** undefined where the answer is nested too deep for it. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function formatRawNotice({ effect, rawResponses }: ShapeInput['tool']): string {
  const readBack = rawResponses?.readBack;
  const how =
    effect === 'read' || readBack === undefined
      ? 'call again with include_raw_responses: true'
      : `read them with ${readBack} and include_raw_responses: true (do not repeat this call)`;
  return `Vendors' raw responses are left out; if you need them, ${how}.`;
}

function formatCutNotice({ tool, via }: ShapeInput, uri: string | undefined): string {
  const isRead = tool.effect === 'read';
  const again = isRead
    ? 'For a part call again with its path as fields'
    : 'Do not repeat this call for the rest';
  if (uri === undefined) {
    return `Cut to fit, see left_out. ${again}${isRead ? '' : ': read the record with its own tool'}.`;
  }
  const call = formatReadOnCall(tool, `${uri}?part=1`, via);
  return `Cut to fit, see left_out. ${again}${isRead ? ', or' : ':'} read on in the kept answer, for which nothing is sent: ${call} (or ?fields=PATH for one path).`;
}
