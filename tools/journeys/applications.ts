/** Journey applications. Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-applications */
import { listed } from '../../src/registry/argument-listing.ts';
import { defineAlias, defineTool, type Sources } from '../../src/registry/tool.ts';
import {
  additionalFields,
  applicationToken,
  entityToken,
  externalApplicationId,
  flag,
  journeyToken,
  json,
  omitDescription,
  oneOf,
  text,
} from '../schemas.ts';
import { applicationWait, namedApplicationWait } from '../waits.ts';
import {
  changedEntities,
  checkRerunEntities,
  checkUpdatedEntities,
  excludedEntities,
  hasFinishedSending,
  newEntities,
  updatedEntities,
} from './entities.ts';
import {
  fullData,
  hideFields,
  journeyVersion,
  latestJourney,
  overrideSync,
  ownApplicationId,
  rerunSync,
  vendorHeaders,
} from './options.ts';

const rest = { additional_fields: additionalFields };

export const list_all_alloy_journey_parameters = defineTool({
  name: 'list_all_alloy_journey_parameters',
  title: 'Get journey inputs',
  description:
    'Required, optional and either-or attributes, per branch and workflow: what data has to hold in create_a_alloy_journey_application.',
  method: 'GET',
  path: '/journeys/{journey_token}/parameters',
  params: { journey_token: journeyToken },
  headers: { 'alloy-journey-version': journeyVersion },
  effect: 'read',
  asked: 'what data, fields or info a journey needs, what to collect from applicants before onboarding',
});

export const list_all_alloy_journey_schemas = defineTool({
  name: 'list_all_alloy_journey_schemas',
  title: 'Get journey schema',
  description: 'Required and optional attributes of a journey, per branch but not per workflow.',
  method: 'GET',
  path: '/journeys/{journey_token}/schema',
  params: { journey_token: journeyToken },
  headers: { 'alloy-journey-version': journeyVersion },
  effect: 'read',
  asked: 'JSON schema, payload format, structure of the input of a journey',
});

export const create_a_alloy_journey_application = defineTool({
  name: 'create_a_alloy_journey_application',
  title: 'Start journey application',
  description:
    'Runs persons and businesses through a journey (KYC, KYB) and returns the application: status says what it waits for, complete_outcome the decision. Every call makes a new application and, outside sandbox, paid vendor calls: never repeat blindly.',
  method: 'POST',
  path: '/journeys/{journey_token}/applications',
  params: { journey_token: journeyToken },
  body: {
    kind: 'json',
    fields: {
      entities: newEntities,
      external_application_id: ownApplicationId.describe('Of your application or account; may be shared'),
      external_group_id: text('Unique id of this application').optional(),
      do_await_additional_entities: flag('Stay open until an update says all entities are sent').optional(),
      application_meta: json('For all entities').optional(),
      external_entity_group_id: text('Created if new').optional(),
      entity_group_token: omitDescription(text('Existing entity group (EG-)')).optional(),
      entity_group_name: text('Name of a new entity group').optional(),
      entity_group_type: oneOf(
        ['business', 'joint_account', 'membership', 'merchant'],
        'Type of a new entity group',
      ).optional(),
    },
    rest,
  },
  query: { fullData, hideFields },
  headers: {
    ...vendorHeaders,
    'alloy-journey-version': journeyVersion,
    'alloy-journey-override-sync': overrideSync,
    'alloy-multi-environment-config-token': omitDescription(
      text('Multi-environment configuration (MEC-)'),
    ).optional(),
  },
  example: {
    entities: [
      {
        external_entity_id: 'customer-1',
        data: { name_first: 'Ada', name_last: 'Okafor', birth_date: '1990-01-31' },
      },
    ],
  },
  effect: 'write',
  wait: applicationWait,
  rawResponses: { readBack: 'get_single_alloy_journey_application_by_id' },
  asked:
    'onboard a new customer, applicant, person, business, company or merchant, start KYC or KYB onboarding, apply for an account, card or loan, submit a business with its owners and directors, new signup, originate',
  hints: [
    {
      kind: 'conflict',
      hint: 'external_group_id is taken by another application, or external_entity_id by another entity: leave it out or choose another; list_all_alloy_journey_entity_applications shows the applications of an entity.',
    },
  ],
  readBack:
    'list_all_alloy_journey_entity_applications (external_entity_id) or get_single_alloy_journey_application_external_by_id',
});

