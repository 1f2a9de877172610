/** A simulator whose state outlives the process, when a file is named for it. */

import { SimulatorOptionError } from './option-error.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
import { type FormattedState, StateError } from './state.ts';
import { createStateFile, refuseState, type StateFile } from './state-file.ts';

export interface PersistentOptions extends SimulatorOptions {
  /** Loaded now and written after changes; made when it is not there. */
  readonly stateFile?: string | undefined;
  /** Starts anew; what the file holds is kept beside it as FILE.bak. */
  readonly reset?: boolean | undefined;
  /** Told when a change could not be written; the next change tries again. */
  readonly onStateError?: (error: unknown) => void;
}

export interface PersistentSimulator extends Simulator {
  /** Writes what has not been written yet. Rejects when that fails. */
  close(): Promise<void>;
}

export async function openSimulator(options: PersistentOptions = {}): Promise<PersistentSimulator> {
  const { stateFile: path, reset = false, onStateError, ...rest } = options;
  if (path === undefined) {
    if (reset) throw new SimulatorOptionError('--reset needs --state FILE; without one every start is anew');
    return { ...createSimulator(rest), close: async () => undefined };
  }
  const file = createStateFile(path);
  if (reset) file.setAside();
  const state = reset ? undefined : file.read();
  let writer: Writer | undefined;
  const settings: SimulatorOptions = { ...rest, onChange: () => writer?.schedule() };
  const simulator = load(path, state === undefined ? settings : { ...settings, state });
  writer = createWriter(file, () => simulator.formatState(), onStateError);
  // Now rather than at the first change, so that a folder that is missing or read-only shows at the start.
  await writer.flush();
  return { ...simulator, close: writer.close };
}

function load(path: string, options: SimulatorOptions): Simulator {
  try {
    return createSimulator(options);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw refuseState(path, error.message, error);
  }
}

interface Writer {
  schedule(): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Changes that follow each other closely are written together. */
const shortestPause = 250;

function createWriter(
  file: StateFile,
  format: () => FormattedState,
  onError: PersistentOptions['onStateError'],
): Writer {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let written = '';
  let pause = shortestPause;

  const write = async () => {
    const started = performance.now();
    const { text, checksum } = format();
    if (checksum === written) return;
    await file.write(text);
    written = checksum;
    // A large state takes its time: at most a tenth of the process goes into it.
    pause = Math.max(shortestPause, 10 * (performance.now() - started));
  };
  // One after the other, and also after one that failed.
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => undefined).then(write);
    return writing;
  };
  return {
    schedule() {
      timer ??= setTimeout(() => void flush().catch((error: unknown) => onError?.(error)), pause);
    },
    flush,
    close: flush,
  };
}
