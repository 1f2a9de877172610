/** The operations on journeys that change something; see writing-operations.ts. */
import { read } from './account-client.ts';
import { caseOf, findEvent, pathOf, persons } from './journey-client.ts';
import {
  address,
  note,
  object,
  person,
  quizAnswers,
  slugs,
  type WritingOperation,
} from './writing-operation.ts';

const entity = { entity_type: 'person', branch_name: 'persons', external_entity_id: 'maya-1', data: person };
const decision = { outcome: 'Approved', reason: 'Other', reasons: ['Other'], note: 'x' };

/** Of an application of that persona: the path behind the application's own, and the body. */
const journey = (
  lastName: string,
  build: (started: { readonly status: number; readonly body: unknown }) => string,
  body: unknown,
  takes: WritingOperation['takes'] = 'object',
  headers: Readonly<Record<string, string>> = {},
): WritingOperation => ({
  takes,
  async prepare(door) {
    const started = await door.send('POST', `${persons}/applications`, {
      body: {
        entities: [{ data: { ...person, name_last: lastName } }],
        external_application_id: 'app-1',
      },
    });
    return { path: build(started), headers, ...(body === undefined ? {} : { body }) };
  },
});

export const writingJourneyOperations: Readonly<Record<string, WritingOperation>> = {
  'PUT /journeys/applications/ext/:external_application_id/latest': journey(
    'MissingData',
    () => '/journeys/applications/ext/app-1/latest',
    { entities: [{ data: { document_license: 'D1', document_license_state: 'NY' } }] },
  ),
  'POST /journeys/applications/ext/:external_application_id/latest/rerun': journey(
    'Error',
    () => '/journeys/applications/ext/app-1/latest/rerun',
    {
      exclude_entity_tokens: [],
      entities: [entity],
      application_meta: { a: 1 },
      external_application_id: 'x',
    },
  ),
  'POST /journeys/:journey_token/batches': object(`${persons}/batches`, {
    entities: [
      {
        ...entity,
        multi_entity_application_batch_key: 'a',
        auto_decision_node_outcomes: { 'Manual Review': 'Approved' },
        external_group_id: 'x',
      },
    ],
  }),
  'POST /journeys/:journey_token/applications': object(`${persons}/applications`, {
    entities: [entity],
    external_group_id: 'x',
    external_application_id: 'x',
    do_await_additional_entities: true,
    application_meta: { a: 1 },
    external_entity_group_id: 'x',
    entity_group_name: 'x',
    entity_group_type: 'business',
  }),
  'PUT /journeys/:journey_token/applications/:journey_application_token': journey('Quiz', pathOf, {
    entities: [{ data: {}, answers: { answers: quizAnswers } }],
  }),
  'PATCH /journeys/:journey_token/applications/:journey_application_token/auditaccess': journey(
    'Okafor',
    (started) => `${pathOf(started)}/auditaccess`,
    undefined,
    'nothing',
    slugs,
  ),
  'POST /journeys/:journey_token/applications/:journey_application_token/rerun': journey(
    'Okafor',
    (started) => `${pathOf(started)}/rerun`,
    { entities: [entity], exclude_entity_tokens: [] },
  ),
  'POST /journeys/:journey_token/applications/:journey_application_token/review': journey(
    'AppReview',
    (started) => `${pathOf(started)}/review`,
    decision,
  ),
  'POST /journeys/:journey_token/applications/:journey_application_token/cases/:case_token/review': journey(
    'Review',
    (started) => `${pathOf(started)}/cases/${caseOf(started)}/review`,
    decision,
  ),
  'PUT /journeys/:journey_token/applications/:journey_application_token/nodes/:node_id': journey(
    'Action',
    (started) =>
      `${pathOf(started)}/nodes/${read(findEvent(started, 'pending_action'), '_embedded.node.id')}`,
    { outcome: 'Approved', data: { name_first: 'x', addresses: [address] } },
  ),
  'POST /journeys/:journey_token/applications/:journey_application_token/notes': journey(
    'Okafor',
    (started) => `${pathOf(started)}/notes`,
    note,
  ),
};
