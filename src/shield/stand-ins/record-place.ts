/**
 * Which record a value of an answer belongs to, by the nearest token around it, and by its place in lists where these
 * have no tokens of their own.
 */
import type { Members } from '../../base/values.ts';

export interface RecordPlace {
  /** The same for the same record, whatever answer it stands in. */
  read(): string;
  enterItem(index: number): void;
  enterRecord(members: Members): void;
  leave(): void;
}

/** The first that a record has names it: a person is the same in every evaluation. */
const names = [
  'entity_token',
  'external_entity_id',
  'account_token',
  'external_account_id',
  'evaluation_token',
  'journey_application_token',
  'investigation_token',
  'event_request_token',
  'list_token',
];

export function createRecordPlace(): RecordPlace {
  const outer: string[] = [];
  let place = '';
  return {
    read: () => place,
    enterItem(index) {
      outer.push(place);
      place = `${place}#${index}`;
    },
    enterRecord(members) {
      outer.push(place);
      for (const name of names) {
        if (!Object.hasOwn(members, name)) continue;
        const token = members[name];
        if (typeof token !== 'string') continue;
        place = token;
        return;
      }
    },
    leave() {
      place = outer.pop() ?? '';
    },
  };
}
