/** Documents: described, sent, read back, decided and annotated. */
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, formatBasic, testTime } from '../helpers/front-door.ts';

const johnDoe = 'P-TfkFe6lCPkElc9Xktd3V';
const dana = 'dana.whitlock@example.com';
const license = { name: 'license_front', extension: 'jpg', type: 'license' };

function createBytesDoor() {
  const simulator = createSimulator({ now: () => testTime });
  const authorization = formatBasic(simulator.credentials.token, simulator.credentials.secret);
  const send = (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer> | FormData,
    contentType?: string,
  ) =>
    simulator.fetch(
      new Request(`http://alloy.embedded/v1${path}`, {
        method,
        headers: { authorization, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
        ...(body === undefined ? {} : { body }),
      }),
    );
  return {
    send,
    async describe(entity = johnDoe, body: unknown = license): Promise<string> {
      const answer: unknown = await (
        await send('POST', `/entities/${entity}/documents`, JSON.stringify(body))
      ).json();
      return String(read(answer, 'document_token'));
    },
  };
}

describe('POST /entities/{entity_token}/documents', () => {
  it('describes a document whose file is still to come', async () => {
    const door = createFrontDoor();
    const { status, body } = await door.send('POST', `/entities/${johnDoe}/documents`, { body: license });
    expect(status).toBe(200);
    expect(read(body, 'document_token')).toMatch(/^D-[A-Za-z0-9]{20}$/);
    expect(body).toEqual({
      document_token: read(body, 'document_token'),
      ...license,
      uploaded: false,
      timestamp: testTime,
      approved: null,
      approval_agent_email: null,
      approval_timestamp: null,
      notes: [],
    });
  });

  it('takes an external id and a first note', async () => {
    const door = createFrontDoor();
    const { body } = await door.send('POST', '/entities/demo-customer-08/documents', {
      body: { ...license, note: 'Front only', note_author_agent_email: dana },
    });
    expect(read(body, 'notes')).toEqual([
      { note: 'Front only', note_author_agent_email: dana, created_at: testTime, updated_at: testTime },
    ]);
  });

  it.each([
    ['name', { ...license, name: undefined }],
    ['extension', { ...license, extension: 7 }],
    ['type', { ...license, type: 'selfie' }],
    ['note_author_agent_email', { ...license, note: 'x', note_author_agent_email: 'stranger@example.com' }],
    ['size', { ...license, size: 3 }],
  ])('refuses a bad %s', async (path, body) => {
    const reply = await createFrontDoor().send('POST', `/entities/${johnDoe}/documents`, { body });
    expect(reply.status).toBe(400);
    expect(read(reply.body, 'error.minor_code')).toBe(4002);
    expect(readEach(reply.body, 'error.details', 'path')).toEqual([path]);
  });
});

describe('the file', () => {
  it('comes back byte for byte, and a second one replaces it', async () => {
    const door = createBytesDoor();
    const path = `/entities/${johnDoe}/documents/${await door.describe()}`;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const put = await door.send('PUT', path, bytes, 'application/octet-stream');
    expect(put.status).toBe(200);
    expect(await put.json()).toMatchObject({ uploaded: true, approved: null });
    const got = await door.send('GET', path);
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
    await door.send('PUT', path, '{"not":"json"', 'application/json');
    expect(await (await door.send('GET', path)).text()).toBe('{"not":"json"');
  });

  it('may come as the part `file` of a form', async () => {
    const door = createBytesDoor();
    const path = `/entities/${johnDoe}/documents/${await door.describe()}`;
    const form = new FormData();
    form.set('file', new Blob(['scan']), 'scan.jpg');
    expect((await door.send('PUT', path, form)).status).toBe(200);
    expect(await (await door.send('GET', path)).text()).toBe('scan');
  });

  it.each([
    ['empty', '', 'application/octet-stream'],
    [
      'a form without a file',
      '--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
    ['a broken form', 'nonsense', 'multipart/form-data; boundary=b'],
    ['a form without a boundary', 'nonsense', 'multipart/form-data'],
  ])('is refused when it is %s', async (_, body, contentType) => {
    const door = createBytesDoor();
    const path = `/entities/${johnDoe}/documents/${await door.describe()}`;
    const reply = await door.send('PUT', path, body, contentType);
    expect(reply.status).toBe(400);
    expect(read(await reply.json(), 'error.minor_code')).toBe(4002);
    expect((await door.send('GET', path)).status).toBe(404);
  });

  it('is there for the demo record', async () => {
    const reply = await createBytesDoor().send(
      'GET',
      '/entities/demo-customer-09/documents/D-Dm9TheoPassport00009',
    );
    expect(reply.headers.get('content-type')).toBe('application/pdf');
    expect(await reply.text()).toMatch(/^%PDF-/);
  });
});

describe('PATCH', () => {
  const path = '/entities/demo-customer-09/documents/D-Dm9TheoUtility000009';
  const decision = { approved: false, type: 'other', approval_agent_email: dana, name: 'power_bill' };

  it('decides, in words where it was asked in truth values', async () => {
    const { status, body } = await createFrontDoor().send('PATCH', path, { body: decision });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...decision,
      approved: 'false',
      approval_timestamp: testTime,
      uploaded: false,
      extension: 'png',
    });
  });

  it.each(['approved', 'type', 'approval_agent_email', 'name'])('needs %s', async (member) => {
    const { status, body } = await createFrontDoor().send('PATCH', path, {
      body: { ...decision, [member]: undefined },
    });
    expect(status).toBe(400);
    expect(read(body, 'error.details.0')).toMatchObject({ path: member, type: 'any.required' });
  });
});

