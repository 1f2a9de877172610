/** A step-up by documents: described, uploaded, approved, read back byte by byte, and handed in. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Walks } from './agent.ts';
import {
  badBody,
  badRequest,
  buildPerson,
  dana,
  notFound,
  personJourney,
  readEach,
  unknown,
  unknownObject,
} from './demo-account.ts';

const journey_token = personJourney;
/** A picture of one pixel, as a client would read it from a file. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const stranger = 'stranger@example.com';

export const documentWalks: Walks = {
  'pending_step_up: front and back of a licence': async ({ call, refused, readResource }) => {
    const started = await call('create_a_alloy_journey_application', {
      journey_token,
      entities: [{ data: buildPerson('Wanda', 'StepUp') }],
    });
    expect(started.read('status')).toBe('pending_step_up');
    const entity_token = started.text('_embedded.child_entities.0.token');
    const handIn = (data: object) => ({
      journey_token,
      id: started.text('journey_application_token'),
      entities: [{ entity_token, data }],
    });

    const tokens: string[] = [];
    for (const [tool, name] of [
      ['create_a_alloy_document', 'licence_front'],
      ['create_a_alloy_entity_document', 'licence_back'],
    ] as const) {
      const description = { entity_token, name, extension: 'png', type: 'license' };
      const described = await call(tool, description);
      expect(described.result).toMatchObject({ name, uploaded: false, approved: null });
      await refused(tool, { ...description, entity_token: unknown('P') }, unknownObject);
      tokens.push(described.text('document_token'));
    }
    const [front = '', back = ''] = tokens;

    const update = 'update_a_alloy_journey_application_by_id';
    await refused(update, handIn({ document_token_front: front, document_step: 'final' }), badRequest);
    const download = 'get_single_alloy_entity_document_by_id';
    await refused(download, { entity_token, id: front }, notFound);
    const upload = 'update_a_alloy_entity_document_by_id';
    await refused(
      upload,
      { entity_token, id: unknown('D'), content_base64: png.toString('base64') },
      unknownObject,
    );
    for (const id of tokens) {
      const uploaded = await call(upload, { entity_token, id, content_base64: png.toString('base64') });
      expect(uploaded.result).toMatchObject({ document_token: id, uploaded: true });
    }

    const downloaded = await call(download, { entity_token, id: front });
    const uri = `alloy://entities/${entity_token}/documents/${front}`;
    expect(downloaded.result).toMatchObject({
      uri,
      mime_type: 'image/png',
      size_bytes: png.length,
      sha256: createHash('sha256').update(png).digest('hex'),
    });
    expect(await readResource(uri)).toEqual(png);

    for (const [tool, id, approved] of [
      ['alloy_entity_documents_partial_update', front, true],
      ['update_a_alloy_document_by_id', back, false],
    ] as const) {
      const decision = { entity_token, id, approved, name: 'licence', type: 'license' };
      await refused(tool, { ...decision, approval_agent_email: stranger }, badBody);
      const decided = await call(tool, { ...decision, approval_agent_email: dana.email });
      expect(decided.result).toMatchObject({
        approved: String(approved),
        approval_agent_email: dana.email,
        approval_timestamp: expect.any(Number),
      });
    }

    const note = { entity_token, document_token: back, note: 'Blurred', note_author_agent_email: dana.email };
    await call('create_a_alloy_document_note', note);
    await refused('create_a_alloy_document_note', { ...note, note_author_agent_email: stranger }, badBody);
    const list = 'list_all_alloy_entity_documents';
    const documents = (await call(list, { entity_token })).list('');
    expect(readEach(documents, 'document_token').toSorted()).toEqual(tokens.toSorted());
    const noted = documents.find((each) => readMember(each, 'document_token') === back);
    expect(readMember(noted, 'notes')).toMatchObject([{ note: 'Blurred' }]);
    await refused(list, { entity_token: unknown('P') }, unknownObject);

    const seen = await call(update, handIn({ document_token_front: front, document_step: 'front' }));
    expect(seen.read('status')).toBe('pending_step_up');
    const done = await call(update, handIn({ document_token_back: back, document_step: 'final' }));
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
  },
};
