/** What Alloy's formatter makes of supplied values. Source: https://developer.alloy.com/public/reference/onboard-a-person-1 */
import { formatPhone } from './phone.ts';

const formatters: Readonly<Record<string, (value: string) => string>> = {
  phone_number: formatPhone,
  address_state: (value) => (value.length === 2 ? value.toUpperCase() : value),
  document_license_state: (value) => value.toUpperCase(),
  address_country_code: (value) => value.toUpperCase(),
};

/** Text is trimmed; phones become E.164, states and countries capitals; the rest stays as it is. */
export function formatSupplied(supplied: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const formatted = { ...supplied };
  for (const [key, value] of Object.entries(supplied)) {
    if (typeof value !== 'string') continue;
    const trimmed = value.trim();
    formatted[key] = Object.hasOwn(formatters, key) ? (formatters[key]?.(trimmed) ?? trimmed) : trimmed;
  }
  return formatted;
}
