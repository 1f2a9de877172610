/**
 * How a person is asked through the client: the form that is shown, and what clients say of forms and answer to them.
 * What they say is untrusted.
 * https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation
 */

import { isContainer, readMembers } from '../base/values.ts';
import type { ClientInfo, Reply } from '../calls/call-context.ts';

/**
 * One question with an answer of its own: clients show a form without fields as a dialog that cannot be sent, and in
 * some of them `accept` only means that the form is opened.
 */
export function buildForm(message: string) {
  return {
    message,
    requestedSchema: {
      type: 'object' as const,
      properties: {
        confirm: {
          type: 'boolean' as const,
          title: 'Yes, do it',
          description: 'Carry this call out as shown',
        },
      },
      required: ['confirm'],
    },
  };
}

/** Whether a client of these capabilities can show a form. Naming no kind means forms, as before there were others. */
export function canAsk(capabilities: unknown): boolean {
  const { elicitation } = readMembers(capabilities);
  if (!isContainer(elicitation)) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

export function readClient(info: unknown): ClientInfo | undefined {
  const { name, version } = readMembers(info);
  return typeof name === 'string' ? { name, version: String(version) } : undefined;
}

/** Whoever takes the reply checks the state. Anything but an answer counts as a question that was closed. */
export function readReply(state: unknown, response: unknown): Reply {
  const { action, content } = readMembers(response);
  return {
    state: typeof state === 'string' ? state : undefined,
    action: action === 'accept' || action === 'decline' ? action : 'cancel',
    agreed: readMembers(content)['confirm'] === true,
  };
}
