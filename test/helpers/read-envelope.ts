/** The envelope of a tool result, or of the JSON-RPC message that it came in: what its first text block says. */
import { readMember } from './read-member.ts';

export function readEnvelope(answer: unknown): unknown {
  const text = readMember(readMember(answer, 'result') ?? answer, 'content.0.text');
  if (typeof text !== 'string') return undefined;
  const envelope: unknown = JSON.parse(text);
  return envelope;
}

/** What is at a path in it: `result.evaluation_token`, `error.kind`. */
export const readAnswered = (answer: unknown, path: string): unknown =>
  readMember(readEnvelope(answer), path);
