/** What one call of a tool sends to Alloy, to compare two calls by; or what is said of it when nothing was sent. */
import type { Arguments, Tool } from '../../src/registry/tool.ts';
import type { ToolCaller } from './clients/tool-caller.ts';

export async function describeSent(caller: ToolCaller, tool: Tool, args: Arguments): Promise<string> {
  const { requests, text } = await caller.call(tool, args);
  const [request, ...more] = requests;
  if (request === undefined || more.length > 0) return `${requests.length} requests: ${text}`;
  const { method, path, headers, body } = request;
  const own = Object.entries(headers).filter(([name]) => name.startsWith('alloy-'));
  return [method, path, JSON.stringify(own.sort()), body.toString()].join(' ');
}
