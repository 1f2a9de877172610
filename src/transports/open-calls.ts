/**
 * What waits in this process for a later request of the same session: calls that may be cancelled, and questions to
 * the client that are still to be answered.
 */
import { randomUUID } from 'node:crypto';
import type { JSONRPCNotification } from '@modelcontextprotocol/server';
import { questionLifeMs } from '../call-context.ts';
import { readMembers } from '../read-members.ts';
import type { Introduction } from '../server.ts';

export interface OpenCalls {
  /** A call begins; `stop` ends it. Returns what has to be called when it has ended. */
  begin(session: string, requestId: unknown, stop: () => void): () => void;
  cancel(session: string, requestId: unknown): void;
  /** Asks the client of a session; rejects when it answers with an error, too late, or has gone away. */
  ask(session: string, ...question: Parameters<Introduction['ask']>): Promise<unknown>;
  /** Hands an answer to the question that waits for it in the same session; false when there is none. */
  answer(session: string, message: unknown): boolean;
}

interface Pending {
  readonly session: string;
  settle(answer: Readonly<Record<string, unknown>>): void;
}

export function createOpenCalls(): OpenCalls {
  const calls = new Map<string, () => void>();
  /** By the id of the question, which no other has. */
  const pending = new Map<string, Pending>();
  const name = (session: string, requestId: unknown) => JSON.stringify([session, requestId]);

  return {
    begin(session, requestId, stop) {
      const call = name(session, requestId);
      calls.set(call, stop);
      return () => {
        if (calls.get(call) === stop) calls.delete(call);
      };
    },
    cancel: (session, requestId) => calls.get(name(session, requestId))?.(),
    async ask(session, send, request, signal) {
      const id = randomUUID();
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<unknown>((resolve, reject) => {
          const fail = (reason: string) => reject(new Error(reason));
          pending.set(id, {
            session,
            settle: ({ result }) =>
              result === undefined ? fail('The client answered with an error') : resolve(result),
          });
          timer = setTimeout(() => {
            fail('The client did not answer in time');
            send(withdraw(id)).catch(() => undefined);
          }, questionLifeMs);
          signal.addEventListener('abort', () => fail('The call has ended'), { once: true });
          signal.throwIfAborted();
          send({ jsonrpc: '2.0', id, ...request }).catch(reject);
        });
      } finally {
        clearTimeout(timer);
        pending.delete(id);
      }
    },
    answer(session, message) {
      const { id, ...answer } = readMembers(message);
      const question = pending.get(String(id));
      if (question?.session !== session) return false;
      question.settle(answer);
      return true;
    },
  };
}

/** Tells the client that its answer is no longer waited for. */
const withdraw = (requestId: string): JSONRPCNotification => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId, reason: 'Nobody answered in time' },
});
