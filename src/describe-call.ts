/** A call -> what a person is asked before it is carried out: plain words, the environment, the arguments. Pure. */
import type { Environment } from './config.ts';
import type { Arguments, Tool } from './tool.ts';

/** More would not be read. What is cut is said, and every argument is named, so that none hides behind another. */
const maxValues = 1500;
const leastForValue = 200;
const maxArguments = 40;

const consequences = {
  decide: "This changes a compliance decision or somebody's access.",
  destroy: 'This loses data that cannot be brought back.',
} as const;

const places: Readonly<Record<Environment, string>> = {
  embedded: 'the embedded Alloy (a demonstration; nothing real changes)',
  sandbox: "Alloy's sandbox (test data)",
  production: 'PRODUCTION (real persons and companies)',
};

/** `args` are shown as they are: whoever calls has masked personal data in them. */
export function describeCall(tool: Tool, args: Arguments, environment: Environment): string {
  const consequence = tool.effect === 'destroy' ? consequences.destroy : consequences.decide;
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const room = Math.max(leastForValue, Math.floor(maxValues / Math.max(1, given.length)));
  const listed = given
    .slice(0, maxArguments)
    .map(([name, value]) => `- ${escapeHidden(name)}: ${formatValue(value, room)}`);
  const left = given.length - listed.length;
  return [
    `${tool.title} (${tool.name}) in ${places[environment]}?`,
    `${readFirstSentence(tool.description)} ${consequence}`,
    ...listed,
    ...(left > 0 ? [`[${left} more arguments]`] : []),
  ].join('\n');
}

/** Of our own text, which is written for a model; what it says further is of no use in a question. */
function readFirstSentence(description: string): string {
  return /^.*?[.:;](?=\s|$)/s.exec(description)?.[0].replace(/[:;]$/, '.') ?? description;
}

/** One line each, so that no value can pass for another argument. */
function formatValue(value: unknown, room: number): string {
  const text = escapeHidden(JSON.stringify(value));
  if (text.length <= room) return text;
  // Not in the middle of a character.
  const shown = text.slice(0, room).replace(/[\ud800-\udbff]$/, '');
  return `${shown} [${text.length - shown.length} more characters]`;
}

/**
 * Characters that show as nothing, as another space, as a line break, or that turn the order of what follows: what a
 * person reads has to be what is sent.
 */
const hidden = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

function escapeHidden(text: string): string {
  return text.replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
