/** Readers of what a call comes to: the envelope of a success, the error of a failure. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { ToolResult } from '../../src/calls/result.ts';

const success = z.strictObject({
  result: z.unknown(),
  next_cursor: z.string().optional(),
  status: z.number(),
  environment: z.string(),
  notice: z.string().optional(),
  left_out: z.array(z.unknown()).optional(),
  more_left_out: z.number().optional(),
  next_steps: z.array(z.unknown()).optional(),
});

const failure = z.strictObject({
  error: z.strictObject({
    kind: z.string(),
    status: z.number().optional(),
    minor_code: z.number().optional(),
    message: z.string(),
    details: z.unknown().optional(),
    hint: z.string(),
    retry_after_seconds: z.number().optional(),
    error_token: z.string().optional(),
  }),
  environment: z.string(),
});

/** The envelope of a success; throws for an error. */
export function readSuccess(toolResult: ToolResult): z.infer<typeof success> {
  if (toolResult.isError === true)
    throw new Error(`An error: ${JSON.stringify(toolResult.structuredContent)}`);
  return success.parse(readEnvelope(toolResult));
}

/** The error of a result; throws for a success. */
export function readFailure(toolResult: ToolResult): z.infer<typeof failure>['error'] {
  if (toolResult.isError !== true)
    throw new Error(`A success: ${JSON.stringify(toolResult.structuredContent)}`);
  return failure.parse(readEnvelope(toolResult)).error;
}

/** Both forms of the envelope have to say the same. */
function readEnvelope({ content: [first], structuredContent }: ToolResult): unknown {
  if (first?.type !== 'text') throw new Error('The first content block is not text');
  const envelope: unknown = JSON.parse(first.text);
  if (!isDeepStrictEqual(envelope, JSON.parse(JSON.stringify(structuredContent)))) {
    throw new Error(`The text ${first.text} differs from ${JSON.stringify(structuredContent)}`);
  }
  return envelope;
}
