/**
 * What several event types share: ids, people, businesses, accounts, cards, devices, roles.
 * Source: https://developer.alloy.com/public/docs/api-request
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { flag, json, number, oneOf, text } from '../schemas.ts';
import {
  categories,
  interactionPoints,
  processMethods,
  transactionStatuses,
} from '../transactions/schemas.ts';
import { type Members, type OneOf, openObject, stateInTheUs } from './describe.ts';

/** Members of every type. */
export const common = {
  timestamp: text('When it happened, ISO 8601'),
  supplemental_data: json('Inputs of the mapped workflows').nullish(),
  meta: json('Free JSON').nullish(),
};

export const moment = (what: string) => text(`${what}, ISO 8601`);
export const entityId = text('Your id of the entity');
export const entityToken = text('Entity token (P-, B-)');
export const accountId = text('Your id of the account');
export const accountToken = text('Account token (A-)');
export const groupToken = text('Entity group token (EG-)');
export const groupId = text('Your id of the entity group');
export const statusDetail = text('More on the status').nullish();
export const fraud = oneOf(['fraud', 'not fraud'], 'Fraud label').nullish();
export const cents = (what: string) => listed(number(`${what}, in cents`).nullish(), { memberNote: 'cents' });
export const currency = text('ISO 4217');
export const country = text('ISO 3166-1 alpha-2');

export const entityOrToken: OneOf = [['external_entity_id'], ['entity_token']];
export const accountOrToken: OneOf = [['external_account_id'], ['account_token']];
export const entityIds = { external_entity_id: entityId.nullish(), entity_token: entityToken.nullish() };
export const accountIds = { external_account_id: accountId.nullish(), account_token: accountToken.nullish() };

export const role = listed(
  oneOf(
    [
      'primary',
      'shareholder',
      'secondary',
      'beneficiary',
      'beneficial_owner',
      'control_prong',
      'director',
      'authorized_signer',
      'principal_owner',
      'coborrower',
      'joint',
      'guarantor',
    ],
    'Role in the entity group; every group needs a primary',
  ),
  { pieceName: 'role' },
);
export const roles = z.array(role).nullish().describe('Roles in the group');
export const share = listed(z.int().min(0).max(100).nullish().describe('Percent owned'), {
  memberNote: '0-100',
});
export const title = text('Position in the group').nullish();

export const holder = listed(
  oneOf(
    [
      'primary',
      'secondary',
      'power_of_attorney',
      'authorized_signer',
      'authorized_user',
      'beneficiary',
      'joint_owner',
      'custodian',
      'guardian',
      'trustee',
    ],
    'What the entity is to the account',
  ),
  { pieceName: 'holder' },
);

export const loginDeviceMembers = {
  external_device_id: text('Your id of the device').nullish(),
  ip_address_v4: text('IPv4').nullish(),
  ip_address_v6: text('IPv6').nullish(),
};
export const device = listed(
  openObject({
    ...loginDeviceMembers,
    registered_device: flag('The customer registered it').nullish(),
  }).describe('Device used'),
  { pieceName: 'device' },
);

export const groupExternalId = listed(
  openObject({
    external_entity_id: listed(text('Your id of the GROUP'), { memberNote: "the group's id" }),
    type: text('Label of the id').nullish(),
    designation: oneOf(['primary'], 'Marks the primary id').nullish(),
  }),
  { pieceName: 'group_id' },
);

export const accountEntity = listed(
  openObject({ account_holder_type: holder.nullish(), ...entityIds }, entityOrToken),
  { pieceName: 'account_entity' },
);
export const accountEntities = z.array(accountEntity).describe('Holders; the entities exist already');

/** Members that several types share, written once in the text that a model reads. */
export interface Part {
  readonly name: string;
  readonly members: Members;
}

