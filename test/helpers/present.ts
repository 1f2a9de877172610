/** What an executor needs beside the client: shown as the program does but for the size limit, and nothing guarded. */

import { createPresenter } from '../../src/calls/presenter.ts';
import { createAnswerStore } from '../../src/results/answer-store.ts';
import { createShaper } from '../../src/results/shape.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { nextStepRules } from '../../tools/next-steps/rules.ts';
import { findTool } from './find-tool.ts';
import { buildHint } from './hints.ts';
import { unguarded, unprotected } from './no-ops.ts';

export const presenting = {
  findTool,
  buildHint,
  presenter: createPresenter({
    environment: 'sandbox',
    shaper: createShaper({ maxChars: 10_000_000, store: createAnswerStore(createMemoryState()) }),
    nextStepRules,
    protection: unprotected,
  }),
  ...unguarded,
};
