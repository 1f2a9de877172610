/**
 * The entities of a journey application, in the forms that creating, updating, rerunning and batching take.
 * Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-applications
 *
 * Which attributes a journey reads is configured in the account, so `data` and what lies in it stay open; the item
 * around it is Alloy's own and closed, which finds attributes that were written beside `data` instead of into it.
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import type { Arguments, Issue } from '../../src/registry/tool.ts';
import { flag, integer, json, oneOf, text } from '../schemas.ts';

/** Alloy names the kinds of address in its text only, not as a closed set. */
const buildAddresses = (kind: z.ZodString) =>
  z
    .array(
      z.looseObject({
        type: kind.optional(),
        line_1: text('Street').optional(),
        line_2: text('Flat, floor, suite').optional(),
        city: text('City').optional(),
        state: text('State or region code, e.g. NY').optional(),
        postal_code: text('Postal code').optional(),
        country_code: text('ISO country code, e.g. US').optional(),
      }),
    )
    .optional()
    .describe('Postal addresses');

const personKinds = 'primary, secondary, previous, mailing, shipping, service, other';

/** What an applicant and a representative of a business have in common. */
const personal = {
  name_first: text('Given name').optional(),
  name_middle: text('Middle name').optional(),
  name_last: text('Family name').optional(),
  birth_date: text('Date of birth, YYYY-MM-DD').optional(),
  document_ssn: text('US Social Security number, digits only').optional(),
  email_address: text('Email address').optional(),
  phone_number: text('Phone number').optional(),
};

const representativeRoles = [
  'principal_owner',
  'authorized_signer',
  'coborrower',
  'joint',
  'guarantor',
  'director',
] as const;

const representative = listed(
  z.looseObject({
    ...personal,
    addresses: buildAddresses(text(`Kind: ${personKinds}`)),
    type: oneOf(representativeRoles, 'Role in the business').optional(),
    // Typed as text by Alloy, sent as a number in its own sample: both pass.
    ownership_percentage: z
      .union([z.string(), z.number()])
      .optional()
      .describe('Share owned in percent, e.g. 66.6'),
  }),
  {
    // The members before its role are those of data, which have just been told.
    signature: `{name_first to addresses as above, type:${representativeRoles.join('|')}, ownership_percentage (percent)}`,
  },
);

const entityData = z
  .looseObject({
    ...personal,
    addresses: buildAddresses(
      listed(
        text(`Person: ${personKinds}. Business: business_primary, business_secondary, business_previous`),
        {
          memberNote: 'primary, business_primary, ...',
        },
      ),
    ),
    document_national_id: text('Non-US national id').optional(),
    document_id_card: text('Identity card number').optional(),
    document_license: text('US driver licence number').optional(),
    document_passport: text('Passport number').optional(),
    gender: text('Gender').optional(),
    ip_address_v4: text('IPv4 address of the applicant').optional(),
    business_name: text('Legal name of the business').optional(),
    business_federal_ein: text('US employer id, digits only').optional(),
    business_registry_id: text('Non-US registry number').optional(),
    business_phone_number: text('Phone number of the business').optional(),
    business_url: text('Web site of the business').optional(),
    representatives: z.array(representative).optional().describe('Owners and officers of the business'),
    meta: json('Your metadata for decisions and reviews; not sent to vendors').optional(),
  })
  .describe(
    'Attributes that the journey reads, of a person or a business; those of its own as well (see list_all_alloy_journey_parameters)',
  );

const entityType = oneOf(
  ['person', 'business'],
  'Default: by the attributes in data, person or business',
).optional();
const branchName = listed(
  text(
    'Branch to start on, as configured in the journey; needed if it has several. Default: persons or businesses',
  ),
  { memberNote: 'if several' },
).optional();

/** An entity that enters an application. */
const newEntity = {
  entity_type: entityType,
  branch_name: branchName,
  external_entity_id: text('Your id; an entity that has it is reused, otherwise one is created').optional(),
  entity_token: text('Existing entity to run (P-, B-)').optional(),
  data: entityData,
};

export const newEntities = z
  .array(z.strictObject(newEntity))
  .min(1)
  .describe('data may hold further attributes of the journey.');

export const batchEntities = listed(
  z
    .array(
      z.strictObject({
        ...newEntity,
        multi_entity_application_batch_key: text(
          'Entities with the same key share one application; without it each has its own',
        ).optional(),
        auto_decision_node_outcomes: z
          .record(z.string(), z.string())
          .optional()
          .describe(
            'Outcomes fixed in advance, the nodes are skipped: workflow or action name, node id or "Manual Review" to outcome',
          ),
        external_partner_id: text('Your partner id').optional(),
        external_product_id: text('Your product id').optional(),
        external_group_id: text('Your group id').optional(),
      }),
    )
    .min(1),
  { omitMembers: true },
).describe(
  'As in create_a_alloy_journey_application, plus multi_entity_application_batch_key (same key: one application; none: one each), auto_decision_node_outcomes ({node name, node id or "Manual Review": outcome}, presets and skips nodes), external_partner_id, external_product_id, external_group_id',
);

