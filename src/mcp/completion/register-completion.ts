/** `completion/complete`: values for the arguments of prompts and the parts of resource addresses. */
import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import type { Surface } from '../../registry/surface.ts';
import type { Values } from '../values.ts';
import type { SeenTokens } from './seen-tokens.ts';

/** As many as the protocol lets an answer hold. */
const maxValues = 100;

/** Values and what somebody has typed -> the answer to completion/complete. */
export function buildCompletion(values: readonly string[], typed: string) {
  const wanted = typed.toLowerCase();
  const begins = values.filter((value) => value.toLowerCase().startsWith(wanted));
  // Whoever has only the middle of a token or a name still finds it.
  const holds = values.filter((value) => !begins.includes(value) && value.toLowerCase().includes(wanted));
  const found = [...begins, ...holds];
  return {
    completion: {
      values: found.slice(0, maxValues),
      total: found.length,
      hasMore: found.length > maxValues,
    },
  };
}

export interface CompletionOptions {
  readonly surface: Surface;
  readonly principal: string;
  readonly seen: SeenTokens;
}

export function registerCompletion(server: Server, { surface, principal, seen }: CompletionOptions): void {
  server.setRequestHandler('completion/complete', async ({ params: { ref, argument } }) => {
    const { listValues } = await import('../values.ts');
    const offered =
      ref.type === 'ref/prompt' ? await findPrompt(ref.name, surface) : await findTemplate(ref.uri, surface);
    if (!Object.hasOwn(offered, argument.name)) {
      const names = Object.keys(offered).join(', ');
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown argument: ${argument.name.slice(0, 100)}; there ${names === '' ? 'are none' : `is ${names}`}`,
      );
    }
    const values = offered[argument.name];
    return buildCompletion(
      values === undefined ? [] : await listValues(values, surface, seen, principal),
      argument.value,
    );
  });
}

type Offered = Readonly<Record<string, Values | undefined>>;

async function findPrompt(name: string, surface: Surface): Promise<Offered> {
  const { findPrompts } = await import('../prompts/find-prompts.ts');
  const prompt = findPrompts(surface).find((each) => each.name === name);
  if (prompt === undefined) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown prompt: ${name.slice(0, 100)}; prompts/list names those there are`,
    );
  }
  return Object.fromEntries(Object.entries(prompt.arguments).map(([key, { values }]) => [key, values]));
}

async function findTemplate(uri: string, surface: Surface): Promise<Offered> {
  const { findTemplates } = await import('../resources/templates.ts');
  const { referenceUris } = await import('../resources/references.ts');
  if (referenceUris.includes(uri)) return {};
  const template = findTemplates(surface).find(({ uriTemplate }) => uriTemplate === uri);
  if (template === undefined) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown resource template: ${uri.slice(0, 200)}; resources/templates/list names those there are`,
    );
  }
  return template.variables;
}
