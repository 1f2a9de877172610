/** Every tool of the registry, in the order of the list. */
import type { Tool } from '../../src/tool.ts';
import { toolsets } from '../../tools/index.ts';

export const tools: readonly Tool[] = Object.values(toolsets).flatMap((toolset) =>
  Object.values<Tool>(toolset),
);
