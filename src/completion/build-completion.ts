/** Values and what somebody has typed -> the answer to completion/complete. Pure. */

/** As many as the protocol lets an answer hold. */
const maxValues = 100;

export function buildCompletion(values: readonly string[], typed: string) {
  const wanted = typed.toLowerCase();
  const begins = values.filter((value) => value.toLowerCase().startsWith(wanted));
  // Whoever has only the middle of a token or a name still finds it.
  const holds = values.filter((value) => !begins.includes(value) && value.toLowerCase().includes(wanted));
  const found = [...begins, ...holds];
  return {
    completion: {
      values: found.slice(0, maxValues),
      total: found.length,
      hasMore: found.length > maxValues,
    },
  };
}
