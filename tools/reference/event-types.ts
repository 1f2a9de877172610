/** What each event type reports and what has to be there first. Source: https://developer.alloy.com/public/docs/api-request */

export interface EventType {
  readonly type: string;
  readonly reports: string;
  readonly needs: string;
}

const entity = 'the entity';
const accountAndEntity = 'the account and its entities';

export const eventTypes: readonly EventType[] = [
  { type: 'person_created', reports: 'a new person', needs: 'an external id that is not taken' },
  { type: 'person_updated', reports: 'changed data of a person', needs: entity },
  { type: 'business_created', reports: 'a new business', needs: 'an external id that is not taken' },
  { type: 'business_updated', reports: 'changed data of a business', needs: entity },
  { type: 'bank_account_created', reports: 'an account opened with you', needs: 'its entities' },
  { type: 'bank_account_updated', reports: 'changed data of such an account', needs: accountAndEntity },
  { type: 'external_account_created', reports: 'a linked account held elsewhere', needs: 'its entities' },
  {
    type: 'external_account_updated',
    reports: 'a linked account changed, unlinked or linked again',
    needs: accountAndEntity,
  },
  {
    type: 'transaction',
    reports: 'a movement of money; the same external_transaction_id updates it',
    needs: accountAndEntity,
  },
  { type: 'login', reports: 'an attempt to sign in', needs: entity },
  { type: 'credentials_updated', reports: 'changed credentials', needs: entity },
  { type: 'embedded_authentication', reports: 'an embedded application opened', needs: entity },
  { type: 'modify_notification', reports: 'changed notification settings', needs: entity },
  { type: 'entity_group_created', reports: 'a new group of entities', needs: 'its members' },
  {
    type: 'entity_group_updated',
    reports: 'members or data of a group changed; it can remove members and archive the group',
    needs: 'the group',
  },
  { type: 'card_created', reports: 'a card issued', needs: entity },
  { type: 'card_updated', reports: 'changed data of a card', needs: 'the card and its entity' },
];