describe('notes and lists', () => {
  it('keep every note, and show in the list and in the overview', async () => {
    const door = createFrontDoor();
    const path = '/entities/demo-customer-09/documents/D-Dm9TheoPassport00009';
    const note = { note: 'Second look', note_author_agent_email: dana };
    const reply = await door.send('POST', `${path}/notes`, { body: note });
    expect(reply).toEqual({ status: 200, body: { ...note, created_at: testTime, updated_at: testTime } });
    const list = await door.send('GET', '/entities/demo-customer-09/documents');
    expect(readEach(list.body, '', 'document_token')).toEqual([
      'D-Dm9TheoPassport00009',
      'D-Dm9TheoUtility000009',
    ]);
    expect(read(list.body, '0.notes.0.note')).toBe('Second look');
    expect(read(list.body, '0.approved')).toBe('true');
    const overview = await door.send('GET', '/entities/demo-customer-09');
    expect(read(overview.body, 'documents.1')).toEqual({
      document_token: 'D-Dm9TheoUtility000009',
      timestamp: testTime,
      type: 'utility',
      name: 'electricity_bill',
    });
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/entities/nobody/documents'],
    ['GET', '/entities/demo-customer-09/documents/D-nothing'],
    // Another entity's.
    ['GET', '/entities/demo-customer-08/documents/D-Dm9TheoPassport00009'],
    ['PUT', '/entities/demo-customer-08/documents/D-Dm9TheoPassport00009'],
    ['PATCH', '/entities/demo-customer-08/documents/D-Dm9TheoPassport00009'],
    ['POST', '/entities/demo-customer-08/documents/D-Dm9TheoPassport00009/notes'],
  ])('is 400 / 4013: %s %s', async (method, path) => {
    const { status, body } = await createFrontDoor().send(method, path);
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4013]);
  });

  it('is 404 for a file that was never sent', async () => {
    const { status, body } = await createFrontDoor().send(
      'GET',
      '/entities/demo-customer-09/documents/D-Dm9TheoUtility000009',
    );
    expect([status, read(body, 'error.minor_code')]).toEqual([404, 4041]);
  });
});
