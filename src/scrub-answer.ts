/**
 * The first look at what Alloy answers: secrets that it repeats are taken out before an answer is kept, cut or shaped,
 * which could leave a part of one that nobody finds any more.
 */
import { decodeText } from './json.ts';
import type { Secrets } from './secrets.ts';
import type { Answer } from './upstream.ts';

/** Files are as they were uploaded, and megabytes. */
const file = /octet-stream|pdf|^image\//;

export function scrubAnswer(answer: Answer, secrets: Secrets): Answer {
  if (file.test(answer.header('content-type') ?? '')) return answer;
  const { status, header, body } = answer;
  const text = decodeText(body);
  // What is no UTF-8 is looked through as far as it is.
  const known = text ?? Buffer.from(body.buffer, body.byteOffset, body.length).toString();
  if (secrets.holds(known)) return { ...answer, body: Buffer.from(secrets.scrubText(known)) };
  return text === undefined ? answer : { status, header, body, text };
}
