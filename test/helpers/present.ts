/** What an executor needs beside the client, as the program sets it up but for the size limit. */
import { createAnswerStore } from '../../src/answers/answer-store.ts';
import { createShaper } from '../../src/answers/shape.ts';
import { createPresenter } from '../../src/presenter.ts';
import { nextStepRules } from '../../tools/next-steps.ts';
import { findTool } from './find-tool.ts';

export const presenting = {
  findTool,
  presenter: createPresenter({
    environment: 'sandbox',
    shaper: createShaper({ maxChars: 10_000_000, store: createAnswerStore() }),
    nextStepRules,
  }),
};
