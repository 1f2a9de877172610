/**
 * Entities: the persons and businesses everything else hangs on, their merge and notes; feedback on them is in a file
 * of its own. Sources: https://developer.alloy.com/public/reference/entities, .../post_entities-merge
 */
import * as z from 'zod';
import { listed } from '../src/registry/argument-listing.ts';
import { type Arguments, defineAlias, defineTool, type Issue } from '../src/registry/tool.ts';
import { buildStoredSteps, business, person } from './next-steps/stored-entity.ts';
import { evaluationOf } from './references.ts';
import { agentEmail, entityToken, note, omitDescription, oneOf, segment, text } from './schemas.ts';

const externalEntityId = listed(text('Your id for the entity; fixed once set'), {
  description: 'Fixed once set',
}).optional();

/** Contact data is open where Alloy leaves the items untyped (addresses); its example names these keys. */
const contactFields = {
  addresses: z
    .array(
      z.looseObject({
        address_line_1: text('Street').optional(),
        address_city: text('City').optional(),
        address_state: text('State or region code').optional(),
        address_postal_code: text('Postal code').optional(),
        address_country_code: listed(text('ISO 3166-1 alpha-2'), { memberNote: 'e.g. US' }).optional(),
        type: listed(text('primary for persons, business_primary for businesses'), {
          memberNote: 'primary, business_primary',
        }).optional(),
      }),
    )
    .optional()
    .describe('Addresses'),
  emails: z
    .array(z.strictObject({ email_address: text('Email address').optional() }))
    .optional()
    .describe('Emails'),
  phones: z
    .array(z.strictObject({ phone_number: text('Phone number, any notation').optional() }))
    .optional()
    .describe('Phones'),
  pii_status: omitDescription(
    oneOf(['successful', 'failed', 'pending'], 'State of the data being written'),
  ).optional(),
};

/** Told once, in the tool that creates a person. */
const asInPerson = {
  addresses: listed(contactFields.addresses, {
    omitMembers: true,
    description: 'As in create_a_alloy_person_entity',
  }),
};

const personFields = {
  external_entity_id: externalEntityId,
  name_first: text('First name').optional(),
  name_middle: text('Middle name').optional(),
  name_last: text('Last name').optional(),
  gender: omitDescription(text('E.g. male')).optional(),
  birth_date: text('YYYY-MM-DD').optional(),
  document_ssn: omitDescription(text('Social security number, digits only')).optional(),
  document_id_card: omitDescription(text('Identity card number')).optional(),
  document_license: omitDescription(text("Driver's license number")).optional(),
  document_passport: omitDescription(text('Passport number')).optional(),
  ...contactFields,
};

const businessName = omitDescription(text('Legal name'));
const businessFields = {
  external_entity_id: externalEntityId,
  business_alternate_name: omitDescription(text('Trading name (DBA)')).optional(),
  business_registry_id: omitDescription(text('Registry number')).optional(),
  business_federal_ein: omitDescription(text('US federal EIN')).optional(),
  ...contactFields,
};

const addedId = z.strictObject({
  external_entity_id: z.string().max(65_535).describe('Id to add'),
  external_entity_id_type: listed(text('cif, or a type configured in the account'), {
    memberNote: 'cif or configured',
  }).optional(),
  designation: oneOf(['primary'], 'Makes this id the primary one').optional(),
});
const externalEntityIds = z
  .array(addedId)
  .optional()
  .describe('Ids to add; at most one primary, by default the first ever');

function checkAddedIds(args: Arguments): readonly Issue[] {
  const { data: ids = [] } = externalEntityIds.safeParse(args['external_entity_ids']);
  const issues: Issue[] = [];
  if (ids.filter((id) => id.designation === 'primary').length > 1) {
    issues.push({
      argument: 'external_entity_ids',
      message: 'has more than one id marked primary; leave designation out of all but one',
    });
  }
  for (const [index, { external_entity_id: id }] of ids.entries()) {
    if (ids.findIndex((other) => other.external_entity_id === id) < index) {
      issues.push({
        argument: `external_entity_ids.${index}.external_entity_id`,
        message: 'is there twice; name each id once',
      });
    }
  }
  return issues;
}