export const get_single_alloy_journey_application_by_id = defineTool({
  name: 'get_single_alloy_journey_application_by_id',
  title: 'Get journey application',
  description:
    'Status, outcome, entity applications, and events, which hold the case tokens and node ids for reviews and actions.',
  method: 'GET',
  path: '/journeys/{journey_token}/applications/{journey_application_token}',
  params: { journey_token: journeyToken, journey_application_token: { id: applicationToken } },
  query: { fullData, hideFields },
  effect: 'read',
  wait: namedApplicationWait,
  rawResponses: {},
  asked:
    'status of an application, where is the applicant in the process, why is the application stuck, what is it waiting for, what is missing, was the applicant approved, denied or turned down',
});

export const list_all_alloy_journey_applications = defineAlias(get_single_alloy_journey_application_by_id, {
  name: 'list_all_alloy_journey_applications',
  title: 'Get journey application (by token)',
  description: 'One journey application; not a list.',
  params: { journey_application_token: applicationToken },
});

export const get_single_alloy_journey_application_external_by_id = defineTool({
  name: 'get_single_alloy_journey_application_external_by_id',
  title: 'Get application by external id',
  description: 'The newest journey application with your external_application_id.',
  method: 'GET',
  path: '/journeys/applications/ext/{external_application_id}/latest',
  params: { external_application_id: { id: externalApplicationId } },
  query: { journeyToken: latestJourney, fullData, hideFields },
  effect: 'read',
  wait: applicationWait,
  rawResponses: {},
  asked:
    'find the application, its status, outcome and what is missing by our own application number, id or reference',
});

export const list_all_alloy_latests = defineAlias(get_single_alloy_journey_application_external_by_id, {
  name: 'list_all_alloy_latests',
  title: 'Get latest application',
  description: 'The newest journey application with your external_application_id; not a list.',
  params: { external_application_id: externalApplicationId },
});

export const list_all_alloy_journey_entity_applications = defineTool({
  name: 'list_all_alloy_journey_entity_applications',
  title: 'List applications of entity',
  // Whether this pages, and the form of its items, is not documented.
  description: 'All journey applications that a person or business is part of.',
  method: 'GET',
  path: '/journeys/entities/{external_entity_id}/applications',
  params: { external_entity_id: entityToken },
  effect: 'read',
  asked:
    'has this person or customer applied before, earlier, previous or past applications, attempts, all applications of a customer',
});

const updateFields = {
  entities: updatedEntities.optional(),
  has_finished_sending_additional_entities: hasFinishedSending,
};
const updateParts = [['entities'], ['has_finished_sending_additional_entities']];

export const update_a_alloy_journey_application_by_id = defineTool({
  name: 'update_a_alloy_journey_application_by_id',
  title: 'Continue journey application',
  description:
    'Sends a waiting application what it needs and returns it: data or answers (status data_request), documents (pending_step_up, pending_documents), more entities or their end (after do_await_additional_entities). May cost vendor calls; headers of the start apply again.',
  method: 'PUT',
  path: '/journeys/{journey_token}/applications/{journey_application_token}',
  params: { journey_token: journeyToken, journey_application_token: { id: applicationToken } },
  body: { kind: 'json', fields: updateFields, rest },
  query: { fullData },
  headers: { 'alloy-journey-override-sync': overrideSync },
  example: { entities: [{ external_entity_id: 'customer-1', data: { birth_date: '1990-01-31' } }] },
  effect: 'write',
  wait: namedApplicationWait,
  anyOf: updateParts,
  check: checkUpdatedEntities,
  rawResponses: { readBack: 'get_single_alloy_journey_application_by_id' },
  asked:
    'let the application proceed, resume, supply missing SSN, data, answers or uploaded documents the journey asked for, step up done, add another owner, signer or co-applicant to a running or pending application',
});

