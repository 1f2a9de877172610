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

/** Of valid messages. `answer` takes one message as if it had come alone. What refuses the first request refuses the batch. */
export async function answerBatch(
  messages: readonly unknown[],
  answer: (message: unknown) => Promise<Response>,
): Promise<Response> {
  for (const [index, message] of messages.entries()) {
    const first = await answer(message);
    if (!first.ok) return first;
    if (first.body === null) continue;
    const events = streamAnswers(first.body, isStream(first), messages.slice(index + 1), answer);
    return new Response(ReadableStream.from(events), { headers: streamHeaders });
  }
  return new Response(null, { status: 202 });
}

async function* streamAnswers(
  first: ReadableStream<Uint8Array>,
  isEvents: boolean,
  messages: readonly unknown[],
  answer: (message: unknown) => Promise<Response>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  async function* forward(body: ReadableStream<Uint8Array>, events: boolean) {
    for await (const chunk of events ? body : wrap(body)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  yield* forward(first, isEvents);
  for (const message of messages) {
    const { id = null, method } = readMembers(message);
    if (bytes > maxBatchBytes && method !== undefined && id !== null) {
      const message = `The answers of this batch are larger than ${maxBatchBytes} bytes; send this request by itself`;
      yield formatEvent(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32600, message } }));
    } else {
      const response = await answer(message);
      if (response.body !== null) yield* forward(response.body, isStream(response));
    }
  }
}

/** JSON as one event. */
async function* wrap(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield formatEvent(await new Response(body).text());
}
