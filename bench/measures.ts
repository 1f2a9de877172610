/** What is measured of each contender in a round, all of them in turns. */
import type { ChildProcess } from 'node:child_process';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { type Call, connectStdio, readResult } from './clients.ts';
import { type Contender, canSpeak, start, type Transport } from './contenders.ts';
import type { Figures } from './figures.ts';
import { endProcess, readPeakMemoryMb, startNode } from './processes.ts';
import { measureRate, measureTimes, measureWork, sumWork, takeTurns } from './slices.ts';
import { findMedian, findQuantile } from './statistics.ts';

/** Evaluations of the stand-in for Alloy: one of about 2 kB and one of about 1 MB. */
export const tokens = { small: 'S-2WU9staJ5pVCQ6xgn3KV', large: 'S-9LargeAnswerOfBench1' };

/**
 * Of one round. A round is short, so that many of them see many processes: two of the same program differ by a tenth
 * for as long as they live. It begins with calls that nobody measures, until the code is compiled.
 */
const warmUp = 1000;
const sequential = { slices: 10, calls: 25 };
const parallel = { slices: 10, calls: 160 };
const large = { slices: 4, calls: 3 };
const starts = 4;

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

/** One contender that runs, and how it reads an evaluation. */
interface Started {
  readonly name: string;
  readonly child: ChildProcess;
  readonly readSmall: Call;
  readonly readLarge: Call;
  readonly stop: () => Promise<void>;
}

type Add = (measure: string, started: Started, slices: readonly number[]) => void;

type Measure = (add: Add, all: readonly Started[], round: number) => Promise<void>;

/** Calls over one transport, by all contenders that speak it. */
export async function measureTransport(
  figures: Figures,
  transport: Transport,
  contenders: readonly Contender[],
  round: number,
  measures: readonly Measure[] = [measureAlone, measureTogether, measureLarge],
): Promise<void> {
  console.error(`round ${round + 1}, ${transport}`);
  const all: Started[] = [];
  for (const contender of contenders) {
    if (!canSpeak(contender, transport)) continue;
    const { child, call, stop } = await start(contender, transport);
    const read = (token: string) => () => call(contender.buildInput(token));
    const { name } = contender;
    all.push({ name, child, readSmall: read(tokens.small), readLarge: read(tokens.large), stop });
  }
  const add: Add = (measure, { name }, slices) => figures.add(`${transport}: ${measure}`, name, slices);
  for (const { readSmall } of all) await measureRate(readSmall, warmUp);
  for (const measure of measures) await measure(add, all, round);
  for (const { stop } of all) await stop();
}

export async function measureAlone(add: Add, all: readonly Started[], first: number): Promise<void> {
  const { slices, calls } = sequential;
  const taken = await takeTurns(all, { slices, first }, ({ readSmall }) => measureTimes(readSmall, calls));
  for (const [started, times] of taken) {
    add('p50 (ms)', started, [findMedian(times.flat())]);
    add('p99 (ms)', started, [findQuantile(times.flat(), 0.99)]);
  }
}

export async function measureTogether(add: Add, all: readonly Started[], first: number): Promise<void> {
  const { slices, calls } = parallel;
  const taken = await takeTurns(all, { slices, first }, ({ child, readSmall }) =>
    measureWork(child, () => measureRate(readSmall, calls)),
  );
  for (const [started, measured] of taken) {
    const rates = measured.map(({ outcome }) => outcome);
    add('calls/s, 32 in flight', started, rates);
    add('processor a call, 32 in flight (ms)', started, [sumWork(measured) / (slices * calls)]);
    add('peak memory (MB)', started, [readPeakMemoryMb(started.child)]);
  }
}

/** Comes last, because it raises the peak of memory. */
async function measureLarge(add: Add, all: readonly Started[], first: number): Promise<void> {
  const { slices, calls } = large;
  const taken = await takeTurns(all, { slices, first }, ({ child, readLarge }) =>
    measureWork(child, () => measureTimes(readLarge, calls)),
  );
  for (const [started, measured] of taken) {
    const times = measured.flatMap(({ outcome }) => outcome);
    add('1 MB answer, p50 (ms)', started, [findMedian(times)]);
    add('1 MB answer, processor (ms)', started, [sumWork(measured) / (slices * calls)]);
    const answer = JSON.stringify(await started.readLarge());
    add('1 MB answer, what the client gets (kB)', started, [Buffer.byteLength(answer) / 1000]);
  }
}
