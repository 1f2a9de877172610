/** Reads back what an evaluation's answer says in `summary`. */

export function readSummary(answer: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const summary = answer?.['summary'];
  return typeof summary === 'object' && summary !== null ? { ...summary } : {};
}

export function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