/** In a rerun `null` takes an attribute of the first run away. */
const changedData = z
  .looseObject(
    Object.fromEntries(
      Object.entries(entityData.shape).map(([name, attribute]) => [
        name,
        attribute.nullable().describe(attribute.description ?? name),
      ]),
    ),
  )
  .describe('Attributes to change or, for a new entity, all of them; null removes one');

export const changedEntities = listed(z.array(z.strictObject({ ...newEntity, data: changedData })), {
  omitMembers: true,
}).describe(
  'As in create_a_alloy_journey_application. With entity_token: data holds what changes (null removes); without: a further entity',
);

const documents = {
  document_token_front: text('Uploaded image of the front (D-)').optional(),
  document_token_back: text('Uploaded image of the back (D-)').optional(),
  document_token_selfie: text('Uploaded selfie (D-)').optional(),
  document_step: oneOf(
    ['front', 'back', 'final'],
    'final starts the check; front and back only look at image quality',
  ).optional(),
};

/**
 * Alloy documents three shapes of item: a new entity, data for a known one, documents for a known one. They are one
 * schema here, since their members do not contradict each other. Alloy's schema asks for `data` in all three, its
 * guide sends `answers` without: `checkUpdatedEntities` asks for one of both.
 */
export const updatedEntities = listed(
  z
    .array(
      z.strictObject({
        entity_token: text('Entity concerned, or existing entity to add (P-, B-)').optional(),
        external_entity_id: text('The same by your id').optional(),
        entity_application_token: text('One entity application of this application (EA-)').optional(),
        entity_type: oneOf(['person', 'business'], 'Only when adding an entity').optional(),
        branch_name: text('Branch to start on; only when adding an entity').optional(),
        data: entityData
          .extend(documents)
          .optional()
          .describe(
            'New entity: all attributes. Known entity: what changed or was missing, or the documents',
          ),
        answers: z
          .array(
            z.strictObject({
              question_id: integer('Question that was asked').optional(),
              answer_id: integer('Answer chosen').optional(),
            }),
          )
          .min(1)
          .optional()
          .describe('Answers to the knowledge questions of a data_request'),
      }),
    )
    .min(1),
  { omitMembers: true },
).describe(
  '{entity_token|external_entity_id|entity_application_token, data, answers:[{question_id:integer, answer_id:integer}]}; no id needed if the application has one entity. data: missing or corrected attributes (merged in), or documents {document_token_front, document_token_back, document_token_selfie, document_step:"final"}. New entity: as in create_a_alloy_journey_application',
);

export function checkUpdatedEntities({ entities }: Arguments): readonly Issue[] {
  const items = updatedEntities.safeParse(entities).data ?? [];
  return items.flatMap((item, index) => {
    const issues: Issue[] = [];
    const at = `entities.${index}`;
    const isNew = item.entity_type !== undefined || item.branch_name !== undefined;
    if (item.data === undefined && (isNew || item.answers === undefined)) {
      issues.push({
        argument: `${at}.data`,
        message: isNew
          ? 'A new entity needs data, e.g. {"name_first": "Ada", "name_last": "Byron"}.'
          : 'An item needs data (attributes or documents) or answers; add what the application waits for.',
      });
    }
    if (isNew && item.entity_application_token !== undefined) {
      issues.push({
        argument: `${at}.entity_application_token`,
        message:
          'entity_type and branch_name add a new entity, entity_application_token names one that is there; leave out the one that is not meant.',
      });
    }
    return issues;
  });
}

export const excludedEntities = listed(
  z.array(z.string().min(1)).optional().describe('Entity tokens to drop; one must remain'),
  { description: 'To drop; one must remain' },
);

/** An entity cannot be changed and left out by the same rerun. */
export function checkRerunEntities(args: Arguments): readonly Issue[] {
  const excluded = excludedEntities.safeParse(args['exclude_entity_tokens']).data ?? [];
  const items = changedEntities.safeParse(args['entities']).data ?? [];
  return items.flatMap(({ entity_token: token }, index) =>
    token !== undefined && excluded.includes(token)
      ? [
          {
            argument: `entities.${index}.entity_token`,
            message: `${token} is in exclude_entity_tokens too; either change this entity or leave it out.`,
          },
        ]
      : [],
  );
}

export const hasFinishedSending = flag('No more entities follow; final').optional();
