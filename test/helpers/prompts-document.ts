/** docs/prompts-and-resources.md, from the data of both. Pure. */
import { findTools } from '../../src/mcp/prompts/prompt.ts';
import { prompts } from '../../src/mcp/prompts/prompts.ts';
import { references } from '../../src/mcp/resources/references.ts';
import { templates } from '../../src/mcp/resources/templates.ts';

export function formatPromptsDocument(): string {
  return [
    '# Prompts and resources',
    'Generated from `src/mcp/prompts/` and `src/mcp/resources/`; `npm run docs` writes it anew, and a test compares. Clients that have neither lose nothing: the tools do all of it.',
    '## Prompts',
    'Each guides a model through the tools it names, in the order of the work; decisions stay with a person. A name with * is required. A prompt whose first tools are hidden is not offered, and steps whose tools are hidden are left out. Values are passed on as data: in one line of JSON, up to 200 characters (1,500 for facts), without invisible characters.',
    ...prompts.map(({ name, title, description, arguments: given, steps, needs }) => {
      const rows = Object.entries(given).map(
        ([argument, { description: meaning, required, values }]) =>
          `| \`${argument}\`${required === true ? '*' : ''} | ${meaning} | ${values === undefined ? '' : 'yes'} |`,
      );
      const others = [...new Set(steps.flatMap(findTools))].filter((tool) => !needs.includes(tool));
      return [
        `### ${name}`,
        `**${title}.** ${description}`,
        ['| argument | meaning | completed |', '| --- | --- | --- |', ...rows].join('\n'),
        `Needs ${formatNames(needs)}; uses ${formatNames(others)}.`,
      ].join('\n\n');
    }),
    '## Resources',
    'A record is read by its tool, with all that holds for a call of it, and is not there where that tool is hidden. The result is in `text`, environment and status are in `_meta`.',
    [
      '| address | what it is | tool |',
      '| --- | --- | --- |',
      ...templates.map(
        ({ uriTemplate, description, reads }) =>
          `| \`${uriTemplate}\` | ${description} | ${'tool' in reads ? `\`${reads.tool}\`` : ''} |`,
      ),
      ...references.map(({ uri, description }) => `| \`${uri}\` | ${description} | |`),
    ].join('\n'),
    '## Completion',
    'Prompt arguments and parts of addresses are completed: event types, kinds of document and tools from the schemas; tokens from what earlier answers held, newest first. Over stdio that is this connection, over HTTP whatever went to the same named token (500 tokens for each of 200 names, in memory); nobody is offered what another has seen.',
    '',
  ].join('\n\n');
}

const formatNames = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