export const get_single_alloy_entity_by_id = defineTool({
  name: 'get_single_alloy_entity_by_id',
  title: 'Get entity overview',
  description:
    'Evaluations, documents, reviews and notes of a person or business, and whether it is archived. Personal or company data: get_single_alloy_person_entity_by_id, get_single_alloy_business_entity_by_id. Unknown token: 400.',
  method: 'GET',
  path: '/entities/{entity_token}',
  params: { entity_token: { id: entityToken } },
  effect: 'read',
  asked:
    'everything we hold or know about a customer, full overview, profile, summary, how many evaluations, person or company, entity token',
  nextSteps: [
    {
      when: { 'result.evaluations.outcome': ['Manual Review'] },
      tool: 'get_single_alloy_evaluation_by_id',
      arguments: {
        id: evaluationOf({
          list: 'result.evaluations',
          where: { outcome: 'Manual Review' },
          member: 'evaluation_token',
        }),
      },
      why: 'An evaluation ended in Manual Review; this reads why. Compare with reviews before deciding it.',
    },
  ],
});

// The seed calls this a list; Alloy has no operation that lists entities.
export const list_all_alloy_entities = defineAlias(get_single_alloy_entity_by_id, {
  name: 'list_all_alloy_entities',
  title: 'Get entity overview (by entity_token)',
  description: 'Overview of one entity; Alloy cannot list all.',
  params: { entity_token: entityToken },
});

export const get_single_alloy_person_entity_by_id = defineTool({
  name: 'get_single_alloy_person_entity_by_id',
  title: 'Get person',
  description:
    'Stored data: names, birth date and SSN with history, documents, contacts, ids, groups, notes. Sensitive; read only when needed.',
  method: 'GET',
  path: '/entities/persons/{entity_token}',
  params: { entity_token: { id: segment('Or your external id (P-)') } },
  effect: 'read',
  asked:
    "a customer's personal data: address, phone, email, date of birth, SSN, name of a consumer or individual on record",
});

export const create_a_alloy_person_entity = defineTool({
  name: 'create_a_alloy_person_entity',
  title: 'Create person',
  description:
    'Stores a person without any check; needs name_first or name_last. Returns entity_token. Each call creates another. For a decision use create_a_alloy_journey_application or create_a_alloy_evaluation.',
  method: 'POST',
  path: '/entities/persons',
  body: { kind: 'json', fields: personFields },
  example: { name_first: 'Ada', name_last: 'Okafor', birth_date: '1990-01-31' },
  effect: 'write',
  anyOf: [['name_first'], ['name_last']],
  asked:
    'add, enter, insert, save or register an individual, customer, prospect, human, new person record with name, date of birth, SSN, no checks',
  nextSteps: buildStoredSteps({ ...person, at: 'result.entity_token' }),
});

export const update_a_alloy_person_entity_by_id = defineTool({
  name: 'update_a_alloy_person_entity_by_id',
  title: 'Update person',
  description:
    'Changes given fields of a person or adds external ids; ids once set stay. Whether contacts are added or replaced is undocumented: read the answer.',
  method: 'PATCH',
  path: '/entities/persons/{entity_token}',
  params: { entity_token: { id: segment('Or your external id (P-)') } },
  body: { kind: 'json', fields: { ...personFields, ...asInPerson, external_entity_ids: externalEntityIds } },
  example: { name_last: 'Okafor' },
  effect: 'write',
  check: checkAddedIds,
  asked:
    'customer moved, married, new home address, email, mobile, phone number, last name, correct typing error in SSN or date of birth; edit customer record',
});

export const get_single_alloy_business_entity_by_id = defineTool({
  name: 'get_single_alloy_business_entity_by_id',
  title: 'Get business',
  description: 'Stored data: names, registry number, EIN, contacts, ids, groups, notes.',
  method: 'GET',
  path: '/entities/businesses/{entity_token}',
  params: { entity_token: { id: segment('Or your external id (B-)') } },
  effect: 'read',
  asked:
    'company details, legal name, EIN, tax id, registration number, website, address, phone of a merchant, firm or LLC',
});

