/** A tool of the registry by its name. */
import type { Tool } from '../../src/registry/tool.ts';
import { toolsets } from '../../tools/index.ts';

const tools = new Map<string, Tool>(
  Object.values(toolsets).flatMap((toolset) => Object.entries<Tool>(toolset)),
);

export function findTool(name: string): Tool {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`The registry has no ${name}`);
  return tool;
}
