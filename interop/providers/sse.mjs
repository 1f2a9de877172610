// @ts-check
/**
 * Events as a stream sends them, each named after its type where it has one.
 * @param {readonly object[]} events
 */
export function formatEvents(events) {
  return events
    .map((event) => {
      const name = 'type' in event ? `event: ${event.type}\n` : '';
      return `${name}data: ${JSON.stringify(event)}\n\n`;
    })
    .join('');
}

/**
 * A member of a request that should be a list; the clients' requests are taken as they come.
 * @param {unknown} value
 * @returns {readonly any[]}
 */
export const list = (value) => (Array.isArray(value) ? value : []);
