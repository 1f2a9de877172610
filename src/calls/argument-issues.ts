/** What the schema of a tool finds wrong with arguments -> the sentences that a model is told. */

import type * as z from 'zod';
import { findNearest } from '../base/nearest.ts';
import { argumentSchemas } from '../registry/schema.ts';
import type { Issue, Tool } from '../registry/tool.ts';

/** Whoever sends hundreds of unknown names must not get them all back, each with what there is instead. */
const mostUnknown = 10;
const longestName = 100;

export function formatIssue(issue: z.core.$ZodIssue, tool: Tool): readonly Issue[] {
  const argument = issue.path.map(String).join('.') || '(all)';
  const known = [...argumentSchemas(tool).keys()];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostUnknown).map((key, index) => {
        const name = key.length > longestName ? `${key.slice(0, longestName)}...` : key;
        const left = issue.keys.length - mostUnknown;
        const more = left > 0 && index === mostUnknown - 1 ? ` (and so are ${left} more)` : '';
        return {
          argument: issue.path.length === 0 ? name : `${argument}.${name}`,
          message: `is not an argument of ${tool.name}${more}${suggest(name, issue.path.length === 0 ? known : [])}`,
        };
      });
    case 'invalid_type': {
      const description = issue.path.length === 1 ? describeArgument(tool, String(issue.path[0])) : '';
      const found = /received (\w+)/.exec(issue.message)?.[1] ?? 'another type';
      if (found === 'undefined')
        return [{ argument, message: `is missing; expected ${issue.expected}${description}` }];
      const advice =
        issue.expected === 'string' && found === 'number'
          ? '; give it as text, since a number loses zeros in front'
          : '';
      return [{ argument, message: `expected ${issue.expected}, got ${found}${description}${advice}` }];
    }
    case 'too_small':
      return [{ argument, message: `must ${formatBound(issue.origin, '>=', issue.minimum)}` }];
    case 'too_big':
      return [{ argument, message: `must ${formatBound(issue.origin, '<=', issue.maximum)}` }];
    case 'invalid_union': {
      const expected = issue.errors.flatMap(([first]) =>
        first?.code === 'invalid_type' ? [first.expected] : [],
      );
      return [
        {
          argument,
          message: `${issue.input === undefined ? 'is missing; ' : ''}${
            expected.length === 0 ? 'has none of the allowed forms' : `expected ${expected.join(' or ')}`
          }`,
        },
      ];
    }
    case 'invalid_value':
      return [
        {
          argument,
          message: `${issue.input === undefined ? 'is missing; ' : ''}expected one of ${issue.values.map(String).join(', ')}`,
        },
      ];
    default:
      return [{ argument, message: issue.message.replace(/^Invalid input: /, '') }];
  }
}

function formatBound(origin: string, relation: string, bound: number | bigint): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
  return `${unit === '' ? 'be' : 'have'} ${relation}${bound}${unit}`;
}

function describeArgument(tool: Tool, name: string): string {
  const description = argumentSchemas(tool).get(name)?.meta()?.description;
  return description === undefined ? '' : ` (${description})`;
}

function suggest(key: string, known: readonly string[]): string {
  const near = findNearest(key, known);
  return near === undefined
    ? `; it takes ${known.length === 0 ? 'none of that name' : known.join(', ')}`
    : `; did you mean ${near}?`;
}
