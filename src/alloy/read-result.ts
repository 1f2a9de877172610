/** Alloy's success -> its JSON value. Throws a CallError for what Alloy would not answer with. Pure. */
import { CallError } from '../base/errors.ts';
import { explainNoJson, parseJson, parseJsonText } from '../base/exact-json.ts';
import type { Tool } from '../registry/tool.ts';
import type { HttpResponse } from './exchange.ts';

/** Every success is JSON or empty; anything else comes from a proxy and must not pass for Alloy's word. */
export function readResult(tool: Tool, answer: HttpResponse): unknown {
  const { body, status, text } = answer;
  // A read has something to say; only Alloy's 204 means that there is nothing.
  if (body.length === 0 && (tool.effect !== 'read' || status === 204)) return { success: true };
  const result = text === undefined ? parseJson(body) : parseJsonText(text);
  if (result !== undefined) return result;
  const type = answer.header('content-type')?.split(';')[0] ?? 'no content type';
  throw new CallError(
    'bad_answer',
    `HTTP ${status} with ${body.length} bytes of ${type} that ${explainNoJson(body)}`,
    { status, sent: 'maybe' },
  );
}
