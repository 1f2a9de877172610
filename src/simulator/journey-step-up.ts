/** The documents that a step-up is sent: they have to be the entity's, and there. */
import { badRequest, bodyError, unknownObject } from './errors.ts';
import type { JourneyRun } from './journey-run.ts';
import type { EntityApplication } from './journey-store.ts';

type Json = Readonly<Record<string, unknown>>;

const members = ['document_token_front', 'document_token_back', 'document_token_selfie'] as const;
const steps = ['front', 'back', 'final'];

/**
 * Throws what is wrong with them: 400 / 4002 for what the body lacks, 4013 for a document that is not the entity's,
 * 4000 for one without a file. Final needs the front only, as one-sided documents exist (our choice).
 */
export function checkStepUpDocuments(
  { account }: JourneyRun,
  { entityToken }: EntityApplication,
  data: Json,
  path: string,
): void {
  const step = data['document_step'];
  if (typeof step !== 'string' || !steps.includes(step))
    throw refuse(
      `${path}.data.document_step`,
      step === undefined ? 'any.required' : 'any.only',
      `must be one of [${steps.join(', ')}]`,
    );
  const needed = step === 'back' ? 'document_token_back' : 'document_token_front';
  if (data[needed] === undefined) throw refuse(`${path}.data.${needed}`, 'any.required', 'is required');
  for (const member of members) {
    const token = data[member];
    if (token === undefined) continue;
    if (typeof token !== 'string') throw refuse(`${path}.data.${member}`, 'string.base', 'must be a string');
    const document = account.documents.find(token);
    if (document === undefined || document.entityToken !== entityToken) throw unknownObject(member, token);
    if (!document.uploaded)
      throw badRequest('The document has no file yet: upload it first', { [member]: token });
  }
}

export function isFinalStep(data: Json): boolean {
  return data['document_step'] === 'final';
}

/** A document's members of the payload, which a rerun leaves behind. */
export function dropDocuments(data: Json): Record<string, unknown> {
  const dropped = new Set<string>([...members, 'document_step']);
  return Object.fromEntries(Object.entries(data).filter(([key]) => !dropped.has(key)));
}

function refuse(path: string, type: string, what: string) {
  return bodyError([{ path, type, message: `"${path}" ${what}` }]);
}
