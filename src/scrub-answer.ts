/**
 * The first look at what Alloy answers: secrets that it repeats are taken out before an answer is kept, cut or shaped,
 * which could leave a part of one that nobody finds any more.
 */
import type { Secrets } from './secrets.ts';
import type { Answer } from './upstream.ts';

/** Files are as they were uploaded, and megabytes. */
const file = /octet-stream|pdf|^image\//;

export function scrubAnswer(answer: Answer, secrets: Secrets): Answer {
  if (file.test(answer.header('content-type') ?? '')) return answer;
  const { buffer, byteOffset, length } = answer.body;
  const text = Buffer.from(buffer, byteOffset, length).toString();
  return secrets.holds(text) ? { ...answer, body: Buffer.from(secrets.scrubText(text)) } : answer;
}