export const profile: Part = {
  name: 'profile',
  members: {
    addresses: z
      .array(
        openObject(
          {
            // Alloy lists the kinds in a text only, so others pass.
            type: listed(
              text(
                'primary, secondary, previous, mailing, shipping, service, other, business_primary, business_secondary or business_previous',
              ),
              { memberNote: 'primary, mailing, business_primary, ...' },
            ),
            line_1: text('Street'),
            line_2: text('Unit').nullish(),
            city: text('City'),
            state: listed(text('State; required in the US').nullish(), { memberNote: 'required if US' }),
            postal_code: text('Postal code'),
            country_code: country,
          },
          [],
          [stateInTheUs],
        ),
      )
      .nullish(),
    emails: z.array(openObject({ email_address: text('Email address').nullish() })).nullish(),
    phones: z
      .array(
        openObject({
          phone_number: text('Phone number'),
          type: oneOf(['home', 'cell', 'fax', 'work'], 'Default home').nullish(),
        }),
      )
      .nullish(),
    status: oneOf(['active', 'inactive'], 'Status of the entity').nullish(),
    status_detail: z.string().min(1).nullish().describe('More on the status'),
    status_fraud: fraud,
    external_entity_ids: z
      .array(
        openObject({
          external_entity_id: z.string().max(65_535).describe('A further id of yours'),
          external_entity_id_type: text('Kind of id, e.g. cif').nullish(),
          designation: oneOf(['primary'], 'Marks the primary id').nullish(),
        }),
      )
      .nullish(),
    entity_groups: z
      .array(
        openObject(
          {
            entity_group_token: groupToken.nullish(),
            external_entity_group_id: groupId.nullish(),
            // Only in the guide's samples.
            type: text('person or business').nullish(),
            roles,
            ownership_percentage: share,
            title,
          },
          [['external_entity_group_id'], ['entity_group_token']],
        ),
      )
      .nullish(),
  },
};

export const person: Part = {
  name: 'person',
  members: {
    name_first: text('Given name').nullish(),
    name_last: text('Family name').nullish(),
    birth_date: listed(text('Date of birth').nullish(), { memberNote: 'YYYY-MM-DD' }),
    gender: text('Gender').nullish(),
    document_ssn: listed(text('Social security number').nullish(), { memberNote: '9 digits' }),
    document_id_card: text('Identity card number').nullish(),
    document_license: text("Driver's license number").nullish(),
    document_passport: text('Passport number').nullish(),
  },
};

export const business: Part = {
  name: 'business',
  members: {
    business_alternate_name: text('Trading name').nullish(),
    business_registry_id: text('Registry number').nullish(),
    business_federal_ein: text('Federal EIN').nullish(),
  },
};
export const businessName = text('Legal name');

export const account: Part = {
  name: 'account',
  members: {
    ...entityIds,
    account_class: oneOf(['credit', 'deposit', 'brokerage', 'loan'], 'Kind of account').nullish(),
    account_name: text('Label').nullish(),
    routing_number: text('Routing number').nullish(),
    opening_date: moment('Opened').nullish(),
    maturity_date: moment('Matures').nullish(),
    closing_date: moment('Closed').nullish(),
    cif_number: text('Customer number in the core').nullish(),
    card_network: text('E.g. Visa').nullish(),
    country_code: country.nullish(),
    currency: currency.nullish(),
    product_code: text('Product code').nullish(),
    product_name: text('Product name').nullish(),
    status: listed(text('E.g. Active, Frozen').nullish(), { memberNote: 'e.g. Active' }),
    status_detail: statusDetail,
    credit_limit: cents('Credit limit'),
    account_balance: cents('Balance'),
    account_type_status: oneOf(
      ['Written Off', 'Active', 'Refinanced', 'Past Due', 'Paid Off', 'Cancelled'],
      'State of the loan or account',
    ).nullish(),
    status_fraud: fraud,
    entity_group_token: groupToken.nullish(),
    external_entity_group_id: groupId.nullish(),
  },
};
export const accountNumber = text('Account number');
export const accountUpdate = {
  ...accountIds,
  account_number: accountNumber.nullish(),
  entities: accountEntities.nullish(),
};
export const linked = moment('When linked; default timestamp').nullish();
export const unlinked = listed(moment('When unlinked').nullish(), { memberNote: 'or link_timestamp' });

