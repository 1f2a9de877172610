/**
 * Bodies of POST and PATCH /entities/persons and /entities/businesses, what they change, and what Alloy's formatter makes
 * of values. Sources: https://developer.alloy.com/public/reference/entities and
 * https://developer.alloy.com/public/reference/onboard-a-person-1
 */

import * as z from 'zod';
import type { EntityChange, ExternalId } from '../records/entities.ts';
import { filledText, isoDate, type Json, optionalFilledText, optionalText } from '../values.ts';

/** Alloy's example spells the keys address_*, its newer answers do without the prefix; both are taken. */
const address = z.looseObject({
  line_1: optionalText,
  line_2: optionalText,
  city: optionalText,
  state: optionalText,
  postal_code: optionalText,
  country_code: optionalText,
  address_line_1: optionalText,
  address_line_2: optionalText,
  address_city: optionalText,
  address_state: optionalText,
  address_postal_code: optionalText,
  address_country_code: optionalText,
  type: optionalFilledText,
});

const sharedMembers = {
  external_entity_id: z.string().min(1).max(65_535).nullish(),
  addresses: z.array(address).nullish(),
  emails: z.array(z.looseObject({ email_address: filledText })).nullish(),
  phones: z.array(z.looseObject({ phone_number: filledText, type: optionalFilledText })).nullish(),
  pii_status: z.enum(['successful', 'failed', 'pending']).nullish(),
};

const personMembers = {
  ...sharedMembers,
  name_first: optionalFilledText,
  name_middle: optionalText,
  name_last: optionalFilledText,
  gender: optionalText,
  birth_date: isoDate.nullish(),
  document_ssn: z.string().regex(/^\d+$/).nullish(),
  document_id_card: optionalText,
  document_license: optionalText,
  document_passport: optionalText,
};

const businessMembers = {
  ...sharedMembers,
  business_alternate_name: optionalText,
  business_registry_id: optionalText,
  business_federal_ein: optionalText,
};

const externalEntityIds = z
  .array(
    z.strictObject({
      external_entity_id: z.string().min(1).max(65_535),
      external_entity_id_type: optionalText,
      designation: z.literal('primary').nullish(),
    }),
  )
  .superRefine((list, context) => {
    const ids = list.map(({ external_entity_id }) => external_entity_id);
    if (new Set(ids).size < ids.length)
      context.addIssue({
        code: 'custom',
        message: 'contains a duplicate value',
        params: { type: 'array.unique' },
      });
    if (list.filter(({ designation }) => designation === 'primary').length > 1)
      context.addIssue({
        code: 'custom',
        message: 'may designate one primary id only',
        params: { type: 'array.unique' },
      });
  })
  .nullish();

export const personCreateBody = z.strictObject(personMembers).superRefine((body, context) => {
  if (body.name_first || body.name_last) return;
  context.addIssue({
    code: 'custom',
    message: 'must contain at least one of [name_first, name_last]',
    params: { type: 'object.missing' },
  });
});

export const personUpdateBody = z.strictObject({ ...personMembers, external_entity_ids: externalEntityIds });

export const businessCreateBody = z.strictObject({ ...businessMembers, business_name: filledText });

/** Whether a PATCH needs the name again is not stated; it would make little sense. */
export const businessUpdateBody = z.strictObject({
  ...businessMembers,
  business_name: optionalFilledText,
  external_entity_ids: externalEntityIds,
});

export type EntityBody = Partial<z.output<typeof personUpdateBody> & z.output<typeof businessUpdateBody>>;

const attributeNames = [
  'name_first',
  'name_middle',
  'name_last',
  'gender',
  'document_id_card',
  'document_license',
  'document_passport',
  'business_name',
  'business_alternate_name',
  'business_registry_id',
  'business_federal_ein',
  'pii_status',
] as const;

/** Null says nothing. Lists are added to what is known: Alloy keeps several of each, as its merge guide shows. */
export function buildEntityChange(body: EntityBody, defaultAddressType: string): EntityChange {
  return {
    attributes: Object.fromEntries(
      attributeNames.map((name) => [name, body[name] ?? null] as const).filter(([, value]) => value !== null),
    ),
    externalIds: readExternalIds(body),
    addresses: (body.addresses ?? []).map((each) => ({
      line_1: each.line_1 ?? each.address_line_1 ?? null,
      line_2: each.line_2 ?? each.address_line_2 ?? null,
      city: each.city ?? each.address_city ?? null,
      state: each.state ?? each.address_state ?? null,
      postal_code: each.postal_code ?? each.address_postal_code ?? null,
      country_code: each.country_code ?? each.address_country_code ?? null,
      type: each.type ?? defaultAddressType,
    })),
    emails: (body.emails ?? []).map(({ email_address }) => email_address),
    ...buildSharedChange(body),
  };
}

interface SharedMembers {
  readonly phones?:
    | readonly { readonly phone_number: string; readonly type?: string | null | undefined }[]
    | null
    | undefined;
  readonly document_ssn?: string | null | undefined;
  readonly birth_date?: string | null | undefined;
  readonly external_entity_ids?:
    | readonly { readonly external_entity_id: string; readonly designation?: 'primary' | null | undefined }[]
    | null
    | undefined;
}

/** Of the members that bodies of REST and `data` of events spell alike. */
export function buildSharedChange({ phones, document_ssn, birth_date, external_entity_ids }: SharedMembers) {
  const primary = external_entity_ids?.find(({ designation }) => designation === 'primary');
  return {
    phones: (phones ?? []).map(({ phone_number, type }) => ({
      phone_number: formatPhone(phone_number),
      type: type ?? 'home',
    })),
    ...(document_ssn ? { ssn: document_ssn } : {}),
    ...(birth_date ? { birthDate: birth_date } : {}),
    ...(primary === undefined ? {} : { primaryExternalId: primary.external_entity_id }),
  } satisfies EntityChange;
}

function readExternalIds(body: EntityBody): ExternalId[] {
  const own = body.external_entity_id;
  return [
    ...(own ? [{ external_entity_id: own, external_entity_id_type: null }] : []),
    ...(body.external_entity_ids ?? []).map(({ external_entity_id, external_entity_id_type }) => ({
      external_entity_id,
      external_entity_id_type: external_entity_id_type ?? null,
    })),
  ];
}

/** Text is trimmed; phones become E.164, states and countries capitals; the rest stays as it is. */
export function formatSupplied(supplied: Json): Json {
  const formatted = { ...supplied };
  for (const [key, value] of Object.entries(supplied)) {
    if (typeof value !== 'string') continue;
    const trimmed = value.trim();
    formatted[key] = Object.hasOwn(formatters, key) ? (formatters[key]?.(trimmed) ?? trimmed) : trimmed;
  }
  return formatted;
}

const formatters: Readonly<Record<string, (value: string) => string>> = {
  phone_number: formatPhone,
  address_state: (value) => (value.length === 2 ? value.toUpperCase() : value),
  document_license_state: (value) => value.toUpperCase(),
  address_country_code: (value) => value.toUpperCase(),
};

/** In E.164: ten digits and eleven that start with 1 are American. */
export function formatPhone(supplied: string): string {
  const digits = supplied.replaceAll(/\D/g, '');
  if (supplied.trim().startsWith('+')) return `+${digits}`;
  if (digits.length === 10) return `+1${digits}`;
  if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`;
  return supplied;
}
