/**
 * What is left out of answers unless a call asks for it: vendors' raw responses. They make up most of an evaluation,
 * say nothing that `formatted_responses`, `matching` and `summary` do not say shorter, and hold personal data.
 */

/** Tools whose answers can hold them, each with the reason and where to read them when the call must not be repeated. */
export const toolsWithRawResponses: Readonly<Record<string, RawResponses>> = {
  create_a_alloy_evaluation: {
    reason: 'answers an evaluation',
    readBack: 'get_single_alloy_evaluation_by_id',
  },
  update_a_alloy_evaluation_by_id: {
    reason: 'answers an evaluation',
    readBack: 'get_single_alloy_evaluation_by_id',
  },
  list_all_alloy_evaluations: { reason: 'answers an evaluation' },
  get_single_alloy_evaluation_by_id: { reason: 'answers an evaluation' },
  get_single_alloy_entity_evaluation_by_id: { reason: 'answers an evaluation' },
  create_a_alloy_group_evaluation: {
    reason: 'answers the evaluation of a group',
    readBack: 'get_single_alloy_evaluation_by_id',
  },
  ...forAll(
    [
      'create_a_alloy_journey_application',
      'update_a_alloy_journey_application_by_id',
      'update_a_alloy_latest_by_id',
      'update_a_alloy_journey_application_external_by_id',
      'create_a_alloy_journey_application_rerun',
      'create_a_alloy_journey_application_external_rerun',
    ],
    {
      reason: 'fullData brings the evaluations of each entity',
      readBack: 'get_single_alloy_journey_application_by_id',
    },
  ),
  ...forAll(
    [
      'list_all_alloy_journey_applications',
      'get_single_alloy_journey_application_by_id',
      'list_all_alloy_latests',
      'get_single_alloy_journey_application_external_by_id',
    ],
    { reason: 'fullData brings the evaluations of each entity' },
  ),
  create_a_alloy_event: {
    reason: 'evaluations that the event set off',
    readBack: 'get_single_alloy_event_by_id',
  },
  list_all_alloy_events: { reason: 'evaluations that the event set off' },
  get_single_alloy_event_by_id: { reason: 'evaluations that the event set off' },
};

export interface RawResponses {
  readonly reason: string;
  readonly readBack?: string;
}

export interface WithoutRaw {
  readonly value: unknown;
  /** How many places raw responses were left out at. */
  readonly omitted: number;
}

function forAll(names: readonly string[], raw: RawResponses): Record<string, RawResponses> {
  return Object.fromEntries(names.map((name) => [name, raw]));
}

const rawName = 'raw_responses';

/** Copies only the objects on the way to a raw response; without recursion, for answers of any depth. */
export function leaveOutRaw(value: unknown): WithoutRaw {
  const parents = new Map<object, object>();
  const holders = findHolders(value, parents);
  if (holders.length === 0) return { value, omitted: 0 };
  const copies = new Map<object, Members>();
  for (const holder of holders) {
    for (let at: object | undefined = holder; at !== undefined && !copies.has(at); at = parents.get(at))
      copies.set(at, copyMembers(at));
  }
  for (const [original, copy] of copies) {
    // What was copied on the way up stands in its parent under some name.
    for (const key of Object.keys(original)) {
      const member = copy[key];
      const other = isContainer(member) ? copies.get(member) : undefined;
      if (other !== undefined) copy[key] = other;
    }
  }
  for (const holder of holders) {
    const copy = copies.get(holder);
    if (copy !== undefined) copy[rawName] = buildMarker(copy[rawName]);
  }
  return { value: (isContainer(value) && copies.get(value)) || value, omitted: holders.length };
}

/** Of an object or array, by name or index. Copied members stay the object's own, even one called __proto__. */
type Members = Record<string, unknown>;

function copyMembers(original: object): Members {
  // An array is read and written by its indexes only.
  return Array.isArray(original) ? (original.slice() as unknown as Members) : { ...original };
}

function findHolders(value: unknown, parents: Map<object, object>): object[] {
  const holders: object[] = [];
  const open: object[] = isContainer(value) ? [value] : [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const isHolder = !Array.isArray(at) && Object.hasOwn(at, rawName);
    if (isHolder && hasContent(Reflect.get(at, rawName))) holders.push(at);
    // The answer is JSON: own enumerable members are all there are.
    const members = at as Members;
    for (const key in members) {
      const member = members[key];
      if (!isContainer(member) || (isHolder && key === rawName)) continue;
      parents.set(member, at);
      open.push(member);
    }
  }
  return holders;
}

/** Says whose answers there are, so that an agent can ask for one. */
function buildMarker(raw: unknown): { readonly left_out: string } {
  const vendors = isContainer(raw) && !Array.isArray(raw) ? Object.keys(raw) : [];
  const named = vendors.slice(0, 8).map((name) => name.slice(0, 40));
  const more = vendors.length > named.length ? ` and ${vendors.length - named.length} more` : '';
  return { left_out: named.length === 0 ? 'raw responses' : `raw responses of ${named.join(', ')}${more}` };
}

function hasContent(value: unknown): boolean {
  return isContainer(value) && Object.keys(value).length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
