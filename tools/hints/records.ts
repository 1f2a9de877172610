/** Refused calls about what is on file: events, entities, lists, attributes, accounts. */
import type { HintRule } from '../../src/registry/hint-rule.ts';

const person = 'get_single_alloy_entity_by_id';

export const recordHintRules: readonly HintRule[] = [
  // Events.
  ...['person', 'business', 'bank_account', 'external_account', 'entity_group', 'card'].map(
    (subject): HintRule => ({
      kind: 'conflict',
      path: /^\/events/,
      field: new RegExp(`^args.event_type=${subject}_created$`),
      hint: `The id is there already: send event_type ${subject}_updated for the same id instead, or choose another id.`,
    }),
  ),
  {
    kind: 'conflict',
    path: /^\/events/,
    hint: 'The record of the event is there already: send the event_type that updates it (..._updated).',
  },
  {
    kind: 'invalid_request',
    path: /^\/events/,
    message: /does not exist|unknown|not found/i,
    hint: `data names a record that Alloy does not know: create it first (event_type person_created, business_created, bank_account_created), or check the id with ${person} or get_single_alloy_bank_account_by_id.`,
  },
  {
    kind: 'invalid_request',
    path: /^\/events/,
    hint: 'Correct what details name in data: list_all_alloy_event_schemas tells the fields of the event type. Records it names have to exist: see details for the path.',
  },

  // Entities and documents.
  {
    kind: 'conflict',
    path: /^\/(entities\/(persons|businesses)|evaluations$)/,
    hint: `The external_entity_id belongs to another entity: ${person} with that id as id shows whose; use that entity (alloy_entity_token, update_a_alloy_person_entity_by_id), or another id.`,
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/entities\/(persons|businesses)/,
    hint: `Ids are final once set: add one with external_entity_ids, at most one with designation primary. ${person} shows those there are.`,
  },

  // Lists, attributes, accounts.
  {
    kind: 'forbidden',
    path: /^\/lists/,
    hint: 'No more lists of this kind are allowed: use one of list_all_alloy_lists, or change isBlacklist and isWhitelist.',
  },
  {
    kind: 'forbidden',
    path: /^\/custom-lists/,
    hint: 'Custom lists take an account-level API key with the permission (ALLOY_TOKEN, set by the operator), not the keys of a workflow. Lists of people work without: list_all_alloy_lists.',
  },
  {
    kind: 'conflict',
    path: /^\/lists(\/\{list_token\}\/meta)?$/,
    hint: 'Another list has this name: change listName, or use the one in list_all_alloy_lists.',
  },
  {
    kind: 'conflict',
    path: /^\/custom-lists(\/\{customListToken\})?$/,
    hint: 'Another custom list has this name: change name, or use the one in list_all_alloy_custom_lists.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/custom-lists/,
    hint: 'Custom list tokens are CI- and 20 letters or digits (list_all_alloy_custom_lists), versions major.minor, major versions whole numbers (get_single_alloy_custom_list_by_id).',
  },
  {
    kind: 'conflict',
    path: /^\/published-attributes(\/\{published-attribute-token\})?$/,
    hint: 'Another attribute has this name: change published_attribute_name, or use the one in list_all_alloy_published_attributes.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4001,
    path: /^\/published-attributes/,
    hint: 'The values of one entity at a time: give alloy_entity_token or alloy_external_entity_id.',
  },
  {
    kind: 'invalid_request',
    tool: /^(create|update)_/,
    path: /^\/published-attributes/,
    hint: 'Values have to be of the data_type of the attribute: get_single_alloy_published_attribute_by_id shows it. data_type, contains_pii and object_type cannot be changed.',
  },
  {
    kind: 'conflict',
    path: /^\/accounts/,
    hint: 'An account has this external_account_id: get_single_alloy_bank_account_by_id shows it, update_a_alloy_account_by_id changes it; or choose another id.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/entity-feedback$/,
    hint: 'entity_token and external_entity_identifier of an entry have to name the same entity: give one of them in entries.',
  },
];
