/** What a journey's workflows take, per branch: split by workflow for /parameters, joined for /schema. */

import type { Account } from '../account.ts';
import type { Journey, JourneyBranch, JourneyVersion } from '../records/journey.ts';
import type { Input, WorkflowInputs } from '../settings/workflow-inputs.ts';
import type { Workflow } from '../settings/workflows.ts';
import type { Json } from '../values.ts';

/** Source: https://developer.alloy.com/public/reference/get_journeys-journey-token-parameters */
export function buildParameters(account: Account, journey: Journey, version: JourneyVersion): Json {
  return {
    ...buildHead(account, journey, version),
    data: version.branches.map((branch) => ({
      branch_name: branch.name,
      workflows: findWorkflows(account, branch).map(({ name, inputs }) => ({
        workflow_name: name,
        parameters: buildInputs([inputs]),
      })),
    })),
  };
}

/** Its form is not public; it follows that of /parameters, with each input described as in evaluations. */
export function buildSchema(account: Account, journey: Journey, version: JourneyVersion): Json {
  return {
    ...buildHead(account, journey, version),
    data: version.branches.map((branch) => ({
      branch_name: branch.name,
      entity_type: branch.entityType,
      ...buildInputs(findWorkflows(account, branch).map(({ inputs }) => inputs)),
    })),
  };
}

function buildHead(account: Account, journey: Journey, version: JourneyVersion): Json {
  return {
    journey_token: journey.token,
    journey_version: String(version.number),
    timestamp: account.now(),
  };
}

/** One that occurs twice is named once. */
function findWorkflows(account: Account, { nodes }: JourneyBranch): Workflow[] {
  const tokens = new Set(nodes.map(({ workflowToken }) => workflowToken));
  return account.workflows.filter(({ token }) => tokens.has(token));
}

function buildInputs(inputs: readonly WorkflowInputs[]): Json {
  const required = unique(inputs.flatMap((each) => each.required));
  const keys = new Set(required.map(({ key }) => key));
  return {
    required: required.map(buildParameter),
    optional: unique(inputs.flatMap((each) => each.optional))
      .filter(({ key }) => !keys.has(key))
      .map(buildParameter),
    or: inputs
      .flatMap((each) => each.or)
      .map((alternative) => Object.assign({}, ...alternative.required.map(buildParameter))),
  };
}

function unique(inputs: readonly Input[]): Input[] {
  return [...new Map(inputs.map((input) => [input.key, input])).values()];
}

/** `{"name_last": true}`; journeys nest what an evaluation calls address_state. */
function buildParameter({ key }: Input): Json {
  const member = /^address_(?<member>.+)$/.exec(key)?.groups?.['member'];
  return member === undefined ? { [key]: true } : { addresses: { [member]: true } };
}
