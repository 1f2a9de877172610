/** JSON-RPC messages, as far as the bench looks into them. */

export interface Answer {
  readonly id?: unknown;
  readonly error?: unknown;
  readonly result?: Readonly<Record<string, unknown>>;
}

export type Call = () => Promise<Answer>;

/** The servers are measured, not checked: their messages are taken to be what the protocol says. */
export function parseAnswer(text: string): Answer {
  return JSON.parse(text) as Answer;
}

/** A server that fails fast must not look like one that is fast. */
export function readResult(answer: Answer): Readonly<Record<string, unknown>> {
  const { error, result } = answer;
  if (error !== undefined || result === undefined || result['isError'] === true)
    throw new Error(JSON.stringify(answer).slice(0, 400));
  return result;
}
