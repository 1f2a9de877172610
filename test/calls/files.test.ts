/** Files are read from and saved to the folder that the operator allowed, and nowhere else. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { localCall } from '../../src/calls/call-context.ts';
import { createFiles, maxFileBytes, nameFolder } from '../../src/calls/files.ts';
import { answerBytes, answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

const upload = 'update_a_alloy_entity_document_by_id';
const download = 'get_single_alloy_entity_document_by_id';
const document = { entity_token: 'P-1', id: 'D-1' };
/** Every byte there is, and a text that is none. */
const content = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  Buffer.from([0xff]),
]);

/** A folder beside a file that must stay out of reach. */
function createFolders() {
  const outside = createTemporaryFolder();
  const folder = path.join(outside, 'files');
  mkdirSync(path.join(folder, 'deeper'), { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'scan.png'), content);
  writeFileSync(path.join(folder, 'deeper', 'scan.png'), content);
  mkdirSync(`${folder}-beside`);
  writeFileSync(path.join(`${folder}-beside`, 'scan.png'), 'secret');
  return { folder, outside };
}

describe('a file to send', () => {
  it.each([
    ['by its name', () => 'scan.png'],
    ['in a folder below', () => 'deeper/scan.png'],
    ['with a step that stays inside', () => 'deeper/../scan.png'],
    ['by its whole path', (folder: string) => path.join(folder, 'scan.png')],
    [
      'by a whole path that leads there by a link',
      (folder: string) => {
        symlinkSync(folder, `${folder}-link`);
        return path.join(`${folder}-link`, 'deeper', 'scan.png');
      },
    ],
  ])('is sent byte for byte %s', async (_, name) => {
    const { folder } = createFolders();
    const alloy = await startAlloyOfTest([answerJson(200, { uploaded: true })]);
    const client = createCaller({ ...alloy, filesDir: folder });
    const result = await client.call(upload, { ...document, file_path: name(folder) });
    expect(readSuccess(result).result).toEqual({ uploaded: true });
    const [request] = alloy.requests;
    expect(request).toMatchObject({ method: 'PUT', path: '/v1/entities/P-1/documents/D-1' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(content.length),
    });
    expect(request?.body.equals(content)).toBe(true);
  });

  it('may be read through a link that stays inside', async () => {
    const { folder } = createFolders();
    symlinkSync(path.join(folder, 'deeper'), path.join(folder, 'link'));
    const alloy = await startAlloyOfTest([answerJson(200, {})]);
    const client = createCaller({ ...alloy, filesDir: folder });
    readSuccess(await client.call(upload, { ...document, file_path: 'link/scan.png' }));
    expect(alloy.requests[0]?.body.equals(content)).toBe(true);
  });

  it('may lie in a folder that is itself reached by a link', async () => {
    const { folder, outside } = createFolders();
    symlinkSync(folder, path.join(outside, 'link'));
    const alloy = await startAlloyOfTest(answerJson(200, {}));
    const client = createCaller({ ...alloy, filesDir: path.join(outside, 'link') });
    for (const name of ['scan.png', path.join(outside, 'link', 'scan.png'), path.join(folder, 'scan.png')])
      readSuccess(await client.call(upload, { ...document, file_path: name }));
    expect(alloy.requests).toHaveLength(3);
  });

  const refused: Readonly<Record<string, (folder: string, outside: string) => string>> = {
    'lies above': () => '../secret.txt',
    'lies above a folder below': () => 'deeper/../../secret.txt',
    'lies outside by its whole path': (_, outside) => path.join(outside, 'secret.txt'),
    'lies in a folder whose name only begins the same': (folder) => path.join(`${folder}-beside`, 'scan.png'),
    'is reached by a link to a file outside': (folder, outside) => {
      symlinkSync(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'));
      return 'link.txt';
    },
    'is reached by a link to a folder outside': (folder, outside) => {
      symlinkSync(outside, path.join(folder, 'link'));
      return 'link/secret.txt';
    },
    'is a device': () => '/dev/null',
    'is the environment of this process': () => '/proc/self/environ',
    'lies outside by a whole path through a link': (folder, outside) => {
      symlinkSync(folder, `${folder}-link`);
      return path.join(outside, 'files-link', '..', 'secret.txt');
    },
    'is empty': (folder) => {
      writeFileSync(path.join(folder, 'empty.pdf'), '');
      return 'empty.pdf';
    },
    'is a folder': () => 'deeper',
    'is the folder itself': () => '.',
    'has NUL in its name': () => 'scan.png\0.txt',
    'does not exist': () => 'none.png',
    'lies in a folder that does not exist': () => 'none/scan.png',
    'is larger than allowed': (folder) => {
      const name = path.join(folder, 'large.bin');
      writeFileSync(name, '');
      truncateSync(name, maxFileBytes + 1);
      return 'large.bin';
    },
  };

  it.each(Object.entries(refused))('is refused when it %s', async (_, arrange) => {
    const { folder, outside } = createFolders();
    const alloy = await startAlloyOfTest([]);
    const client = createCaller({ ...alloy, filesDir: folder });
    const result = await client.call(upload, { ...document, file_path: arrange(folder, outside) });
    const error = readFailure(result);
    expect(error).toMatchObject({ kind: 'file' });
    expect(error.message).toMatch(/^file_path /);
    expect(error.hint).toMatch(/^Nothing was sent/);
    // Where the folder lies is the operator's business.
    expect(JSON.stringify(result)).not.toContain(`${outside}/files/`);
  });

  it('is refused with a word on ALLOY_FILES_DIR when there is no folder', async () => {
    const alloy = await startAlloyOfTest([]);
    const call = createCaller(alloy).call(upload, { ...document, file_path: '/etc/hostname' });
    const error = readFailure(await call);
    expect(error.kind).toBe('file');
    expect(error.message).toContain('ALLOY_FILES_DIR');
    expect(error.message).toContain('content_base64');
  });

  it('is a file error when the folder has gone since the start', async () => {
    const { folder } = createFolders();
    rmSync(folder, { recursive: true });
    const alloy = await startAlloyOfTest([]);
    const client = createCaller({ ...alloy, filesDir: folder });
    expect(readFailure(await client.call(upload, { ...document, file_path: 'scan.png' })).kind).toBe('file');
  });

  it('is refused when it is a pipe, without waiting for somebody to write to it', async () => {
    const { folder } = createFolders();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const alloy = await startAlloyOfTest([]);
    const client = createCaller({ ...alloy, filesDir: folder });
    const call = client.call(upload, { ...document, file_path: 'pipe' });
    const outcome = await Promise.race([call, sleep(3000)]);
    // Lets go of a reader that waits after all.
    if (outcome === undefined) closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
    expect(outcome).toBeDefined();
    expect(readFailure(await call).kind).toBe('file');
  });
});

describe('a name that is written otherwise than the folder has it', () => {
  const narrow = 'Screenshot 2026-03-01 at 3.04.05\u202fPM.png';
  const names: readonly (readonly [string, string, string])[] = [
    ['a plain space for a narrow one', narrow, narrow.replace('\u202f', ' ')],
    ['a plain space for one that does not break', 'scan\u00a0front.png', 'scan front.png'],
    ['a narrow space for a plain one', 'scan front.png', 'scan\u202ffront.png'],
    ['composed for decomposed', 'Zo\u0065\u0308 pass.png', 'Zo\u00eb pass.png'],
    ['decomposed for composed', 'Zo\u00eb pass.png', 'Zo\u0065\u0308 pass.png'],
    ['without a mark that nobody sees', '\u200escan.png', 'scan.png'],
    ['in a folder', 'Ausw\u0065\u0308is/scan.png', 'Ausw\u00ebis/scan.png'],
  ];

  function createFolder(...present: readonly string[]) {
    const folder = createTemporaryFolder();
    for (const name of present) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), name);
    }
    return { folder, ...createFiles(folder) };
  }

  it.each(names)('is found: %s', async (_, present, wanted) => {
    const { read } = createFolder(present);
    const bytes = await read(wanted, localCall.principal);
    expect(Buffer.from(bytes).toString()).toBe(present);
  });

  it('is the file of just that name, where there is one', async () => {
    const { read } = createFolder('Zo\u00eb.png', 'Zo\u0065\u0308.png');
    for (const name of ['Zo\u00eb.png', 'Zo\u0065\u0308.png'])
      expect(Buffer.from(await read(name, localCall.principal)).toString()).toBe(name);
  });

  it('is not guessed where two read the same', async () => {
    const { read } = createFolder('a\u00a0b.png', 'a\u202fb.png');
    await expect(read('a b.png', localCall.principal)).rejects.toThrow('there is no file of that name');
  });

  it('leads to no link, and to nobody else', async () => {
    const { folder, read } = createFolder('principal-alice/a\u00a0b.png', 'c\u00a0d.png');
    symlinkSync(path.join(folder, 'c\u00a0d.png'), path.join(folder, 'e\u00a0f.png'));
    await expect(read('e f.png', localCall.principal)).rejects.toThrow('is a link to a file');
    for (const name of ['a b.png', 'c d.png', '../c d.png'])
      await expect(read(name, 'bob')).rejects.not.toThrow(/\u00a0/);
  });

  it.each([
    ['scna.png', '; did you mean scan.png?'],
    ['deeper/scann.png', '; did you mean deeper/scan.png?'],
    ['Scan.PNG', '; did you mean scan.png?'],
    ['quite-another.pdf', "server's files folder"],
  ])('is told as missing, with the nearest name: %s', async (wanted, end) => {
    const { read } = createFolder('scan.png', 'deeper/scan.png');
    const failure: unknown = await read(wanted, localCall.principal).catch((error: unknown) => error);
    const { message } = z.instanceof(Error).parse(failure);
    expect(message).toContain(`file_path ${wanted}: there is no file of that name`);
    expect(message.endsWith(end), message).toBe(true);
  });
});

