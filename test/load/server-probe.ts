/** Looks into a running server over Node's inspector: what is left in its memory after a collection, and what is open. */
import { WebSocket } from 'undici';
import { readMember } from '../helpers/read-member.ts';

export interface ServerLevel {
  /** Megabytes. */
  readonly heap: number;
  readonly rss: number;
  /** Open sockets, timers and so on, each kind with its number. */
  readonly resources: Readonly<Record<string, number>>;
}

export interface ServerProbe {
  measure(): Promise<ServerLevel>;
  /** The server does not end while somebody inspects it. */
  close(): Promise<void>;
}

/** For NODE_OPTIONS; Node then writes the address that `readProbeAddress` finds to stderr. */
export const probeOption = '--inspect=127.0.0.1:0';
export const probeAddress = /Debugger listening on (ws:\/\/\S+)/;

const expression = `JSON.stringify({
  heap: process.memoryUsage().heapUsed, rss: process.memoryUsage().rss, resources: process.getActiveResourcesInfo() })`;

export async function openServerProbe(address: string): Promise<ServerProbe> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    const id = Number(readMember(message, 'id'));
    waiting.get(id)?.(readMember(message, 'result'));
    waiting.delete(id);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`cannot inspect ${address}`)));
  });
  let next = 0;
  const ask = (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      socket.send(JSON.stringify({ id: next, method, params }));
    });

  async function look(): Promise<ServerLevel> {
    await ask('HeapProfiler.collectGarbage');
    const answer = readMember(await ask('Runtime.evaluate', { expression }), 'result.value');
    // It is what the expression above makes.
    const { heap, rss, resources } = JSON.parse(String(answer)) as {
      heap: number;
      rss: number;
      resources: string[];
    };
    const counts: Record<string, number> = {};
    for (const name of resources) counts[name] = (counts[name] ?? 0) + 1;
    return { heap: heap / 2 ** 20, rss: rss / 2 ** 20, resources: counts };
  }

  return {
    async measure() {
      // What finalizers let go of is free only at a later collection.
      await look();
      await look();
      return look();
    },
    close: () =>
      new Promise((resolve) => {
        socket.addEventListener('close', () => resolve());
        socket.close();
      }),
  };
}
