/** What to do about a failed call, with the facts that the program has. */
import { createHints } from '../../src/calls/error-hints.ts';
import { hintFacts } from '../../tools/hints/rules.ts';

export const buildHint = createHints(hintFacts);
