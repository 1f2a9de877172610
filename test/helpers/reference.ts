/** The parts of the documentation that are generated: docs/tools.md and the README's table of settings. Pure. */

import { formatFlag, type Setting, settingList } from '../../src/config/settings.ts';
import { buildExample } from '../../src/registry/example.ts';
import type { CatalogEntry } from '../../src/registry/listing.ts';
import { formatSignature, fullSchema, type JsonSchema, withoutNull } from '../../src/registry/schema.ts';
import type { Tool } from '../../src/registry/tool.ts';

export type Toolsets = Readonly<Record<string, Readonly<Record<string, Tool>>>>;

export function formatToolsDocument(catalog: readonly CatalogEntry[], toolsets: Toolsets): string {
  const aliases = catalog.filter(({ aliasOf }) => aliasOf !== undefined).length;
  const sections = Object.entries(toolsets).map(([toolset, tools]) =>
    [
      `## ${toolset}`,
      ...catalog.filter((entry) => entry.toolset === toolset).map((entry) => formatTool(entry, tools)),
    ].join('\n\n'),
  );
  const contents = Object.entries(toolsets).map(
    ([toolset, tools]) => `- [${toolset}](#${toolset}): ${Object.keys(tools).length}`,
  );
  return [
    '# Tools',
    'Generated from the registry in `tools/`; `npm run docs` writes it anew, and a test compares.',
    `${catalog.length} tools for ${catalog.length - aliases} operations of Alloy; ${aliases} repeat an operation under a second name. A name with * is required. Nested objects are written as \`{member*, count:integer}\`.`,
    contents.join('\n'),
    ...sections,
    '',
  ].join('\n\n');
}

function formatTool(entry: CatalogEntry, tools: Readonly<Record<string, Tool>>): string {
  const { listing, method, path, effect } = entry;
  const tool = tools[listing.name];
  if (tool === undefined) throw new TypeError(`${listing.name} is not in its toolset`);
  const schema = fullSchema(tool);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'].map(String) : []);
  const properties = Object.entries(asObject(schema['properties'])).map(
    ([name, property]) => [name, withoutNull(asObject(property))] as const,
  );
  const rows = properties.map(
    ([name, property]) =>
      `| \`${name}\`${required.has(name) ? '*' : ''} | ${cell(`\`${formatSignature(property)}\``)} | ${cell(String(property['description'] ?? ''))} |`,
  );
  const example = JSON.stringify(buildExample(tool, 'required'));
  return [
    `### ${listing.name}`,
    `**${listing.title}.** \`${method} ${path}\`, effect \`${effect}\``,
    listing.description,
    ...(rows.length === 0
      ? []
      : [['| argument | type | meaning |', '| --- | --- | --- |', ...rows].join('\n')]),
    `\`\`\`json\n${example}\n\`\`\``,
  ].join('\n\n');
}

export function formatSettingsTable(): string {
  return [
    '| variable | flag | meaning | default |',
    '| --- | --- | --- | --- |',
    ...settingList.map(formatSetting),
  ].join('\n');
}

function formatSetting(setting: Setting): string {
  const { variable, meaning, secret, httpOnly } = setting;
  const name = secret === true ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``;
  const flag = formatFlag(setting);
  const written = flag === undefined ? '' : `\`${flag}\``;
  const where = httpOnly === true ? ' (HTTP)' : '';
  return `| ${name} | ${cell(written)} | ${cell(meaning)}${where} | ${cell(setting.default ?? '')} |`;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', '<br>');

/** JSON Schema comes as open objects; a member that is no object has nothing to show. */
const asObject = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {};