export const update_a_alloy_journey_application_external_by_id = defineTool({
  name: 'update_a_alloy_journey_application_external_by_id',
  title: 'Continue application by external id',
  description:
    'Sends the newest application with your external_application_id what it waits for; see update_a_alloy_journey_application_by_id.',
  method: 'PUT',
  path: '/journeys/applications/ext/{external_application_id}/latest',
  params: { external_application_id: { id: externalApplicationId } },
  body: {
    kind: 'json',
    fields: {
      ...updateFields,
      entities: updatedEntities.describe('As in update_a_alloy_journey_application_by_id').optional(),
    },
    rest,
  },
  query: { journeyToken: latestJourney, fullData },
  headers: { 'alloy-journey-override-sync': overrideSync },
  example: { entities: [{ external_entity_id: 'customer-1', data: { birth_date: '1990-01-31' } }] },
  effect: 'write',
  wait: applicationWait,
  anyOf: updateParts,
  check: checkUpdatedEntities,
  rawResponses: { readBack: 'get_single_alloy_journey_application_by_id' },
  asked:
    'supply missing data or documents, proceed or resume the application by our own application number, id or reference',
});

export const update_a_alloy_latest_by_id = defineAlias(update_a_alloy_journey_application_external_by_id, {
  name: 'update_a_alloy_latest_by_id',
  title: 'Continue latest application',
  description: 'Continues the newest application with your external_application_id.',
  params: { external_application_id: externalApplicationId },
});

const rerunFields = {
  entities: changedEntities.optional(),
  exclude_entity_tokens: excludedEntities,
  application_meta: listed(json('Metadata. Default: as before'), {
    description: 'Default: as before',
  }).optional(),
};
const rerunHeaders: Sources = {
  ...vendorHeaders,
  'alloy-journey-version': journeyVersion,
  'alloy-journey-application-sync': rerunSync,
};
const newExternalId = listed(ownApplicationId.describe('Id for the new application. Default: as before'), {
  description: 'Of the new one; default: as before',
});

export const create_a_alloy_journey_application_rerun = defineTool({
  name: 'create_a_alloy_journey_application_rerun',
  title: 'Rerun journey application',
  // The seed limits it to applications in error; Alloy reruns any that has run.
  description:
    'Runs an application again, e.g. after status error, as a new one with the same or a changed payload on the active version. Every call makes paid vendor calls outside sandbox. Headers default to those of the first run.',
  method: 'POST',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/rerun',
  params: { journey_token: journeyToken, journey_application_token: applicationToken },
  body: { kind: 'json', fields: { ...rerunFields, external_application_id: newExternalId }, rest },
  query: { fullData },
  headers: rerunHeaders,
  effect: 'write',
  wait: applicationWait,
  check: checkRerunEntities,
  rawResponses: { readBack: 'get_single_alloy_journey_application_by_id' },
  asked:
    'retry the application or onboarding after error or vendor outage, do over with corrected or fixed data',
});

export const create_a_alloy_journey_application_external_rerun = defineTool({
  name: 'create_a_alloy_journey_application_external_rerun',
  title: 'Rerun application by external id',
  description:
    'Reruns the newest application with your external_application_id as a new one; see create_a_alloy_journey_application_rerun. Paid vendor calls outside sandbox.',
  method: 'POST',
  path: '/journeys/applications/ext/{external_application_id}/latest/rerun',
  params: { external_application_id: externalApplicationId },
  body: {
    kind: 'json',
    // Path and body both call it external_application_id, and mean the old and the new application.
    fields: {
      ...rerunFields,
      entities: changedEntities.describe('As in create_a_alloy_journey_application_rerun').optional(),
      external_application_id: { new_external_application_id: newExternalId },
    },
    rest,
  },
  query: { journeyToken: latestJourney, fullData },
  headers: rerunHeaders,
  effect: 'write',
  wait: applicationWait,
  check: checkRerunEntities,
  rawResponses: { readBack: 'get_single_alloy_journey_application_by_id' },
  asked: 'rerun, retry, repeat, resubmit by our own application number, id or reference',
});
