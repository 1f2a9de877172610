/** What keeps people safe, named where a test does without it. */
import { unrecorded } from '../../src/audit/trail.ts';
import type { ExecutorOptions } from '../../src/calls/executor.ts';
import type { Protection } from '../../src/calls/presenter.ts';

/** Answers are shown as they are. */
export const unprotected: Protection = {
  protect: (value) => value,
  protectInSlices: async (value) => value,
  hideOpened: (value) => value,
};

/** Stand-ins stay closed, nobody is asked, nothing is recorded, everything is sent. */
export const unguarded: Pick<
  ExecutorOptions,
  'openArguments' | 'confirmation' | 'audit' | 'dryRun' | 'baseUrl'
> = {
  openArguments: (args) => ({ args, values: [], isStandIn: () => false, close: (value) => value }),
  confirmation: { require: () => ({ how: 'off' }) },
  audit: unrecorded,
  dryRun: false,
  baseUrl: 'https://alloy.test/v1',
};

/** For a client without a trail: any reference will do. */
export const isRecorded = (): boolean => true;
export const anyEntry: object = {};
