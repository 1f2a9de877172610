/** Watches records through their answers: states move along documented edges only, and histories only grow. */
import { read } from './account-client.ts';
import {
  applicationEdges,
  approvalEdges,
  archiveEdges,
  batchEdges,
  caseEdges,
  type Edges,
  entityApplicationEdges,
  evaluationEdges,
  investigationEdges,
  journeyEventTypes,
  manualReviewEdges,
  statusHierarchy,
  uploadEdges,
} from './documented-edges.ts';

export interface RecordLaws {
  /** Every call that may have changed something. */
  called(method: string, path: string): void;
  /** The answer of a GET that was 2xx. */
  observe(path: string, body: unknown): void;
  readonly violations: readonly string[];
  /** How many changes of state it has seen, by kind. */
  readonly moves: ReadonlyMap<string, number>;
}

export function createRecordLaws(): RecordLaws {
  const calls: string[] = [];
  const violations: string[] = [];
  const moves = new Map<string, number>();
  const states = new Map<string, { readonly state: string; readonly at: number }>();
  const histories = new Map<string, readonly string[]>();

  const demand = (condition: boolean, what: string) => {
    if (!condition) violations.push(what);
  };
  const follow = (kind: string, id: unknown, edges: Edges, value: unknown) => {
    const [key, state] = [`${kind} ${id}`, String(value)];
    const before = states.get(key);
    states.set(key, { state, at: calls.length });
    demand(Object.hasOwn(edges, state), `${key} is ${state}, which is not documented`);
    if (before === undefined || before.state === state) return;
    const since = calls.slice(before.at);
    const isKnown = (edges[before.state] ?? []).some(
      ({ to, by }) => to.includes(state) && (by === undefined || since.some((call) => by.test(call))),
    );
    demand(isKnown, `${key} went from ${before.state} to ${state} with ${since.join(', ')}`);
    const move = `${kind}: ${before.state} > ${state}`;
    moves.set(move, (moves.get(move) ?? 0) + 1);
  };
  /** Oldest first. What was there stays as it was. */
  const grow = (kind: string, id: unknown, items: readonly unknown[]) => {
    const key = `${kind} ${id}`;
    const now = items.map((item) => JSON.stringify(item));
    const before = histories.get(key) ?? [];
    demand(
      before.every((item, index) => item === now[index]),
      `${key} has changed: ${before.join()} became ${now.join()}`,
    );
    histories.set(key, now);
  };
  const stay = (kind: string, id: unknown, value: unknown) => {
    grow(kind, id, [value]);
  };

  const observeApplication = (body: unknown) => {
    const id = read(body, 'journey_application_token');
    const status = String(read(body, 'status'));
    const entities = list(read(body, '_embedded.entity_applications'));
    const statuses = entities.map((each) => String(read(each, 'entity_application_status')));
    const awaits = read(body, '_embedded.is_pending_additional_entities') === true;
    follow('application', id, applicationEdges, status);
    for (const each of entities) {
      const state = read(each, 'entity_application_status');
      const token = read(each, 'entity_application_token');
      follow('entity application', token, entityApplicationEdges, state);
      demand(
        (read(each, 'entity_application_outcome') !== null) === (state === 'completed'),
        `${token} is ${state} with outcome ${read(each, 'entity_application_outcome')}`,
      );
    }
    const first = statusHierarchy.find((each) => statuses.includes(each));
    const settled = statuses.includes('expired')
      ? ['expired']
      : ['completed', 'pending_journey_application_review'];
    const derived = first !== undefined ? [first] : awaits ? ['pending_additional_entities'] : settled;
    demand(derived.includes(status), `application ${id} is ${status} over ${statuses.join()}`);
    follow('awaiting', id, { true: [{ to: ['false'] }], false: [] }, awaits);

    const isCompleted = status === 'completed';
    demand((read(body, 'complete_outcome') !== null) === isCompleted, `${id}: outcome while ${status}`);
    const isTerminal = isCompleted || status === 'error' || status === 'expired';
    demand((read(body, 'closed_at') !== null) === isTerminal, `${id}: closed_at while ${status}`);
    stay('creation of application', id, [
      read(body, 'created_at'),
      read(body, 'sandbox'),
      read(body, 'external_application_id'),
      read(body, '_embedded.journey.journey_version_num'),
    ]);
    observeJourneyEvents(id, status, list(read(body, '_embedded.events')));
  };

  const observeJourneyEvents = (id: unknown, status: string, events: readonly unknown[]) => {
    const types = events.map((event) => String(read(event, 'type')));
    const times = events.map((event) => Number(read(event, 'timestamp')));
    grow(
      'events of application',
      id,
      events.map((event) => [
        read(event, 'journey_application_event_token'),
        read(event, 'type'),
        read(event, 'timestamp'),
        read(event, 'outcome') ?? null,
      ]),
    );
    const unknown = types.filter((type) => !journeyEventTypes.has(type));
    demand(unknown.length === 0, `${id} has events ${unknown.join()}`);
    demand(
      times.every((time, index) => time >= (times[index - 1] ?? 0)),
      `${id}: events out of order`,
    );
    const completions = types.filter((type) => type === 'completed_application').length;
    demand(
      completions === (status === 'completed' ? 1 : 0),
      `${id} is ${status} with ${completions} completions`,
    );
  };

  const observeInvestigation = (body: unknown) => {
    const id = read(body, 'investigation_token');
    const state = String(read(body, 'state'));
    const isClosed = state.endsWith('_closed');
    const isArchived = read(body, 'archived_at') !== null;
    follow('investigation', id, investigationEdges, state);
    follow('archiving of', id, archiveEdges, isArchived ? 'archived' : 'kept');
    demand(isClosed || !isArchived, `${id} is archived and ${state}`);
    demand((read(body, 'closed_at') !== null) === isClosed, `${id}: closed_at while ${state}`);
    stay('creation of', id, [read(body, 'created_at'), read(body, 'source'), read(body, 'type')]);
    const reviews = list(read(body, '_embedded.reviews'));
    for (const review of reviews)
      demand(read(review, 'new_investigation_state') === state, `${id} is ${state}, reviewed otherwise`);
    grow('reviews of', id, reviews);
    grow(
      'history of',
      id,
      list(read(body, '_embedded.events')).map((each) => read(each, 'event')),
    );
    grow(
      'notes of',
      id,
      list(read(body, '_embedded.notes')).map((each) => read(each, 'text')),
    );
    grow(
      'alerts of',
      id,
      list(read(body, '_embedded.evidences.journey_alerts')).map((each) =>
        read(each, 'journey_application_token'),
      ),
    );
  };

  const observeCase = (body: unknown) => {
    const id = read(body, 'case_token');
    const status = read(body, 'status');
    follow('case', id, caseEdges, status);
    demand(read(body, 'closed') === (status === 'Close'), `${id}: closed beside ${status}`);
    demand((read(body, 'closed_at') !== null) === (status === 'Close'), `${id}: closed_at while ${status}`);
    stay('creation of', id, [read(body, 'created_at'), read(body, 'customer_tag_type_name')]);
  };

  const observeBatch = (body: unknown) => {
    const id = read(body, 'journey_batch_token');
    follow('batch', id, batchEdges, read(body, 'journey_batch_status'));
    const total = read(body, 'summary.total_records');
    for (const counters of ['status', 'task_status']) {
      const sum = Object.values(Object(read(body, `summary.${counters}`))).reduce<number>(
        (part, count) => part + Number(count),
        0,
      );
      demand(sum === total, `${id}: ${counters} adds up to ${sum} of ${total}`);
    }
    const pending = Number(read(body, 'summary.task_status.pending'));
    const isPending = read(body, 'journey_batch_status') === 'pending';
    demand(pending > 0 === isPending, `${id}: ${pending} pending`);
    demand((read(body, 'completed_at') === null) === isPending, `${id}: completed_at`);
    stay('records of', id, total);
  };

  const observeDocuments = (body: unknown) => {
    for (const each of list(body)) {
      const id = read(each, 'document_token');
      follow('approval of', id, approvalEdges, read(each, 'approved'));
      follow('upload of', id, uploadEdges, read(each, 'uploaded'));
      grow(
        'notes of',
        id,
        list(read(each, 'notes')).map((note) => read(note, 'note')),
      );
    }
  };

  const observeEvaluation = (body: unknown) => {
    const id = read(body, 'evaluation_token');
    const status = read(body, 'status_code');
    follow('evaluation', id, evaluationEdges, status);
    if (status === 201) stay('outcome of', id, read(body, 'summary.outcome'));
  };

  const observeManualReview = (body: unknown) => {
    const id = read(body, 'manual_review_token');
    const status = read(body, 'status');
    follow('manual review', id, manualReviewEdges, status);
    demand((read(body, 'outcome') !== null) === (status === 'completed'), `${id}: outcome while ${status}`);
    if (status === 'completed') stay('outcome of', id, [read(body, 'outcome'), read(body, 'reasons')]);
  };

  const observers: readonly (readonly [RegExp, (body: unknown, id: string) => void])[] = [
    [/^\/journeys\/[^/]+\/applications\/(JA-[^/]+)$/, observeApplication],
    [/^\/journeys\/[^/]+\/applications\/[^/]+\/review\/([^/]+)$/, observeManualReview],
    [/^\/journeys\/[^/]+\/batches\/([^/]+)$/, observeBatch],
    [
      /^\/journeys\/[^/]+\/applications\/([^/]+)\/notes$/,
      (body, id) =>
        grow(
          'notes of',
          id,
          list(body).map((each) => read(each, 'note')),
        ),
    ],
    [/^\/investigations\/(INV-[^/]+)$/, observeInvestigation],
    [/^\/cases\/(C-[^/]+)$/, observeCase],
    [
      /^\/cases\/(C-[^/]+)\/works$/,
      (body, id) => grow('works of', id, list(read(body, '_embedded.works')).toReversed()),
    ],
    [/^\/entities\/([^/]+)\/documents$/, observeDocuments],
    [/^\/evaluations\/([^/]+)$/, observeEvaluation],
    [
      /^\/custom-lists\/(CI-[^/]+)$/,
      (body, id) =>
        grow(
          'versions of',
          id,
          list(read(body, 'versions')).map((each) => [read(each, 'version'), read(each, 'row_count')]),
        ),
    ],
    [
      /^\/published-attributes\/(PA-[^/]+)$/,
      (body, id) =>
        stay(
          'kind of',
          id,
          ['data_type', 'contains_pii', 'object_type'].map((member) => findMember(body, member)),
        ),
    ],
  ];

  return {
    called: (method, path) => {
      calls.push(`${method} ${path.split('?')[0]}`);
    },
    observe(path, body) {
      for (const [pattern, look] of observers) {
        const id = pattern.exec(path)?.[1];
        if (id !== undefined) look(body, id);
      }
    },
    violations,
    moves,
  };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`no list: ${JSON.stringify(value)}`);
  return value;
}

/** Wherever the answer has it. */
function findMember(value: unknown, name: string): unknown {
  return new RegExp(`"${name}":("[^"]*"|true|false)`).exec(JSON.stringify(value))?.[1];
}
