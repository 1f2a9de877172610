/** Storing somebody decides nothing; the workflow that does is the account's choice. */
import type { ToolNextStep } from '../../src/registry/next-step-rule.ts';
import type { Path } from '../../src/registry/reference.ts';
import { entityOf } from '../references.ts';

interface Stored {
  /** Where the answer has the token of the entity. */
  readonly at: Path;
  /** What an evaluation of such an entity asks for at least. */
  readonly needs: readonly string[];
  readonly when?: ToolNextStep['when'];
}

export const person = { needs: ['name_first', 'name_last'] };
export const business = { needs: ['additional_fields'] };

export function buildStoredSteps({ at, needs, when = {} }: Stored): readonly ToolNextStep[] {
  return [
    {
      when,
      tool: 'list_all_alloy_parameters',
      arguments: {},
      why: 'Stored, not decided: this tells what the workflow wants to know.',
    },
    {
      when,
      tool: 'create_a_alloy_evaluation',
      arguments: { alloy_entity_token: entityOf(at) },
      needs,
      why: 'Runs the workflow on the stored entity; may cost vendor calls. Add what the workflow wants.',
    },
  ];
}
