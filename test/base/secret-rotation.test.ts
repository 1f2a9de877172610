/** Secrets in files are read again when they are replaced: by calls to Alloy, and by the HTTP service at its door. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { unrecorded } from '../../src/audit/trail.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { localCall } from '../../src/calls/call-context.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { answerJson } from '../helpers/alloys/behaviours.ts';
import { type LoopbackAlloy, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { createLogRecord } from '../helpers/log-record.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

type Call = readonly [tool: string, args: object];
const read: Call = ['list_all_alloy_lists', {}];
const write: Call = ['create_a_alloy_list', { listName: 'Watch' }];

const format = (token: string, secret: string) =>
  `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
const refused = answerJson(401, { status_code: 401, error: { minor_code: 4010, message: 'No.' } });

/** The program's Alloy client over files that the test replaces, and an Alloy that takes one pair. */
async function start(variables: Readonly<Record<string, string>> = {}) {
  const files = new Map([
    ['/token', 'token-one\n'],
    ['/secret', 'secret-one\n'],
  ]);
  let accepted = format('token-one', 'secret-one');
  let issued = 0;
  const alloy = await startAlloyOfTest((exchange) => {
    const { authorization = '' } = exchange.headers;
    if (exchange.path === '/v1/oauth/bearer') {
      if (authorization !== accepted) return refused(exchange);
      issued += 1;
      return answerJson(200, { access_token: `head.body${issued}.sign`, expires_in: 3600 })(exchange);
    }
    const good = authorization === accepted || authorization === `Bearer head.body${issued}.sign`;
    return (good ? answerJson(200, { said: `${[...files.values()].join()} secret-one` }) : refused)(exchange);
  });
  let time = 0;
  const faults: string[] = [];
  const secrets = createSecrets();
  const config = parseConfig(
    {
      ALLOY_BASE_URL: alloy.baseUrl,
      ALLOY_TOKEN_FILE: '/token',
      ALLOY_SECRET_FILE: '/secret',
      ...variables,
    },
    {},
    (name) => {
      const content = files.get(name);
      if (content === undefined) throw new Error(`ENOENT: ${name}`);
      return content;
    },
    { secrets, onFault: (message) => faults.push(message), now: () => time },
  );
  const app = await createApp({
    config,
    logger: createLogRecord().logger,
    audit: unrecorded,
    secrets,
    state: createMemoryState(),
  });
  const execute = (name: string, input: unknown) => app.execute(name, input, localCall);
  return {
    alloy,
    files,
    faults,
    execute,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    /** What Alloy takes from now on. */
    accept: (token: string, secret: string) => {
      accepted = format(token, secret);
      issued += 1;
    },
  };
}

const sent = ({ requests }: LoopbackAlloy) =>
  requests.map(({ path, headers }) => `${path} ${headers.authorization}`);
const one = format('token-one', 'secret-one');
const two = format('token-two', 'secret-two');

