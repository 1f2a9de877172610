/** Valid calls on journeys: starts applications of every persona and gives each what its status asks for. */
import { personaGuide } from '../../../src/simulator/settings/personas.ts';
import { read } from './account-client.ts';
import { businesses, caseOf, persons } from './journey-client.ts';
import { note, uploadDocument } from './valid-account-calls.ts';
import type { Play } from './valid-play.ts';

type Action = (play: Play) => Promise<unknown>;

const personas = ['Okafor', 'Okafor', ...Object.keys(personaGuide)];
const quizAnswers = [4, 1, 3, 2, 5].map((answer_id, index) => ({ question_id: index + 1, answer_id }));

const buildPerson = (play: Play) => ({
  name_first: 'Ida',
  name_last: play.pick(personas),
  birth_date: '1990-05-17',
  document_ssn: '666120417',
  email_address: `ida${play.number()}@example.com`,
});

export interface JourneyActions {
  readonly actions: readonly Action[];
  readonly applications: readonly string[];
  readonly batches: readonly string[];
}

export function createJourneyActions(): JourneyActions {
  /** Paths. */
  const applications: string[] = [];
  const batches: string[] = [];
  const groups: string[] = [];

  const keep = (play: Play, journey: string, body: unknown, words: readonly string[]) => {
    const token = play.claim(read(body, 'journey_application_token'));
    const path = `${journey}/applications/${token}`;
    applications.push(path);
    play.shows(path, 'ids', [token, ...words]);
    return path;
  };

  const startPerson: Action = async (play) => {
    const number = play.number();
    const ids = { external_application_id: `app-${number}`, external_group_id: `group-${number}` };
    const versions = play.once(4) ? { 'alloy-journey-version': play.pick(['2', '4']) } : {};
    const lenient = play.once(6)
      ? { 'alloy-multi-environment-config-token': 'MEC-DemoLenientOutcomes1' }
      : {};
    const short = play.once(4) ? { 'alloy-journey-override-sync': 'true' } : {};
    const body = { entities: [{ data: buildPerson(play) }], ...ids };
    const headers = { ...versions, ...lenient, ...short };
    const { body: made } = await play.call('POST', `${persons}/applications`, body, 201, headers);
    const path = keep(play, persons, made, Object.values(ids));
    // Ids of groups stay taken, also over a load.
    groups.push(ids.external_group_id);
    await play.call(
      'POST',
      `${persons}/applications`,
      { ...body, external_group_id: play.pick(groups) },
      409,
    );
    play.shows(`/journeys/applications/ext/app-${number}/latest`, 'ids', [`app-${number}`, path]);
  };

  const startKnownPerson: Action = async (play) => {
    const entity_token = play.pick(play.persons);
    const body = { entities: [{ entity_token, data: buildPerson(play) }] };
    const { body: made } = await play.call('POST', `${persons}/applications`, body, 201);
    keep(play, persons, made, []);
    // What is said of a known entity becomes the entity's, whenever the application is evaluated.
    play.shows(`/entities/persons/${entity_token}`, 'attributes', []);
    play.shows(`/journeys/entities/${entity_token}/applications`, `${applications.at(-1)}`, [
      String(applications.at(-1)?.split('/').at(-1)),
    ]);
  };

  const startBusiness: Action = async (play) => {
    const business_name = `Harbor ${play.number()} ${play.pick(['LLC', 'Review', 'StepUp', 'Action', 'AppReview'])}`;
    const owners = Array.from({ length: play.pick([1, 2]) }, () => ({
      branch_name: 'beneficial_owners',
      data: buildPerson(play),
    }));
    const body = {
      entities: [{ branch_name: 'businesses', entity_type: 'business', data: { business_name } }, ...owners],
      do_await_additional_entities: play.once(2),
    };
    const { body: made } = await play.call('POST', `${businesses}/applications`, body, 201);
    keep(play, businesses, made, [business_name]);
  };

  const startBatch: Action = async (play) => {
    const entities = Array.from({ length: play.pick([1, 3, 7]) }, (_, index) => ({
      data: buildPerson(play),
      multi_entity_application_batch_key: `key ${index}`,
    }));
    const { body } = await play.call('POST', `${persons}/batches`, { entities }, 202);
    const token = play.claim(read(body, 'journey_batch_token'));
    batches.push(`${persons}/batches/${token}`);
    play.shows(`${persons}/batches/${token}`, 'count', [`"total_records":${entities.length}`]);
  };

  const readBatch: Action = async (play) => {
    if (batches.length === 0) return;
    const path = play.pick(batches);
    await play.get(path);
    const made = await play.get(`${path}/applications`);
    const lines = read(made, '_embedded.journey_applications');
    for (const line of Array.isArray(lines) ? lines : []) {
      const application = `${persons}/applications/${read(line, 'journey_application_token')}`;
      if (applications.includes(application)) continue;
      keep(play, persons, line, []);
    }
  };

  const annotate: Action = async (play) => {
    if (applications.length === 0) return;
    const path = play.pick(applications);
    const said = note(play);
    await play.call('POST', `${path}/notes`, said, 201);
    play.shows(`${path}/notes`, said.note, [said.note]);
    const slugs = { 'alloy-audit-account-slugs': play.pick(['parent-bank', 'parent-bank, sponsor-bank']) };
    await play.call('PATCH', `${path}/auditaccess`, undefined, 200, slugs);
    const journey = path.split('/applications/')[0];
    await play.get(`${journey}/schema`);
    await play.get(`${journey}/parameters`);
  };

  const rerun: Action = async (play) => {
    if (applications.length === 0) return;
    const path = play.pick(applications);
    const latest = await findLatestPath(play, path);
    const { body } =
      latest === undefined
        ? await play.call('POST', `${path}/rerun`, {}, 201)
        : await play.call('POST', `${latest}/rerun`, {}, 200);
    const journey = path.split('/applications/')[0] ?? '';
    const again = keep(play, journey, body, [path.split('/').at(-1) ?? '']);
    const externalId = read(await play.get(again), 'external_application_id');
    if (typeof externalId === 'string')
      play.shows(`/journeys/applications/ext/${externalId}/latest`, 'ids', [externalId, again]);
    play.shows(path, `rerun ${again}`, [again.split('/').at(-1) ?? '']);
  };

  /** One of the latest, so that applications go through all of their steps. */
  const goOn: Action = async (play) => {
    const open = applications.slice(-6);
    if (open.length === 0) return;
    await advance(play, play.pick(open));
  };

  return {
    actions: [
      startPerson,
      startPerson,
      startKnownPerson,
      startBusiness,
      startBatch,
      readBatch,
      annotate,
      rerun,
      ...Array.from({ length: 14 }, () => goOn),
    ],
    applications,
    batches,
  };
}

