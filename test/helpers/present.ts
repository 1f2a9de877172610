/** What an executor needs beside the client, as the program sets it up but for the size limit. */

import { createPresenter } from '../../src/calls/presenter.ts';
import { createAnswerStore } from '../../src/results/answer-store.ts';
import { createShaper } from '../../src/results/shape.ts';
import { nextStepRules } from '../../tools/next-steps/rules.ts';
import { findTool } from './find-tool.ts';
import { buildHint } from './hints.ts';

export const presenting = {
  findTool,
  buildHint,
  presenter: createPresenter({
    environment: 'sandbox',
    shaper: createShaper({ maxChars: 10_000_000, store: createAnswerStore() }),
    nextStepRules,
  }),
};
