/**
 * Members that clients put among the arguments of every tool, for themselves: no model wrote them and no tool takes
 * them. They are left out before anything looks at the arguments; what a tool takes under such a name is its own.
 */
import type { Members } from '../base/values.ts';

/** Closed: anything else that is unknown is refused by name, since a misspelt argument must not get lost. */
const clientMembers: ReadonlySet<string> = new Set([
  // n8n's tool node adds the id of the call and what its trigger was given: https://github.com/n8n-io/n8n/issues/21500
  ...['toolCallId', 'sessionId', 'action', 'chatInput'],
  // The order in which Gemini CLI runs calls: https://github.com/google-gemini/gemini-cli/issues/27403
  'wait_for_previous',
  // Cline's list of what it has done: https://github.com/cline/cline/pull/9951
  'task_progress',
  // Who called, as some bridges say it: https://github.com/siyuan-note/siyuan/issues/17927
  '_sessionID',
]);

export function omitClientMembers(given: Members, isTaken: (name: string) => boolean): Members {
  const names = Object.keys(given);
  const isOurs = (name: string) => !clientMembers.has(name) || isTaken(name);
  return names.every(isOurs)
    ? given
    : Object.fromEntries(Object.entries(given).filter(([name]) => isOurs(name)));
}