/** Does what the status of the application, or of one of its entities, asks for. */
async function advance(play: Play, path: string): Promise<void> {
  const body = await play.get(path);
  const status = read(body, 'status');
  const because = { outcome: play.pick(['Approved', 'denied']), reason: 'Other' };
  if (status === 'pending_journey_application_review') {
    await play.call('POST', `${path}/review`, because, 201);
    return;
  }
  const list = read(body, '_embedded.entity_applications');
  const entities: readonly unknown[] = Array.isArray(list) ? list : [];
  const [entity] = entities.filter(
    (each) => !['completed', 'error', 'expired'].includes(String(read(each, 'entity_application_status'))),
  );
  if (
    read(body, '_embedded.is_pending_additional_entities') === true &&
    (entity === undefined || play.once(4))
  ) {
    const more = play.once(2)
      ? {
          entities: [
            {
              entity_type: 'person',
              branch_name: 'persons',
              external_entity_id: `late-${play.number()}`,
              data: buildPerson(play),
            },
          ],
        }
      : { has_finished_sending_additional_entities: true };
    await play.call('PUT', path, more);
    return;
  }
  if (entity !== undefined) await advanceEntity(play, path, body, entity, because);
}

async function advanceEntity(
  play: Play,
  path: string,
  application: unknown,
  entity: unknown,
  because: { readonly outcome: string; readonly reason: string },
): Promise<void> {
  const token = String(read(entity, 'entity_application_token'));
  const address = (await findLatestPath(play, path)) ?? path;
  const put = (item: Record<string, unknown>) =>
    play.call('PUT', address, { entities: [{ entity_application_token: token, ...item }] });
  switch (read(entity, 'entity_application_status')) {
    case 'data_request': {
      const isQuiz = JSON.stringify(entity).includes('"prompts"');
      const data = { document_license: `D${play.number()}`, document_license_state: 'NY' };
      await put(isQuiz ? { data, answers: { answers: quizAnswers } } : { data });
      return;
    }
    case 'pending_step_up': {
      const front = await uploadDocument(play, String(read(entity, 'entity_token')));
      const data = { document_token_front: front };
      if (play.once(2)) await put({ data: { ...data, document_step: 'front' } });
      await put({ data: { ...data, document_step: 'final' } });
      return;
    }
    case 'pending_action': {
      const href = read(
        application,
        `_embedded.journey._links.callback_by_entity_application_token.${token}.href`,
      );
      const outcome = play.pick(['Approved', 'denied', 'Manual Review']);
      const callback = `${String(href).replace('/v1', '')}?entity_application_token=${token}`;
      await play.call('PUT', callback, { outcome });
      return;
    }
    case 'waiting_review': {
      const events = read(application, '_embedded.events');
      const own = (Array.isArray(events) ? events : []).filter(
        (event) => read(event, 'entity_application_token') === token,
      );
      const caseToken = caseOf({ status: 200, body: { _embedded: { events: own } } });
      await play.call('POST', `${path}/cases/${caseToken}/review`, because, 201);
      await play.call('POST', `${path}/cases/${caseToken}/review`, because, 409);
      await play.call('POST', `${path}/cases/${caseToken}/review`, { note: 'Said later' }, 201);
      const link = own
        .map((event) => read(event, '_links.manual_review.href'))
        .findLast((href) => typeof href === 'string');
      const review = await play.get(String(link).replace('/v1', ''));
      if (!JSON.stringify(review).includes('Said later')) play.alloy.fault(`${link} has lost its note`);
      return;
    }
    default:
      play.alloy.wait(31_000);
  }
}

/** The other way to an application: by the caller's id, when it is the latest that bears it. */
async function findLatestPath(play: Play, path: string): Promise<string | undefined> {
  const id = read(await play.get(path), 'external_application_id');
  if (typeof id !== 'string') return undefined;
  const latest = `/journeys/applications/ext/${id}/latest`;
  const token = read(await play.get(latest), 'journey_application_token');
  return path.endsWith(`/${token}`) ? latest : undefined;
}
