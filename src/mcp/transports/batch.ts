/**
 * Batches of JSON-RPC messages, which only protocol 2025-03-26 knows. The messages of one are taken one after another,
 * each when the client has read what came before, so that a batch holds no more memory than a single message does.
 */
import { readMembers } from '../../base/values.ts';
import { formatEvent, isStream, streamHeaders } from './answer-form.ts';

/** Ten whole lists of tools: above that the other requests of a batch are told to come by themselves. */
export const maxBatchBytes = 1024 * 1024;

export const maxBatchMessages = 100;

/** Other batches are refused as a whole; one must not hold an introduction. */
export function isServedBatch(messages: readonly unknown[]): boolean {
  return (
    messages.length > 0 &&
    messages.length <= maxBatchMessages &&
    messages.every((message) => readMembers(message)['method'] !== 'initialize')
  );
}

export interface BatchHandling {
  /** Takes one message as if it had come alone. */
  readonly answer: (message: unknown) => Promise<Response>;
  /** Asked before each message: false once its sender has gone or has cancelled it. */
  readonly isWanted: (message: unknown) => boolean;
  /** Called when no message is left; not when the client goes away before it has read anything. */
  readonly end: () => void;
}

/** Of valid messages. What refuses the first request refuses the batch. */
export async function answerBatch(messages: readonly unknown[], handling: BatchHandling): Promise<Response> {
  for (const [index, message] of messages.entries()) {
    if (!handling.isWanted(message)) continue;
    const first = await handling.answer(message);
    if (first.ok && first.body === null) continue;
    if (!first.ok || first.body === null) {
      handling.end();
      return first;
    }
    const events = streamAnswers(first.body, isStream(first), messages.slice(index + 1), handling);
    return new Response(ReadableStream.from(events), { headers: streamHeaders });
  }
  handling.end();
  return new Response(null, { status: 202 });
}

/** The ids that the batch itself takes back: what is cancelled in the same breath is not begun. */
export const listCancelled = (messages: readonly unknown[]): readonly unknown[] =>
  messages
    .map(readMembers)
    .filter(({ method }) => method === 'notifications/cancelled')
    .flatMap(({ params }) => readMembers(params)['requestId'] ?? []);

async function* streamAnswers(
  first: ReadableStream<Uint8Array>,
  isEvents: boolean,
  messages: readonly unknown[],
  { answer, isWanted, end }: BatchHandling,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  async function* forward(body: ReadableStream<Uint8Array>, events: boolean) {
    for await (const chunk of events ? body : wrap(body)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    yield* forward(first, isEvents);
    for (const message of messages) {
      if (!isWanted(message)) continue;
      const { id = null, method } = readMembers(message);
      if (bytes > maxBatchBytes && method !== undefined && id !== null) {
        const message = `The answers of this batch are larger than ${maxBatchBytes} bytes; send this request by itself`;
        yield formatEvent(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32600, message } }));
      } else {
        const response = await answer(message);
        if (response.body !== null) yield* forward(response.body, isStream(response));
      }
    }
  } finally {
    end();
  }
}

/** JSON as one event. */
async function* wrap(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield formatEvent(await new Response(body).text());
}
