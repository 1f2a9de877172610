/** Every tool of the registry, in the order of the list. */
import type { Tool } from '../../src/registry/tool.ts';
import { toolsets } from '../../tools/index.ts';

export const tools: readonly Tool[] = Object.values(toolsets).flatMap((toolset) =>
  Object.values<Tool>(toolset),
);

/** Words in which people ask for a tool, as discovery is handed them. */
export const findAsked = (name: string): string => tools.find((tool) => tool.name === name)?.asked ?? '';
