/**
 * The part of jq that makes one scalar of another: filters of published attributes. Alloy runs any jq program; there
 * is no jq in here, so others are refused when an attribute is defined rather than passed over when values come.
 * Source: https://developer.alloy.com/public/docs/published-attributes-and-jq
 */
import type { Scalar } from './published-attribute-store.ts';

/** Undefined when the value is not of the type that the step takes. */
type Step = (value: Scalar) => Scalar | undefined;

const onNumber =
  (apply: (value: number) => number): Step =>
  (value) =>
    typeof value === 'number' ? apply(value) : undefined;
const onText =
  (apply: (value: string) => Scalar | undefined): Step =>
  (value) =>
    typeof value === 'string' ? apply(value) : undefined;

const functions: Readonly<Record<string, Step>> = {
  '.': (value) => value,
  floor: onNumber(Math.floor),
  ceil: onNumber(Math.ceil),
  round: onNumber(Math.round),
  abs: onNumber(Math.abs),
  not: (value) => value === false,
  tostring: String,
  tonumber: (value) => (typeof value === 'string' ? parseNumber(value) : onNumber((number) => number)(value)),
  ascii_downcase: onText((text) => text.toLowerCase()),
  ascii_upcase: onText((text) => text.toUpperCase()),
  length: (value) => {
    if (typeof value === 'boolean') return undefined;
    return typeof value === 'string' ? [...value].length : Math.abs(value);
  },
};

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** Steps between bars, each a function from above or an operation such as `. * 100`; undefined for other programs. */
export function parseJqFilter(program: string): Step | undefined {
  const steps: Step[] = [];
  for (const part of program.split('|')) {
    const step = parseStep(part.trim());
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return (value) =>
    steps.reduce<Scalar | undefined>((now, step) => (now === undefined ? undefined : step(now)), value);
}

export const knownJqSteps = [...Object.keys(functions), '. + n', '. - n', '. * n', '. / n'];

function parseStep(text: string): Step | undefined {
  if (Object.hasOwn(functions, text)) return functions[text];
  const [, operator = '', operand = ''] = /^\.\s*([-+*/])\s*(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const apply = operators[operator];
  if (apply === undefined) return undefined;
  return onNumber((value) => apply(value, Number(operand)));
}

function parseNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}
