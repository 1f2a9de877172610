/** A client over stdio that costs as little as one can: what is measured is the server. */
import type { ChildProcess } from 'node:child_process';
import { type Answer, parseAnswer } from './rpc.ts';

export interface StdioClient {
  call(method: string, params?: object): Promise<Answer>;
}

export async function connectStdio(child: ChildProcess): Promise<StdioClient> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new TypeError('The process was started without pipes');
  const waiting = new Map<unknown, (answer: Answer) => void>();
  const parts: string[] = [];
  stdout.setEncoding('utf8').on('data', (data: string) => {
    const [first = '', ...lines] = data.split('\n');
    parts.push(first);
    for (const line of lines) {
      const answer = parseAnswer(parts.splice(0).join(''));
      parts.push(line);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  let next = 0;
  const send = (message: object) => stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const call: StdioClient['call'] = (method, params) =>
    new Promise((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      send({ id: next, method, params });
    });
  await call('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  return { call };
}
