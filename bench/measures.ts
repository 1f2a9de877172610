/** What is measured of each contender in a round, all of them in turns. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { type Contender, canSpeak, type Running, start, type Transport } from './contenders.ts';
import type { Figures } from './figures.ts';
import { endProcess, readPeakMemoryMb, readWorkMs, startNode } from './processes.ts';
import { readResult } from './rpc.ts';
import { measureRate, measureTimes, takeTurns } from './slices.ts';
import { findQuantile } from './statistics.ts';
import { connectStdio } from './stdio-client.ts';

/** Evaluations of the stand-in for Alloy: one of about 2 kB and one of about 1 MB. */
export const tokens = { small: 'S-2WU9staJ5pVCQ6xgn3KV', large: 'S-9LargeAnswerOfBench1' };

/** Calls until neither code is measured while it is being compiled. */
const warmUp = 1500;
const sequential = { slices: 12, calls: 50 };
const parallel = { slices: 12, calls: 256 };
const large = { slices: 6, calls: 5 };
const starts = 5;

/** Milliseconds from the start of a process to its list of tools. */
export async function measureStarts(
  figures: Figures,
  measure: string,
  contenders: readonly Contender[],
  round: number,
): Promise<void> {
  const measured = await takeTurns(contenders, { slices: starts, first: round }, async ({ stdio }) => {
    const begin = performance.now();
    const child = startNode(stdio, ['pipe', 'pipe', 'ignore']);
    const client = await connectStdio(child);
    readResult(await client.call('tools/list'));
    const took = performance.now() - begin;
    await endProcess(child);
    return took;
  });
  for (const [{ name }, times] of measured) figures.add(measure, name, times);
}

/** What the list costs in a model's context. It is the same in every round. */
export async function measureList(figures: Figures, { name, stdio }: Contender): Promise<void> {
  const child = startNode(stdio, ['pipe', 'pipe', 'ignore']);
  const client = await connectStdio(child);
  const { tools } = readResult(await client.call('tools/list'));
  await endProcess(child);
  const text = JSON.stringify(tools);
  figures.add('tools/list: tools', name, [Array.isArray(tools) ? tools.length : 0]);
  figures.add('tools/list: bytes', name, [Buffer.byteLength(text)]);
  figures.add('tools/list: tokens (o200k)', name, [encode(text).length]);
}

/** Calls over one transport, by all contenders that speak it. */
export async function measureTransport(
  figures: Figures,
  transport: Transport,
  all: readonly Contender[],
  round: number,
): Promise<void> {
  const contenders = all.filter((contender) => canSpeak(contender, transport));
  const running = new Map<Contender, Running>();
  for (const contender of contenders) running.set(contender, await start(contender, transport));
  const find = (contender: Contender, token: string) => {
    const found = running.get(contender);
    if (found === undefined) throw new TypeError(`${contender.name} was not started`);
    const input = contender.buildInput(token);
    return { child: found.child, call: () => found.call(input) };
  };
  const add = (measure: string, { name }: Contender, slices: readonly number[]) =>
    figures.add(`${transport}: ${measure}`, name, slices);

  for (const contender of contenders) await measureRate(find(contender, tokens.small).call, warmUp);

  const alone = await takeTurns(contenders, { ...sequential, first: round }, (contender) =>
    measureTimes(find(contender, tokens.small).call, sequential.calls),
  );
  for (const [contender, slices] of alone) {
    add('p50 (ms)', contender, [findQuantile(slices.flat(), 0.5)]);
    add('p99 (ms)', contender, [findQuantile(slices.flat(), 0.99)]);
  }

  const together = await takeTurns(contenders, { ...parallel, first: round }, async (contender) => {
    const { call, child } = find(contender, tokens.small);
    const before = readWorkMs(child);
    const rate = await measureRate(call, parallel.calls);
    return { rate, work: readWorkMs(child) - before };
  });
  for (const [contender, slices] of together) {
    add(
      'calls/s, 32 in flight',
      contender,
      slices.map(({ rate }) => rate),
    );
    // The kernel counts in steps of 10 ms, too coarse for one slice.
    const work = slices.reduce((sum, slice) => sum + slice.work, 0);
    add('processor a call, 32 in flight (ms)', contender, [work / (parallel.slices * parallel.calls)]);
    add('peak memory (MB)', contender, [readPeakMemoryMb(find(contender, tokens.small).child)]);
  }

  const big = await takeTurns(contenders, { ...large, first: round }, async (contender) => {
    const { call, child } = find(contender, tokens.large);
    const before = readWorkMs(child);
    const times = await measureTimes(call, large.calls);
    return { times, work: readWorkMs(child) - before };
  });
  for (const [contender, slices] of big) {
    add('1 MB answer, p50 (ms)', contender, [
      findQuantile(
        slices.flatMap(({ times }) => times),
        0.5,
      ),
    ]);
    const work = slices.reduce((sum, slice) => sum + slice.work, 0);
    add('1 MB answer, processor (ms)', contender, [work / (large.slices * large.calls)]);
    const answer = await find(contender, tokens.large).call();
    add('1 MB answer, what the client gets (kB)', contender, [JSON.stringify(answer).length / 1000]);
  }
  for (const { stop } of running.values()) await stop();
}