describe('the key pair', () => {
  it.each([read, write])(
    'is read again when Alloy refuses it, and the call is made with the new one: %s',
    async (...call) => {
      const { alloy, files, accept, execute } = await start();
      readSuccess(await execute(...call));
      files.set('/token', 'token-two').set('/secret', 'secret-two');
      accept('token-two', 'secret-two');
      const { result } = readSuccess(await execute(...call));
      expect(sent(alloy)).toEqual([`/v1/lists ${one}`, `/v1/lists ${one}`, `/v1/lists ${two}`]);
      // Neither is shown, the old one no more than the new.
      expect(result).toEqual({ said: '[removed],[removed] [removed]' });
    },
  );

  it('that is refused and has not changed is not sent twice', async () => {
    const { alloy, accept, execute } = await start();
    accept('token-two', 'secret-two');
    expect(readFailure(await execute(...read)).kind).toBe('authentication');
    expect(alloy.requests).toHaveLength(1);
  });

  it('is taken up without a refusal a little later, and never by half', async () => {
    const { alloy, files, accept, execute, wait } = await start();
    const call = async () => {
      wait(1000);
      readSuccess(await execute(...read));
    };
    files.set('/token', 'token-two');
    await call();
    files.set('/secret', 'secret-two');
    await call();
    accept('token-two', 'secret-two');
    await call();
    await call();
    expect(sent(alloy)).toEqual([one, one, two, two].map((header) => `/v1/lists ${header}`));
  });

  it('files are left alone within a second', async () => {
    const { alloy, files, execute, wait } = await start();
    files.set('/token', 'token-two').set('/secret', 'secret-two');
    wait(999);
    readSuccess(await execute(...read));
    expect(sent(alloy)).toEqual([`/v1/lists ${one}`]);
  });

  it.each([
    [
      'empty',
      (files: Map<string, string>) => files.set('/secret', ' \n'),
      'ALLOY_SECRET_FILE names an empty file',
    ],
    [
      'gone',
      (files: Map<string, string>) => files.delete('/secret'),
      'ALLOY_SECRET_FILE names a file that cannot',
    ],
  ])('stays in force while a file is %s, which is said once', async (_, damage, message) => {
    const { files, faults, execute, wait } = await start();
    damage(files);
    for (let count = 0; count < 3; count += 1) {
      wait(1000);
      readSuccess(await execute(...read));
    }
    expect(faults).toEqual([expect.stringContaining(message)]);
    files.set('/secret', 'secret-one');
    wait(1000);
    readSuccess(await execute(...read));
    damage(files);
    wait(1000);
    readSuccess(await execute(...read));
    expect(faults).toHaveLength(2);
  });

  it('is the new one when the next bearer token is fetched', async () => {
    const { alloy, files, accept, execute } = await start({ ALLOY_AUTH: 'oauth' });
    readSuccess(await execute(...read));
    files.set('/token', 'token-two').set('/secret', 'secret-two');
    readSuccess(await execute(...read));
    accept('token-two', 'secret-two');
    readSuccess(await execute(...write));
    expect(sent(alloy)).toEqual([
      `/v1/oauth/bearer ${one}`,
      '/v1/lists Bearer head.body1.sign',
      '/v1/lists Bearer head.body1.sign',
      '/v1/lists Bearer head.body1.sign',
      `/v1/oauth/bearer ${one}`,
      `/v1/oauth/bearer ${two}`,
      '/v1/lists Bearer head.body3.sign',
    ]);
  });
});

describe('the tokens of HTTP clients', () => {
  afterEach(stopProcesses);

  it('are those of the file as it is now; a bad file leaves them as they were', async () => {
    const file = path.join(createTemporaryFolder(), 'tokens');
    const replace = (content: string) => {
      writeFileSync(`${file}.new`, content);
      renameSync(`${file}.new`, file);
    };
    replace('ada:token-of-ada-lovelace-1\nbob:token-of-bob-1234567\n');
    const { url, server } = await startHttpService({ ALLOY_MCP_TOKEN_FILE: file, LOG_LEVEL: 'trace' });
    const enter = async (token: string) =>
      (await postRpc(url, 'tools/list', {}, { headers: { authorization: `Bearer ${token}` } })).status;
    const untilAnswered = async (token: string, status: number) => {
      while ((await enter(token)) !== status) await sleep(50);
    };
    expect(await enter('token-of-ada-lovelace-1')).toBe(200);
    expect(await enter('token-of-ada-lovelace-2')).toBe(401);

    replace('ada:token-of-ada-lovelace-2\n');
    await untilAnswered('token-of-ada-lovelace-2', 200);
    expect(await enter('token-of-ada-lovelace-1')).toBe(401);
    expect(await enter('token-of-bob-1234567')).toBe(401);

    for (const [content, complaint] of [
      ['', /empty file/],
      ['short', /at least 16 characters/],
    ] as const) {
      replace(content);
      while (!complaint.test(server.log())) {
        expect(await enter('token-of-ada-lovelace-2')).toBe(200);
        await sleep(50);
      }
      expect(await enter('')).toBe(401);
    }
    expect(server.log()).not.toMatch(/token-of-/);
  });
});
