/** `prompts/list` and `prompts/get`. The prompts are loaded when a client first asks for them. */
import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import type { Surface } from '../../registry/surface.ts';

export function registerPrompts(server: Server, surface: Surface): void {
  const load = () => Promise.all([import('./find-prompts.ts'), import('./prompt.ts')]);
  server.setRequestHandler('prompts/list', async () => {
    const [{ findPrompts }, { buildPromptListing }] = await load();
    return { prompts: findPrompts(surface).map(buildPromptListing) };
  });
  server.setRequestHandler('prompts/get', async ({ params: { name, arguments: given = {} } }) => {
    const [{ findPrompts }, { buildPromptText, findFault }] = await load();
    const prompt = findPrompts(surface).find((each) => each.name === name);
    if (prompt === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown prompt: ${name.slice(0, 100)}; prompts/list names those there are`,
      );
    }
    // Forms send the fields that nobody filled in as empty texts.
    const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ''));
    const fault = findFault(prompt, values);
    if (fault !== undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, fault);
    const text = buildPromptText(prompt, surface, values);
    return {
      description: prompt.title,
      messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
    };
  });
}
