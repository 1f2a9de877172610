/**
 * `data` in the answers to person_* and business_* events. Two guides print it in two forms; which one is due follows
 * from whether entity groups are involved (see `short` in handler.ts).
 * Sources: https://developer.alloy.com/public/docs/creating-entities-and-bank-accounts-events (short) and
 * https://developer.alloy.com/public/docs/onboarding-with-entity-groups (full)
 */

import type { Account } from '../account.ts';
import { buildEventEntity, buildMembership } from '../entities/answer.ts';
import type { Entity } from '../records/entities.ts';
import type { Json } from '../values.ts';

const mask = '*********';

/** Only the answers to *_created events list the groups. */
export function buildFullAnswer(account: Account, entity: Entity, created: boolean): Json {
  if (!created) return buildEventEntity(entity);
  const entity_groups = account.groups.membershipsOf(entity.token).map(({ group, relationship }) => ({
    ...buildMembership({ group, relationship }),
    // By name here, in Alloy's order of roles in the group's own answers: so in the guide.
    roles: [...relationship.roles].sort(),
  }));
  return { ...buildEventEntity(entity), entity_groups };
}

export function buildShortAnswer(entity: Entity): Json {
  const emails = entity.emails.map(({ email_address }) => ({ email_address }));
  const phones = entity.phones.map(({ phone_number }) => ({ phone_number }));
  const full = buildEventEntity(entity);
  if (entity.type === 'business') {
    // The guide's sample leaves the country out.
    const addresses = entity.addresses.map(
      ({ line_1, line_2, city, state, postal_code, created_at, type, evaluation_token }) => ({
        line_1,
        line_2,
        city,
        state,
        postal_code,
        created_at,
        type,
        evaluation_token,
      }),
    );
    const { _embedded, ...shown } = full;
    return { ...shown, addresses, emails, phones };
  }
  const addresses = entity.addresses.map(
    ({ line_1, line_2, city, state, postal_code, country_code, type }) => ({
      line_1,
      line_2,
      city,
      state,
      postal_code,
      country_code,
      type,
    }),
  );
  return {
    ...full,
    birth_date: entity.birthDates.length === 0 ? null : mask,
    document_ssn: entity.ssns.length === 0 ? null : mask,
    addresses,
    emails,
    phones,
    _embedded: {
      document_ssns: entity.ssns.map(({ created_at }) => ({ document_ssn: mask, created_at })),
      birth_dates: entity.birthDates.map(({ created_at }) => ({ birth_date: mask, created_at })),
    },
  };
}