// The seed requires nothing; Alloy refuses a business without a name (its 400 example).
export const create_a_alloy_business_entity = defineTool({
  name: 'create_a_alloy_business_entity',
  title: 'Create business',
  description:
    'Stores a business without any check. Returns entity_token. Each call creates another. Link owners by a journey or an entity_group_created event.',
  method: 'POST',
  path: '/entities/businesses',
  body: { kind: 'json', fields: { business_name: businessName, ...businessFields, ...asInPerson } },
  effect: 'write',
  asked:
    'add, enter, insert, save or register a company, merchant, LLC, corporation, nonprofit or other organization, new business record, no checks',
  nextSteps: buildStoredSteps({ ...business, at: 'result.entity_token' }),
});

// Alloy does not say whether business_name stays required here; a partial update suggests not.
export const update_a_alloy_business_entity_by_id = defineTool({
  name: 'update_a_alloy_business_entity_by_id',
  title: 'Update business',
  description:
    'Changes given fields of a business or adds external ids; ids once set stay. Whether contacts are added or replaced is undocumented: read the answer.',
  method: 'PATCH',
  path: '/entities/businesses/{entity_token}',
  params: { entity_token: { id: segment('Or your external id (B-)') } },
  body: {
    kind: 'json',
    fields: {
      business_name: businessName.optional(),
      ...businessFields,
      ...asInPerson,
      external_entity_ids: listed(externalEntityIds, {
        omitMembers: true,
        description: 'As in update_a_alloy_person_entity_by_id',
      }),
    },
  },
  example: { business_name: 'Okafor Trading LLC' },
  effect: 'write',
  check: checkAddedIds,
  asked:
    'company moved or renamed, new address, legal name, website, phone, EIN of a merchant or firm; edit or correct company record',
});

// The seed knows no body; Alloy's OpenAPI has these fields at the top level, its guide inside `data`. OpenAPI followed.
export const create_a_alloy_entity_merge = defineTool({
  name: 'create_a_alloy_entity_merge',
  title: 'Merge entities',
  description:
    "Folds the secondary of two duplicates into the primary. Cannot be undone: the secondary's token is dropped, its ids and activity move; where one value can stay, the primary's does. Name each side by token or external id. Compare both first.",
  method: 'POST',
  path: '/entities/merge',
  body: {
    kind: 'json',
    fields: {
      primary_entity_token: listed(text('Entity that stays'), { description: 'Stays' }).optional(),
      primary_external_entity_id: omitDescription(text('Or its external id')).optional(),
      secondary_entity_token: listed(text('Entity that is absorbed'), {
        description: 'Is absorbed',
      }).optional(),
      secondary_external_entity_id: omitDescription(text('Or its external id')).optional(),
    },
  },
  example: { secondary_entity_token: 'P-7HdQ2mXc4RfTkL9sVb1Z' },
  effect: 'decide',
  anyOf: [
    ['primary_entity_token', 'secondary_entity_token'],
    ['primary_entity_token', 'secondary_external_entity_id'],
    ['primary_external_entity_id', 'secondary_entity_token'],
    ['primary_external_entity_id', 'secondary_external_entity_id'],
  ],
  check: (args) =>
    ['entity_token', 'external_entity_id'].flatMap((field) => {
      const secondary = args[`secondary_${field}`];
      if (secondary === undefined || secondary !== args[`primary_${field}`]) return [];
      return [
        {
          argument: `secondary_${field}`,
          message: 'is the same as the primary; name the other entity here, the one to be absorbed',
        },
      ];
    }),
  asked: 'combine, dedupe or consolidate duplicate customers, two records or profiles of the same person',
  nextSteps: [
    {
      tool: 'get_single_alloy_entity_by_id',
      arguments: { id: { at: ['args.primary_entity_token', 'args.primary_external_entity_id'] } },
      why: 'Shows the entity that stayed, with what was moved to it.',
    },
  ],
  hints: [
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'The two have to be different and both persons or both businesses: compare them with get_single_alloy_entity_by_id, and name each side in one way (token or external id).',
    },
  ],
});

export const create_a_alloy_entity_note = defineTool({
  name: 'create_a_alloy_entity_note',
  title: 'Add entity note',
  description: 'Adds a note to an entity, for good; each call adds one more.',
  method: 'POST',
  path: '/entities/{entity_token}/notes',
  params: { entity_token: entityToken },
  body: { kind: 'json', fields: { note, note_author_agent_email: agentEmail } },
  effect: 'write',
  asked:
    "comment, remark or memo on a customer's, person's or company's file, profile or record; write something down about a client",
});
