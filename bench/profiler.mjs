// @ts-check
/** `node --import ./bench/profiler.mjs main.js`: its parent says by IPC from when to when the server is profiled. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 500 });

process.on('message', async (message) => {
  if (message === 'start') {
    await session.post('Profiler.start');
    process.send?.('started');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(String(message), JSON.stringify(profile));
  process.send?.('written');
});
