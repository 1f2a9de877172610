/** A tool of the registry by its name. */
import type { Tool } from '../../src/registry/tool.ts';
import { tools } from './tools.ts';

const byName = new Map(tools.map((tool) => [tool.name, tool]));

export function findTool(name: string): Tool {
  const tool = byName.get(name);
  if (tool === undefined) throw new Error(`The registry has no ${name}`);
  return tool;
}