export const card: Part = {
  name: 'card',
  members: {
    external_card_id: text('Your id of the card'),
    external_entity_id: entityId,
    card_name: text('Label').nullish(),
    product_name: text('Product name').nullish(),
    product_code: text('Product code').nullish(),
    card_type: oneOf(['debit', 'credit', 'prepaid', 'charge'], 'Kind of card').nullish(),
    form_factor: oneOf(['physical', 'virtual'], 'Plastic or not').nullish(),
    issued_at: moment('Issued').nullish(),
    expiry_month: listed(text('Month, 1 to 12, as text').nullish(), { memberNote: '1-12' }),
    expiry_year: listed(text('Year, four digits, as text').nullish(), { memberNote: 'YYYY' }),
    pin_updated_at: moment('PIN changed').nullish(),
    pin_update_method: oneOf(['app', 'ivr', 'agent', 'atm', 'other'], 'How it was changed').nullish(),
    is_locked: flag('Locked').nullish(),
    lock_expires_at: moment('Lock ends').nullish(),
    status: oneOf(
      ['active', 'inactive', 'deactivated', 'terminated', 'pending_activation', 'expired'],
      'Status of the card',
    ).nullish(),
    status_detail: statusDetail,
    entities: z
      .array(
        openObject({
          card_holder_type: oneOf(
            ['primary', 'secondary', 'authorized_user'],
            'What the entity is to the card',
          ),
          external_entity_id: entityId,
        }),
      )
      .nullish(),
    accounts: z
      .array(
        openObject({
          external_account_id: accountId,
          account_type: oneOf(['primary', 'secondary'], 'What the account is to the card'),
        }),
      )
      .nullish(),
    replaces_external_card_id: text('Your id of the card before').nullish(),
    replacement_reason: text('Why it was replaced').nullish(),
    external_entity_group_id: groupId.nullish(),
    entity_group_token: groupToken.nullish(),
  },
};

const counterparty = openObject(
  {
    external_counterparty_id: text('Your id of the other side').nullish(),
    account_number: accountNumber.nullish(),
    routing_number: text('Routing number').nullish(),
    name_first: text('Given name').nullish(),
    name_last: text('Family name').nullish(),
    counterparty_type: text('Kind of counterparty').nullish(),
    account_name: text('Name of its account').nullish(),
    address_line_1: text('Street').nullish(),
    address_line_2: text('Unit').nullish(),
    address_city: text('City').nullish(),
    address_state: text('State').nullish(),
    address_postal_code: text('Postal code').nullish(),
    address_country_code: text('Country').nullish(),
    card_network: text('Card network').nullish(),
    merchant_category_code: text('MCC').nullish(),
    merchant_category_description: text('What the MCC stands for').nullish(),
    name_on_card: text('Name on the card').nullish(),
    avs: text('Address verification result').nullish(),
    description: text('Description').nullish(),
    currency: currency.nullish(),
  },
  [['account_number'], ['external_counterparty_id']],
).describe('The other side');

const linkedTransaction = openObject(
  {
    external_transaction_id: text('Your id of that transaction').nullish(),
    transaction_token: text('Its token').nullish(),
    reason: text('E.g. Chargeback'),
  },
  [['external_transaction_id'], ['transaction_token']],
);

export const transaction: Members = {
  external_transaction_id: text('Your id; a known one updates that transaction'),
  amount: listed(z.int().describe('Cents; the sign is the direction'), {
    memberNote: 'cents; sign = direction',
  }),
  currency,
  counterparty,
  transaction_created_date: moment('Made in your system; fixed afterwards'),
  external_entity_id: entityId.nullish(),
  external_account_id: accountId.nullish(),
  entity_token: entityToken.nullish(),
  account_token: accountToken.nullish(),
  bank_account_token: text("account_token, as Alloy's guide names it").nullish(),
  category: oneOf(categories, 'Finer kind than process_method').nullish(),
  // RTP is in the schema's text but not in its enum: let Alloy judge.
  process_method: oneOf(processMethods, 'Rail').nullish(),
  interaction_point: oneOf(interactionPoints, 'Where it took place').nullish(),
  status: oneOf(transactionStatuses, 'Status of the transaction').nullish(),
  status_detail: statusDetail,
  // The guide's samples say transaction_settled_date; that passes as a member of the caller's own.
  transaction_settled_at: moment('Settled').nullish(),
  description: text('Description').nullish(),
  type_code: text('Raw type code').nullish(),
  type_description: text('What the code stands for').nullish(),
  is_approved: flag('The customer approved it').nullish(),
  is_reversal: flag('It is a refund').nullish(),
  is_triggered_by_user: flag('The entity started it (ACH push, not pull)').nullish(),
  linked_transactions: z.array(linkedTransaction).nullish().describe('Related transactions'),
  return_code: text('ACH return code, e.g. R01').nullish(),
  return_code_reason: oneOf(['Unauthorized'], 'Why it was returned').nullish(),
  response_code: number('Card response code').nullish(),
  iso_message: number('ISO message of a card transaction').nullish(),
  entry_mode: number('POS entry mode').nullish(),
};

/** What the text of the tool explains once, by the names the members refer to. */
export const pieces: readonly (readonly [string, z.ZodType])[] = [
  ['account_entity', accountEntity],
  ['group_id', groupExternalId],
  ['device', device],
  ['role', role],
  ['holder', holder],
];
