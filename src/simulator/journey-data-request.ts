/** `entity_application_status_details`: what an entity's application waits for. */
import { getNode, type JourneyRun } from './journey-run.ts';
import type { EntityApplication } from './journey-store.ts';

type Json = Record<string, unknown>;

/** Null unless data is wanted or a vendor is awaited, as Alloy says of it. */
export function buildStatusDetails(
  { account, ...run }: JourneyRun,
  entityApplication: EntityApplication,
): Json | null {
  const { status, evaluationTokens, nodeId } = entityApplication;
  if (status === 'pending_workflow_service') {
    const { workflowToken } = getNode({ account, ...run }, nodeId);
    const workflow = account.workflows.find(({ token }) => token === workflowToken);
    // Alloy: depends on the services of the journey.
    return { services: workflow?.services ?? [] };
  }
  if (status !== 'data_request') return null;
  const answer = account.evaluations.find(evaluationTokens.at(-1) ?? '')?.answer ?? {};
  return {
    required: readObjects(answer['required']).map((input) => ({
      ...input,
      message: `${String(input['key'])} is required`,
    })),
    or: formatAlternatives(answer['or']),
    optional: readObjects(answer['optional']),
    // The questions of a quiz; where Alloy puts them in a journey is not public.
    ...('prompts' in answer ? { prompts: answer['prompts'] } : {}),
  };
}

/** Alloy types it as a string, of which no example is public: `a, or b and c`. */
function formatAlternatives(or: unknown): string | null {
  const alternatives = readObjects(or).map(({ required }) =>
    readObjects(required)
      .map(({ key }) => String(key))
      .join(' and '),
  );
  return alternatives.length === 0 ? null : alternatives.join(', or ');
}

function readObjects(value: unknown): Json[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is Json => typeof each === 'object' && each !== null);
}
