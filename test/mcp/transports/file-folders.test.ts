/** Over HTTP each principal has files of its own: what one saves, no other sends on. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { parseRpcReply, postRpc } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { readEnvelope } from '../../helpers/read-envelope.ts';
import { readMember } from '../../helpers/read-member.ts';
import { createTemporaryFolder } from '../../helpers/temporary-folder.ts';

afterAll(stopProcesses);

it('keeps the files of principals apart, also of those whose names are alike', async () => {
  const folder = createTemporaryFolder();
  writeFileSync(path.join(folder, 'operators.pdf'), '%PDF of the operator');
  const alloy = await startLoopbackAlloy(({ method }) => ({ body: method === 'GET' ? '%PDF of ada' : {} }));
  const names = ['ada', 'Ada', '..', 'a.da'];
  const token = (name: string) => `a-token-of-${names.indexOf(name)}-of-the-test`;
  const { url } = await startHttpService({
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_FILES_DIR: folder,
    ALLOY_MCP_TOKEN: names.map((name) => `${name}:${token(name)}`).join(','),
  });
  const document = { entity_token: 'P-1', id: 'D-1' };
  const call = async (who: string, name: string, args: object) => {
    const headers = { authorization: `Bearer ${token(who)}` };
    const reply = await postRpc(
      url,
      'tools/call',
      { name, arguments: { ...document, ...args } },
      { headers },
    );
    return readEnvelope(parseRpcReply(reply));
  };
  const save = (who: string, save_as: string) =>
    call(who, 'get_single_alloy_entity_document_by_id', { save_as });
  const send = (who: string, file_path: string) =>
    call(who, 'update_a_alloy_entity_document_by_id', { file_path });

  const saved = String(readMember(await save('ada', 'scan.pdf'), 'result.saved_as'));
  expect(path.dirname(path.dirname(saved))).toBe(folder);
  expect(readFileSync(saved, 'utf8')).toContain('of ada');
  expect(readMember(await send('ada', 'scan.pdf'), 'error')).toBeUndefined();

  const own = path.basename(path.dirname(saved));
  const sent = alloy.requests.length;
  for (const other of names.slice(1)) {
    for (const name of [
      'scan.pdf',
      saved,
      `../${own}/scan.pdf`,
      '../operators.pdf',
      path.join(folder, 'operators.pdf'),
    ])
      expect(readMember(await send(other, name), 'error.kind'), `${other} ${name}`).toBe('file');
  }
  expect(alloy.requests.length).toBe(sent);
  // The name of another is free.
  for (const other of names.slice(1))
    expect(readMember(await save(other, 'scan.pdf'), 'error')).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(names.length + 1);
  expect(existsSync(path.join(folder, 'scan.pdf'))).toBe(false);
  await alloy.stop();
});
