/** A call -> what a person is asked before it is carried out: plain words, the environment, the arguments. Pure. */
import type { Environment } from './config.ts';
import type { Arguments, Tool } from './tool.ts';

/** More would not be read; what is cut is said. */
const maxArguments = 1500;

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
  const shown = Object.entries(args).map(([name, value]) => `- ${name}: ${formatValue(value)}`);
  const text = shown.join('\n');
  const listed =
    text.length <= maxArguments
      ? text
      : `${text.slice(0, maxArguments)} [${text.length - maxArguments} more characters]`;
  return [
    `${tool.title} (${tool.name}) in ${places[environment]}?`,
    consequence,
    ...(listed === '' ? [] : [listed]),
  ].join('\n');
}

/** One line each, so that no value can pass for another argument. */
const formatValue = (value: unknown) => JSON.stringify(value);
