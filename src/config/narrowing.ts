/** What an HTTP client chooses less by: the settings whose rows say so, by their schemas, under the names of the flags. */
import type * as z from 'zod';
import { ConfigurationError } from '../base/errors.ts';
import { formatNearest } from '../base/nearest.ts';
import { defined } from '../base/values.ts';
import type { SurfaceChoice } from '../registry/surface.ts';
import {
  isSettingName,
  type NarrowingName,
  type Setting,
  type SettingValues,
  settings,
  settingsSchema,
} from './settings.ts';

/** What chooses the surface, for an operator and for a client alike; and everything else. */
export function splitSurface(values: SettingValues) {
  const { toolsets, tools, excludeTools, effects, readOnly, ...rest } = values;
  const { aliases, maxNameLength, discovery, resultContent, ...others } = rest;
  const offered = { toolsets, tools, excludeTools, effects, readOnly };
  const chosen = { ...offered, aliases, maxNameLength, discovery, resultContent };
  return { surface: defined(chosen satisfies Record<NarrowingName, unknown>), others };
}

const rows = Object.keys(settings)
  .filter(isSettingName)
  .flatMap((name) => {
    const { flag, narrows, ...setting }: Setting = settings[name];
    if (flag === undefined || narrows !== true) return [];
    return [{ name, parameter: flag, isSwitch: setting.switch === true }];
  });

export const narrowingParameters: readonly string[] = rows.map(({ parameter }) => parameter);

export const nameParameter = (key: keyof SurfaceChoice): string => settings[key].flag;

/** What a client gave, by parameter -> its choice. Throws a ConfigurationError that names the parameter. */
export function parseNarrowing(given: ReadonlyMap<string, string>): SurfaceChoice {
  const texts = rows.flatMap(({ name, parameter, isSwitch }) => {
    const text = given.get(parameter);
    // Without a value it means on, like the flag.
    return text === undefined ? [] : [[name, text === '' && isSwitch ? 'on' : text]];
  });
  const parsed = settingsSchema.safeParse(Object.fromEntries(texts), { reportInput: true });
  if (parsed.success) return splitSurface(parsed.data).surface;
  throw new ConfigurationError(parsed.error.issues.map(formatIssue)[0]);
}

function formatIssue({ path: [name], ...issue }: z.core.$ZodIssue): string {
  const { parameter = name, isSwitch = false } = rows.find((row) => row.name === name) ?? {};
  if (isSwitch) return `${String(parameter)} is neither on nor off; write ${String(parameter)}=on`;
  if (issue.code !== 'invalid_value') return `${String(parameter)} is not usable: ${issue.message}`;
  const [word, known] = [String(issue.input), issue.values.map(String)];
  const advice = `${formatNearest(word, known)}there are ${known.join(', ')}`;
  return `${String(parameter)} names ${word.slice(0, 50)}${advice}`;
}
