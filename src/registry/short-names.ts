/**
 * Shorter names of tools, for clients that put a name of their own in front and have a limit for the whole. Each is
 * made of the tool's name alone, so that it stays the same whatever else is offered. Pure.
 */

/** The least that a limit may be: no shortened name is longer. */
export const shortestLimit = 36;

/** Without the words that most of them have: `create_application_note`, `update_alert_appended_review`. */
export const shortenName = (name: string): string =>
  name
    .replace(/(^|_)(?:(?:a|all|single)_)?alloy_/, '$1')
    .replace(/_by_id$/, '')
    // Only applications have journeys in front of them, and only alerts investigations.
    .replace(/journey_(?=application)|investigation_(?=alert)/, '');

/** A function from a text to the same with those names shortened that are longer than the limit. */
export function createRenaming(names: readonly string[], limit: number): (text: string) => string {
  const long = new Set(names.filter((name) => name.length > limit));
  if (long.size === 0) return (text) => text;
  return (text) => text.replaceAll(/\w+/g, (word) => (long.has(word) ? shortenName(word) : word));
}