describe('save_as', () => {
  it.each([
    ['a name', 'new.bin'],
    ['a name in a folder below', 'deeper/new.bin'],
    ['a name of several words, dots and dashes', 'deeper/W-2 of 2025 (v1.2)_ä.pdf'],
    ['a name that only begins like a device', 'console.png'],
  ])('writes the bytes under %s, for the owner alone, and says where', async (_, name) => {
    const { folder } = createFolders();
    const alloy = await startAlloyOfTest([answerBytes(200, content)]);
    const client = createCaller({ ...alloy, filesDir: folder });
    const { result } = readSuccess(await client.call(download, { ...document, save_as: name }));
    const target = path.join(folder, name);
    expect(result).toMatchObject({ saved_as: target, size_bytes: content.length });
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('never overwrites a file', async () => {
    const { folder } = createFolders();
    writeFileSync(path.join(folder, 'kept.txt'), 'kept');
    const alloy = await startAlloyOfTest(answerBytes(200, content));
    const client = createCaller({ ...alloy, filesDir: folder });
    const error = readFailure(await client.call(download, { ...document, save_as: 'kept.txt' }));
    expect(error).toMatchObject({ kind: 'file' });
    expect(error.message).toContain('exists already');
    expect(readFileSync(path.join(folder, 'kept.txt'), 'utf8')).toBe('kept');
  });

  it('writes once when two calls want the same name', async () => {
    const { folder } = createFolders();
    const alloy = await startAlloyOfTest(answerBytes(200, content));
    const client = createCaller({ ...alloy, filesDir: folder });
    const input = { ...document, save_as: 'new.bin' };
    const results = await Promise.all([client.call(download, input), client.call(download, input)]);
    expect(results.map(({ isError }) => isError === true).sort()).toEqual([false, true]);
    expect(readFileSync(path.join(folder, 'new.bin')).equals(content)).toBe(true);
  });

  it('does not write through a link', async () => {
    const { folder, outside } = createFolders();
    symlinkSync(path.join(outside, 'planted.txt'), path.join(folder, 'link.txt'));
    const alloy = await startAlloyOfTest(answerBytes(200, content));
    const client = createCaller({ ...alloy, filesDir: folder });
    expect(readFailure(await client.call(download, { ...document, save_as: 'link.txt' })).kind).toBe('file');
    expect(readdirSync(outside).sort()).toEqual(['files', 'files-beside', 'secret.txt']);
  });

  it.each([
    ['above', '../new.bin'],
    ['outside by its whole path', '/tmp/alloy-mcp-must-not-exist.bin'],
    ['written backwards in part', 'scan\u202egnp.exe'],
    ['told apart by nothing that shows', 'scan\u3164.png'],
    ['over two lines', 'scan\n.png'],
    ['with a separator of lines', 'scan\u2028.png'],
    ['with a space that is none', 'scan\u00a0.png'],
    ['hidden', '.profile'],
    ['hidden in a folder below', 'deeper/.profile'],
    ['like an option', '-rf'],
    ['with a space in front', ' scan.png'],
    ['with a space behind', 'scan.png '],
    ['with a dot behind', 'scan.png.'],
    ['like a device of Windows', 'con'],
    ['like a device of Windows with an ending', 'deeper/Lpt1.png'],
    ['with a stream of Windows', 'scan.png:hidden'],
    ['with a separator of Windows', '..\\scan.png'],
    ['with a wildcard', 'scan*.png'],
    ['in quotes', '"scan".png'],
    ['too long for a name', `${'n'.repeat(252)}.png`],
    ['in a folder whose name only begins the same', '../files-beside/new.bin'],
    ['in a folder that does not exist', 'none/new.bin'],
    ['on the folder itself', '.'],
    ['with NUL', 'new\0.bin'],
  ])('is refused %s before the document is asked for', async (_, name) => {
    const { folder, outside } = createFolders();
    const alloy = await startAlloyOfTest([]);
    const client = createCaller({ ...alloy, filesDir: folder });
    const error = readFailure(await client.call(download, { ...document, save_as: name }));
    expect(error.kind).toBe('file');
    expect(error.message).toMatch(/^save_as /);
    expect(readdirSync(outside).sort()).toEqual(['files', 'files-beside', 'secret.txt']);
    expect(readdirSync(folder).sort()).toEqual(['deeper', 'scan.png']);
  });

  it('is refused without a folder before the document is asked for', async () => {
    const alloy = await startAlloyOfTest([]);
    const error = readFailure(await createCaller(alloy).call(download, { ...document, save_as: 'a' }));
    expect(error.message).toContain('ALLOY_FILES_DIR');
  });
});

describe('folders of principals', () => {
  const files = () => {
    const { folder } = createFolders();
    return { folder, ...createFiles(folder) };
  };

  it('are their own, and none reads what is in another', async () => {
    const { folder, save, read } = files();
    await save('scan.pdf', content, 'alice');
    expect(await read('scan.pdf', 'alice')).toEqual(new Uint8Array(content));
    const foreign = [
      'scan.pdf',
      '../principal-alice/scan.pdf',
      path.join(folder, 'principal-alice/scan.pdf'),
    ];
    for (const name of foreign) await expect(read(name, 'bob')).rejects.toMatchObject({ kind: 'file' });
    // Nor what lies in the folder that holds them.
    await expect(read('../scan.png', 'bob')).rejects.toMatchObject({ kind: 'file' });
    expect(statSync(path.join(folder, 'principal-alice')).mode & 0o777).toBe(0o700);
  });

  it('are not followed when they are links', async () => {
    const { folder, save } = files();
    mkdirSync(path.join(folder, 'principal-alice'));
    symlinkSync(path.join(folder, 'principal-alice'), path.join(folder, 'principal-bob'));
    await expect(save('scan.pdf', content, 'bob')).rejects.toMatchObject({ kind: 'file' });
    expect(readdirSync(path.join(folder, 'principal-alice'))).toEqual([]);
  });

  it('have plain names, two never the same', () => {
    const principal = fc.stringMatching(/^[\w.@-]{1,64}$/);
    fc.assert(
      fc.property(principal, principal, (one, other) => {
        const name = nameFolder(one);
        expect(name).toMatch(/^principal-[a-z0-9@_-]{1,200}$/);
        expect(name === nameFolder(other)).toBe(one === other);
      }),
      {
        examples: [
          ['Ada', 'ada'],
          ['..', '.'],
          ['a.b', 'a_2eb'],
          ['a_', 'a-'],
          ['A', '_41'],
        ],
      },
    );
  });
});
