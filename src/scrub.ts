/** Takes secrets out of texts that come from elsewhere and are shown. */

const mask = '[removed]';

/** A copy of the value in which no text, nor member name, holds one of the secrets. */
export function scrub(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return scrubText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => scrub(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [scrubText(name, secrets), scrub(member, secrets)]),
  );
}

function scrubText(text: string, secrets: readonly string[]): string {
  // Shorter ones would be found everywhere by chance.
  return secrets
    .filter((secret) => secret.length >= 6)
    .reduce((rest, secret) => rest.replaceAll(secret, mask), text);
}
