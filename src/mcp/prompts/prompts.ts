/**
 * The prompts, one for each piece of work that people bring to Alloy. Tools stand in backticks, see prompt.ts.
 * Sources: https://developer.alloy.com/public/docs/evaluations, https://developer.alloy.com/public/docs/journeys-overview
 */
import type { Prompt, PromptArgument } from './prompt.ts';

const journey: PromptArgument = {
  description: 'Journey token (J-)',
  required: true,
  values: { seen: 'journey_token' },
};
const application: PromptArgument = {
  description: 'Journey application token (JA-)',
  required: true,
  values: { seen: 'journey_application_token' },
};
const facts = (description: string): PromptArgument => ({ description, required: true, longest: 1500 });
const ownId: PromptArgument = { description: 'Your own id of the entity, if you keep one' };

export const prompts: readonly Prompt[] = [
  {
    name: 'onboard_person',
    title: 'Onboard a person',
    description: 'Runs one person through the evaluation of a workflow and reports the decision.',
    arguments: {
      person: facts('What is known of the person: name, birth date, address, identity number, contact'),
      external_entity_id: ownId,
      workflow_token: { description: 'Workflow, where it is not the configured one' },
    },
    needs: ['create_a_alloy_evaluation', 'get_single_alloy_evaluation_by_id'],
    goal: 'Onboard this person with Alloy.',
    steps: [
      'See with `list_all_alloy_parameters` what the workflow requires. Ask the user for what is missing; invent nothing.',
      'Call `create_a_alloy_evaluation` once: outside sandbox each call costs vendor calls, and a repeat is a second evaluation. Send external_entity_id as alloy_external_entity_id, workflow_token as alloy_workflow_token.',
      'If the answer has required or prompts, it is not decided: get that from the user and send it with `update_a_alloy_evaluation_by_id`. Do the same to resume a partial one (206).',
      'If it is accepted but not finished (202), read it later with `get_single_alloy_evaluation_by_id`; do not send it again.',
      'Report summary.outcome, tags and reasons, entity_token and evaluation_token. With Manual Review stop: a person decides.',
    ],
  },
  {
    name: 'onboard_person_in_journey',
    title: 'Onboard a person in a journey',
    description:
      'Starts a journey application for one person and takes it as far as it goes without a reviewer.',
    arguments: {
      journey_token: journey,
      person: facts('What is known of the person: name, birth date, address, identity number, contact'),
      external_entity_id: ownId,
    },
    needs: ['create_a_alloy_journey_application', 'get_single_alloy_journey_application_by_id'],
    goal: 'Onboard this person through a journey of Alloy.',
    steps: [
      'See with `list_all_alloy_journey_parameters` what the journey requires of a person. Ask the user for what is missing; invent nothing.',
      'Call `create_a_alloy_journey_application` once, with one item in entities. Outside sandbox each call costs vendor calls: when its outcome is unclear, look before you repeat it.',
      'Read status. running, pending_workflow_service and pending_reconciliation need only time: read again with `get_single_alloy_journey_application_by_id`.',
      'For data_request get what entity_application_status_details requires from the user and send it with `update_a_alloy_journey_application_by_id`.',
      'For pending_step_up register each document with `create_a_alloy_entity_document`, send its file with `update_a_alloy_entity_document_by_id`, then its token with `update_a_alloy_journey_application_by_id`.',
      'At waiting_review, pending_journey_application_review or pending_action stop: a person decides. Report status, complete_outcome and the tokens.',
    ],
  },
  {
    name: 'onboard_business',
    title: 'Onboard a business with its owners',
    description: 'Starts one journey application for a business and its owners and reports on each of them.',
    arguments: {
      journey_token: journey,
      business: facts('What is known of the business: legal name, address, tax number, registration'),
      owners: facts('Its owners and controllers: name, birth date, address, share, role of each'),
      external_entity_group_id: { description: 'Your own id of the business with its owners' },
    },
    needs: ['create_a_alloy_journey_application', 'get_single_alloy_journey_application_by_id'],
    goal: 'Onboard this business and its owners through a journey of Alloy.',
    steps: [
      'See with `list_all_alloy_journey_parameters` what the journey requires of businesses and of persons, per branch. Ask the user for what is missing of any of them; invent nothing.',
      'Call `create_a_alloy_journey_application` once, with the business and every owner as items of entities, entity_group_type business and, where given, external_entity_group_id. Set branch_name where the journey has several branches.',
      'Look at every entity application under _embedded.entity_applications: the status of the whole hides which of them waits.',
      'Send what a data_request asks for with `update_a_alloy_journey_application_by_id`, naming the entity; read again with `get_single_alloy_journey_application_by_id` while it only runs.',
      'Check the members, roles and shares with `get_single_alloy_entity_group_by_id`.',
      'Set roles and shares that are not there with `create_a_alloy_event` (entity_group_updated), after the user agreed.',
      'Leave reviews to a person. Report status, outcome and token of the application and of each entity.',
    ],
  },
  {
    name: 'collect_documents',
    title: 'Collect documents',
    description:
      "Files an entity's documents in Alloy and, if an application waits for them, hands them over.",
    arguments: {
      entity_token: {
        description: 'Entity token (P-, B-) or your own id',
        required: true,
        values: { seen: 'entity_token' },
      },
      type: {
        description: 'Kind of document',
        values: { tool: 'create_a_alloy_entity_document', argument: 'type' },
      },
      journey_token: { ...optional(journey), description: 'Journey (J-) of an application that waits' },
      journey_application_token: {
        ...optional(application),
        description: 'Application (JA-) that waits for documents',
      },
    },
    needs: ['create_a_alloy_entity_document', 'update_a_alloy_entity_document_by_id'],
    goal: 'Collect the documents of this entity.',
    steps: [
      'See with `list_all_alloy_entity_documents` what is there already; a record with uploaded false lacks its file.',
      'If an application is given, read with `get_single_alloy_journey_application_by_id` whether it waits in pending_step_up or pending_documents.',
      'Register each document once with `create_a_alloy_entity_document`; keep its document_token.',
      'Send the file with `update_a_alloy_entity_document_by_id`. Ask the user for the file; never make one up.',
      'If an application waits, give it the tokens with `update_a_alloy_journey_application_by_id`: document_token_front (and _back, _selfie) and document_step final in data.',
      'Report each document with token, type and uploaded. Approving or denying one is for a person.',
    ],
  },
  {
    name: 'triage_investigation',
    title: 'Triage an investigation',
    description:
      'Reads an investigation with its alerts and people, and proposes what to do; decides nothing.',
    arguments: {
      investigation_token: {
        description: 'Investigation token (INV-)',
        required: true,
        values: { seen: 'investigation_token' },
      },
    },
    needs: ['get_single_alloy_investigation_by_id'],
    goal: 'Prepare the decision on this investigation.',
    steps: [
      'Read it with `get_single_alloy_investigation_by_id`: state, assignee, entities, alerts and tags, notes, past reviews.',
      'Read each alert with `get_single_alloy_investigation_alert_by_id` and find what raised it.',
      'Read the entities with `get_single_alloy_entity_by_id`: evaluations, other applications, reviews.',
      'Tell the user: what happened, what speaks for risk and what against it, what is missing, and your proposal (dismiss, promote, or ask for more), each with the record it rests on.',
      'Only if the user wants it: note the findings with `create_a_alloy_investigation_note`.',
      'Only if the user wants it: find the agent with `list_all_alloy_investigation_agents` and assign with `update_a_alloy_investigation_assign_by_id`.',
      'Only when the user has decided: promote with `update_a_alloy_investigation_promote_by_id`; neither it nor a review can be taken back.',
      'Only when the user has decided: close it with reason and outcome by `update_a_alloy_investigation_review_by_id`.',
    ],
  },
  {
    name: 'resolve_manual_review',
    title: 'Resolve a manual review',
    description:
      'Shows what a waiting journey application needs decided, and records the decision of a person.',
    arguments: {
      journey_token: journey,
      journey_application_token: application,
      outcome: {
        description: 'Outcome you are leaning to, if any; the account has its own names',
        values: ['Approved', 'Denied'],
      },
    },
    needs: ['get_single_alloy_journey_application_by_id', 'create_a_alloy_journey_application_case_review'],
    goal: 'Help the user resolve the manual review of this application.',
    steps: [
      'Read it with `get_single_alloy_journey_application_by_id`. Only waiting_review and pending_journey_application_review wait for a review; otherwise say what it waits for and stop.',
      'Read what led to it with `get_single_alloy_evaluation_by_id`: outcome, reasons, tags, matches.',
      'Show the user the facts for and against. Ask for outcome and reasons; they have to match those of the account to the letter. An outcome below is no decision yet.',
      'For waiting_review, per entity: `create_a_alloy_journey_application_case_review` with the case token from _links.case of its newest pending_review event.',
      'For pending_journey_application_review: `create_a_alloy_journey_application_review`.',
      'Send each review once, only as the user decided it: it cannot be withdrawn. Read the application again and report its status and outcome.',
    ],
  },
  {
    name: 'send_monitoring_event',
    title: 'Send a monitoring event',
    description: 'Reports something that happened to a customer, and says what Alloy made of it.',
    arguments: {
      event_type: {
        description: 'What happened',
        required: true,
        values: { tool: 'create_a_alloy_event', argument: 'event_type' },
      },
      entity: {
        description: 'Whom it concerns: your own id, or the entity token (P-, B-)',
        required: true,
        values: { seen: 'entity_token' },
      },
      facts: { description: 'When and how it happened, amounts, devices, accounts', longest: 1500 },
    },
    needs: ['create_a_alloy_event'],
    goal: 'Send this event to Alloy.',
    steps: [
      'See with `list_all_alloy_event_schemas` what the account expects of the type (it does not describe modify_notification, card_created, card_updated).',
      'Check with `get_single_alloy_entity_by_id` that the entity is there, unless the event creates it. Order: entities, then accounts, then transactions.',
      'Ask the user for what is missing, the time of the event among it; invent nothing. Amounts of transactions are in cents.',
      'Call `create_a_alloy_event` once, with an external_event_id: most repeats count as a second event.',
      'Report event_request_token, the outcome of evaluations and the journey_applications. Both are empty where the account maps nothing to this event.',
      'If an investigation was opened, read it with `get_single_alloy_investigation_by_id` and summarize it; decide nothing.',
    ],
  },
  {
    name: 'rerun_application',
    title: 'Rerun an application after a change',
    description: 'Runs a journey application again with changed data and compares both results.',
    arguments: {
      journey_token: journey,
      journey_application_token: application,
      change: facts('What has changed, and for which entity'),
    },
    needs: ['create_a_alloy_journey_application_rerun', 'get_single_alloy_journey_application_by_id'],
    goal: 'Run this application again with what has changed.',
    steps: [
      'Read it with `get_single_alloy_journey_application_by_id`: keep status, outcome and the entity tokens.',
      'If it only waits for data, no rerun is needed: send the data with `update_a_alloy_journey_application_by_id` and stop here.',
      'Tell the user what you will change. A rerun is a new application on the active version of the journey and, outside sandbox, costs vendor calls; go on when the user agrees.',
      'Call `create_a_alloy_journey_application_rerun` once. In entities give entity_token and only what changed in data (null removes a member); what you leave out stays as it was.',
      'Read the new application by its own token until it no longer runs, with `get_single_alloy_journey_application_by_id`.',
      'Report both tokens, both outcomes, and what differs. Leave reviews to a person.',
    ],
  },
];

/** The same argument where it may be left out. */
function optional({ required: _, ...argument }: PromptArgument): PromptArgument {
  return argument;
}
