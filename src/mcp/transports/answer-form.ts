/** Answers as their client takes them: JSON or a stream of events, whichever the SDK chose. */
import { isObject } from '../../base/values.ts';
import type { AnswerForm } from './media-types.ts';
import { rpcError } from './rpc-error.ts';

export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
};

export const isStream = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;

const encoder = new TextEncoder();
export const formatEvent = (json: string) => encoder.encode(`event: message\ndata: ${json}\n\n`);

/** `isBatch` makes JSON an array, however few answers there are. */
export async function giveForm(response: Response, form: AnswerForm, isBatch: boolean): Promise<Response> {
  if (form === 'json' && isStream(response)) return collect(response, isBatch);
  const isJson = response.status === 200 && response.body !== null && !isStream(response);
  if (form !== 'stream' || !isJson) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(streamHeaders)) headers.set(name, value);
  headers.delete('content-length');
  return new Response(formatEvent(await response.text()), { headers });
}

/** The answers of a stream, without what was said before them. */
async function collect(response: Response, isBatch: boolean): Promise<Response> {
  const messages = (await response.text()).split('\n').flatMap((line) => {
    const message: unknown = line.startsWith('data: {') ? JSON.parse(line.slice('data: '.length)) : undefined;
    return isObject(message) && !('method' in message) ? [message] : [];
  });
  const [first] = messages;
  if (first === undefined) return rpcError(499, 'The call ended before it was answered');
  const headers = new Headers(response.headers);
  for (const name of [...Object.keys(streamHeaders), 'x-accel-buffering']) headers.delete(name);
  return Response.json(isBatch ? messages : first, { headers });
}
