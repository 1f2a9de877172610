/** The file that keeps an account between runs. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSimulator, type PersistentOptions } from '../../../src/simulator/open-simulator.ts';
import { SimulatorOptionError } from '../../../src/simulator/option-error.ts';
import { startSimulator } from '../../../src/simulator/serve.ts';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { testTime } from '../helpers/front-door.ts';
import { sendCall } from '../helpers/mixed-calls.ts';

const options: SimulatorOptions = { now: () => testTime, clockStep: 1000 };

describe('--state FILE', () => {
  const makeFolder = () => mkdtempSync(join(tmpdir(), 'alloy-state-'));
  const open = (stateFile: string, more: PersistentOptions = {}) =>
    openSimulator({ ...options, stateFile, ...more });
  const person = { name_last: 'Ng', external_entity_id: 'ng-1' };
  const create = (simulator: Simulator) =>
    sendCall(simulator, { method: 'POST', path: '/entities/persons', body: person });
  const find = async (simulator: Simulator) =>
    (await sendCall(simulator, { method: 'GET', path: '/entities/ng-1' })).status;
  const holds = (path: string) => readFileSync(path, 'utf8').includes('ng-1');

  it('is made at the start, for its owner only', async () => {
    const path = join(makeFolder(), 'state.json');
    const simulator = await open(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await simulator.close();
  });

  it('keeps records between runs', async () => {
    const path = join(makeFolder(), 'state.json');
    const first = await open(path);
    await create(first);
    await first.close();
    const second = await open(path);
    expect(await find(second)).toBe(200);
    await second.close();
  });

  it('is written soon after a change, together with those that follow', async () => {
    const folder = makeFolder();
    const path = join(folder, 'state.json');
    const simulator = await open(path);
    await create(simulator);
    expect(holds(path)).toBe(false);
    await waitFor(() => holds(path));
    expect(readdirSync(folder)).toEqual(['state.json']);
    const { ino } = statSync(path);
    await create(simulator);
    await waitFor(() => statSync(path).ino !== ino);
    await simulator.close();
  });

  it('is written when the server stops', async () => {
    const path = join(makeFolder(), 'state.json');
    const simulator = await open(path);
    const service = await startSimulator(simulator, '127.0.0.1', 0);
    await create(simulator);
    await service.stop();
    expect(holds(path)).toBe(true);
  });

  it('is not written again without a change', async () => {
    const path = join(makeFolder(), 'state.json');
    const simulator = await open(path);
    const { ino, mtimeMs } = statSync(path);
    await simulator.fetch(new Request('http://127.0.0.1:4010/'));
    await simulator.close();
    expect(statSync(path)).toMatchObject({ ino, mtimeMs });
  });

  it('may be a link, which stays one', async () => {
    const folder = makeFolder();
    const [path, link] = [join(folder, 'state.json'), join(folder, 'link.json')];
    await (await open(path)).close();
    symlinkSync(path, link);
    const simulator = await open(link);
    await create(simulator);
    await simulator.close();
    expect(holds(path)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'state.json']);
  });

  it.each([
    ['half a file', (text: string) => text.slice(0, text.length / 2), 'it is damaged: it is not JSON'],
    ['an empty file', () => '', 'it is damaged: it is not JSON'],
    ['a changed file', (text: string) => text.replace('John', 'Jack'), 'it is damaged: its content'],
    ['a foreign file', () => '{"name":"package"}', 'it is not a state of the embedded Alloy'],
  ])('is refused and left alone when it is %s', async (_, spoil, reason) => {
    const path = join(makeFolder(), 'state.json');
    await (await open(path)).close();
    const spoiled = spoil(readFileSync(path, 'utf8'));
    writeFileSync(path, spoiled);
    const refused = open(path);
    await expect(refused).rejects.toThrow(SimulatorOptionError);
    await expect(refused).rejects.toThrow(`--state ${path} was not loaded: ${reason}`);
    await expect(refused).rejects.toThrow(/left as it is; give another one, or add --reset/);
    expect(readFileSync(path, 'utf8')).toBe(spoiled);
    const anew = await open(path, { reset: true });
    expect(readFileSync(`${path}.bak`, 'utf8')).toBe(spoiled);
    await anew.close();
    await (await open(path)).close();
  });

  it('starts anew with --reset and keeps the old one', async () => {
    const path = join(makeFolder(), 'state.json');
    const first = await open(path, { reset: true });
    await create(first);
    await first.close();
    const second = await open(path, { reset: true });
    expect(await find(second)).toBe(400);
    await second.close();
    expect(holds(path)).toBe(false);
    expect(holds(`${path}.bak`)).toBe(true);
  });

  it('is needed for --reset', async () => {
    await expect(openSimulator({ reset: true })).rejects.toThrow('--reset needs --state FILE');
  });

  it('names the flag when its folder is missing, or it is a folder', async () => {
    const folder = makeFolder();
    const missing = join(folder, 'no', 'state.json');
    await expect(open(missing)).rejects.toThrow(`--state ${missing} cannot be written (ENOENT)`);
    await expect(open(folder)).rejects.toThrow(`--state ${folder} cannot be read (EISDIR)`);
    await expect(open(folder)).rejects.toThrow(SimulatorOptionError);
  });

  it('blames other options for themselves', async () => {
    const path = join(makeFolder(), 'state.json');
    await (await open(path)).close();
    await expect(open(path, { faults: ['x'] })).rejects.toThrow(/^--fault 'x'/);
  });

  it('tells when it cannot be written, and tries again with the next change', async () => {
    const folder = makeFolder();
    const path = join(folder, 'gone', 'state.json');
    mkdirSync(join(folder, 'gone'));
    const errors: unknown[] = [];
    const simulator = await open(path, { onStateError: (error) => errors.push(error) });
    renameSync(join(folder, 'gone'), join(folder, 'away'));
    await create(simulator);
    await waitFor(() => errors.length > 0);
    expect(String(errors[0])).toContain('cannot be written (ENOENT)');
    await expect(simulator.close()).rejects.toThrow(SimulatorOptionError);
    renameSync(join(folder, 'away'), join(folder, 'gone'));
    await sendCall(simulator, { method: 'POST', path: '/entities/persons', body: person });
    await waitFor(() => holds(path));
    await simulator.close();
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
