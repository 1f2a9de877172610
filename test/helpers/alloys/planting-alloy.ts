/** An Alloy on loopback that answers whatever it is asked with plants, as the scene says that is set for a call. */
import type { Tool } from '../../../src/registry/tool.ts';
import { isObject, replaceAll } from '../contract/field-paths.ts';
import { findTool } from '../find-tool.ts';
import { buildPlantedAnswer, failures, type Plant } from '../proofs/planted-answers.ts';
import type { PlantedValues } from '../proofs/planted-values.ts';
import { tools } from '../tools.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from './loopback-alloy.ts';

interface Scene {
  readonly tool: string;
  /** `success`, `large` (cut), `waiting` (busy once), or a name of `failures`. */
  readonly kind: string;
}

export interface PlantingAlloy {
  readonly baseUrl: string;
  set(scene: Scene): void;
  readonly requests: LoopbackAlloy['requests'];
  stop(): Promise<void>;
}

/** A plant's label begins with the tool and scene that it belongs to. */
export const buildLabel = (tool: string, kind: string, place: string) => `${tool} | ${kind} | ${place}`;

export function createPlant(values: PlantedValues, tool: string, kind: string): Plant {
  return (plantKind, place) => values.plant(plantKind, buildLabel(tool, kind, `${place} (${plantKind})`));
}

export async function startPlantingAlloy(values: PlantedValues): Promise<PlantingAlloy> {
  let scene: Scene | undefined;
  let asked = 0;
  const alloy = await startLoopbackAlloy(({ method, path, text }) => {
    if (scene === undefined) return undefined;
    asked += 1;
    const { tool: name, kind } = scene;
    const tool = findTool(name);
    // Every success has the same plants.
    const plant = createPlant(values, name, failures[kind] === undefined ? 'success' : kind);
    const sent = parse(text);
    const failure = failures[kind];
    if (failure !== undefined) return failure(plant, sent);
    if (tool.answer === 'file') return { body: '%PDF-1.4 a document' };
    const operation = asked === 1 ? `${tool.method} ${tool.path}` : findOperation(method, path);
    const answer = buildPlantedAnswer(operation, plant);
    const whole = isObject(answer) && sent !== undefined ? { ...answer, request: sent } : answer;
    if (kind === 'large') return { body: enlarge(whole) };
    return { body: kind === 'waiting' ? withState(tool, whole, asked === 1) : whole };
  });
  return {
    ...alloy,
    set(next) {
      scene = next;
      asked = 0;
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The operation of a request, for what is polled. */
function findOperation(method: string, path: string): string {
  const segments = path.replace(/^\/v1/, '').replace(/\?.*$/, '').split('/');
  const tool = tools.find((each) => {
    const wanted = each.path.split('/');
    return (
      each.method === method &&
      wanted.length === segments.length &&
      wanted.every((segment, index) => segment.startsWith('{') || segment === segments[index])
    );
  });
  if (tool === undefined) throw new Error(`no operation for ${method} ${path}`);
  return `${tool.method} ${tool.path}`;
}

/** Larger than a result may be. */
function enlarge(answer: unknown): unknown {
  const filler = Array.from({ length: 200 }, (_, index) => ({ index, text: 'of no interest '.repeat(20) }));
  return isObject(answer) ? { filler, ...answer } : [...(Array.isArray(answer) ? answer : []), ...filler];
}

function withState({ wait }: Tool, answer: unknown, isBusy: boolean): unknown {
  const [path = ''] = wait?.state ?? [];
  const name = path.replace(/^result\./, '');
  const state = isBusy ? wait?.busy[0] : 'completed';
  return isObject(answer) && !name.includes('.')
    ? { ...answer, [name]: state }
    : replaceAll(answer, name, state);
}
