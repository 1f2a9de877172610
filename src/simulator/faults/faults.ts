/**
 * Faults on demand: `POST /events:503:0.2` makes every fifth call or so fail with 503. The same seed and calls give the
 * same faults.
 */
import { findOperation, isParameter, operations, splitPath } from '../http/operations.ts';
import { SimulatorOptionError } from '../option-error.ts';
import { createRandom, drawFraction } from '../state/tokens.ts';

const specialKinds = ['reset', 'stall', 'html', 'cut'] as const;

/**
 * A status is answered in Alloy's form, and `html` as a proxy in front of Alloy would answer; the call has then no
 * effect, nor has it with `reset` (the connection breaks) and `stall` (no answer comes). With `cut` it has its effect,
 * and the answer breaks off in the middle.
 */
type FaultKind = number | (typeof specialKinds)[number];

export interface Fault {
  /** In capitals; * stands for any. */
  readonly method: string;
  /** Segments below /v1: literal, `{name}` for a value, and * at the end of the last one for whatever follows. */
  readonly segments: readonly string[];
  readonly kind: FaultKind;
  /** From 0 to 1. */
  readonly probability: number;
  /** As given. */
  readonly text: string;
}

const wanted =
  "METHOD PATH:KIND:PROBABILITY, e.g. 'POST /events:503:0.2', 'GET /entities/{entity_token}:reset:1' or '* /lists*:429:0.1'";

/** One or several, with commas between them. */
export function parseFaults(texts: readonly string[]): Fault[] {
  return texts.flatMap((text) => text.split(/,\s*(?=[a-z*]+\s+\/)/i)).map((text) => parseFault(text.trim()));
}

function parseFault(text: string): Fault {
  const refuse = (reason: string) =>
    new SimulatorOptionError(`--fault '${text}': ${reason}; the form is ${wanted}`);
  const [, method, path, kind, probability] =
    /^([a-z]+|\*)\s+(\/\S{0,200}?):([a-z]+|\d+)(?::([^:\s]+))?$/i.exec(text) ?? [];
  if (method === undefined || path === undefined || kind === undefined) throw refuse('it is not understood');
  const parsedKind = parseKind(kind);
  if (parsedKind === undefined)
    throw refuse(`${kind} is neither a status from 400 to 599 nor one of ${specialKinds.join(', ')}`);
  const parsedProbability = parseProbability(probability);
  if (parsedProbability === undefined) throw refuse(`${probability} is not a probability from 0 to 1`);
  const segments = splitPath(path.replace(/^\/v1(?=\/|$)/, ''));
  if (segments.join('/').slice(0, -1).includes('*'))
    throw refuse('* stands at the end of a path only; {name} stands for a value within it');
  const fault = {
    method: method.toUpperCase(),
    segments,
    kind: parsedKind,
    probability: parsedProbability,
    text,
  };
  if (!operations.some((operation) => meets(fault, operation.method, splitPath(operation.path))))
    throw refuse('no operation of Alloy has that method and path');
  return fault;
}

function parseKind(text: string): FaultKind | undefined {
  const special = specialKinds.find((kind) => kind === text.toLowerCase());
  if (special !== undefined) return special;
  const status = Number(text);
  return /^\d{3}$/.test(text) && status >= 400 && status <= 599 ? status : undefined;
}

/** A fault without one happens always. */
function parseProbability(text: string | undefined): number | undefined {
  if (text === undefined) return 1;
  const probability = Number(text);
  return /^[\d.]+$/.test(text) && probability <= 1 ? probability : undefined;
}

interface FaultReport {
  readonly text: string;
  readonly hits: number;
}

export interface Faults {
  /** The fault that a call meets. `path` is below /v1. */
  draw(method: string, path: string): Fault | undefined;
  report(): FaultReport[];
}

export function createFaults(faults: readonly Fault[], seed: string): Faults {
  // A sequence each, so that what one fault draws does not depend on the others.
  const drawn = faults.map((fault, at) => ({ fault, random: createRandom(`${seed}:fault:${at}`), hits: 0 }));
  return {
    draw(method, path) {
      if (drawn.length === 0) return undefined;
      const segments = splitPath(path);
      const operation = findOperation(method, path);
      const operationSegments = operation === undefined ? undefined : splitPath(operation.path);
      let met: Fault | undefined;
      for (const entry of drawn) {
        const { fault, random } = entry;
        // Each draws for every call that it is about, also behind another that was met.
        if (!meets(fault, method, segments, operationSegments)) continue;
        if (drawFraction(random) >= fault.probability || met !== undefined) continue;
        entry.hits += 1;
        met = fault;
      }
      return met;
    },
    report: () => drawn.map(({ fault, hits }) => ({ text: fault.text, hits })),
  };
}

/**
 * A `{name}` stands for what is a value in the operation: GET /investigations/{token} is not about
 * GET /investigations/types. Without an operation to compare with, segments may be parameters themselves.
 */
function meets(
  fault: Fault,
  method: string,
  segments: readonly string[],
  operationSegments: readonly string[] | undefined = segments,
): boolean {
  if (fault.method !== '*' && fault.method !== method) return false;
  const last = fault.segments.length - 1;
  const isPrefix = fault.segments[last]?.endsWith('*') === true;
  if (isPrefix ? segments.length <= last : segments.length !== fault.segments.length) return false;
  const areParameters = operationSegments === segments;
  return fault.segments.every((wantedSegment, at) => {
    const segment = segments[at] ?? '';
    if (isPrefix && at === last) {
      const start = wantedSegment.slice(0, -1);
      return segment.startsWith(start) || (areParameters && isParameter(segment));
    }
    if (/^\{.*\}$/.test(wantedSegment)) return isParameter(operationSegments[at]);
    return wantedSegment === segment || (areParameters && isParameter(segment));
  });
}
