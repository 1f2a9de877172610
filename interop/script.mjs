// @ts-check
/** What the scripted model does, in this order, whatever client carries it out; and how what it was shown is judged. */

import { isObject } from './schema-limits.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} tool
 * @property {(before: unknown) => Readonly<Record<string, unknown>>} args From what was shown of the step before.
 * @property {(seen: string) => string} judge One word; `ok` where all is well.
 */

/** 24 by 24 pixels: clients that look into pictures refuse smaller ones. */
export const picture =
  'iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAHUlEQVR42mNooBJgGDVo1KBRg0YNGjVo1KCBNwgANBtgLhBOGDMAAAAASUVORK5CYII=';

const theo = 'P-Dm9TheoReview0000009';
const bill = 'D-Dm9TheoUtility000009';

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'read',
    tool: 'list_all_alloy_investigation_agents',
    args: () => ({}),
    judge: expect(/dana\.whitlock@example\.com/),
  },
  {
    name: 'write',
    tool: 'create_a_alloy_evaluation',
    args: () => ({
      name_first: 'Jessica',
      name_last: 'Review',
      email_address: 'jessica.review@example.com',
      birth_date: '1985-05-23',
      document_ssn: '123456789',
    }),
    judge: expect(/outcome: ?Manual Review/),
  },
  {
    name: 'decide',
    tool: 'create_a_alloy_entity_review',
    args: () => ({
      entity_token: 'P-Dm8InesWatchlist0008',
      alloy_workflow_token: 'Wf1PersonOnboardingDemoAccount01',
      agent: { email: 'dana.whitlock@example.com' },
      reasons: ['Watchlist match cleared'],
      outcome: 'Approved',
    }),
    judge: expect(/outcome: ?Approved/),
  },
  {
    name: 'refusal',
    tool: 'get_single_alloy_person_entity_by_id',
    args: () => ({ id: 'P-Nobody' }),
    judge: expect(/error:.*hint:/),
  },
  {
    name: 'cut',
    tool: 'get_single_alloy_case_by_id',
    args: () => ({ id: 'C-Dm8WatchlistCase0008' }),
    judge: expect(/Cut to fit/),
  },
  {
    name: 'readOn',
    tool: 'get_single_alloy_case_by_id',
    args: readNotice,
    judge: expect(/case_token.*Part 1 of \d+ of the kept answer/),
  },
  {
    name: 'upload',
    tool: 'update_a_alloy_entity_document_by_id',
    args: () => ({ entity_token: theo, id: bill, content_base64: picture }),
    judge: expect(/status: ?200/),
  },
  {
    name: 'picture',
    tool: 'get_single_alloy_entity_document_by_id',
    args: () => ({ entity_token: theo, id: bill }),
    judge: expect(/mime_type: ?image\/png/),
  },
  {
    name: 'missing',
    tool: 'create_a_alloy_entity_note',
    args: () => ({ entity_token: theo }),
    // Clients that check arguments by themselves say it in their own words, or end: this step is the last.
    judge: (seen) => (/hint:/.test(seen) ? 'ok' : /\bnote\b/.test(seen) ? 'client' : 'lost'),
  },
];

/** @param {RegExp} pattern */
function expect(pattern) {
  return (/** @type {string} */ seen) => (pattern.test(seen) ? 'ok' : 'lost');
}

/**
 * The arguments of the call that the notice of a cut answer shows.
 * @param {unknown} shown
 */
function readNotice(shown) {
  const [, args = ''] = /nothing is sent: get_single_alloy_case_by_id \{([^}]*)\}/.exec(flatten(shown)) ?? [];
  return Object.fromEntries([...args.matchAll(/(\w+):([^,]*)/g)].map(([, key, value]) => [key, value]));
}

/**
 * JSON in JSON in JSON as one flat text, without quotes: clients wrap results again and again, and some lose quotes.
 * @param {unknown} shown
 */
export function flatten(shown) {
  return JSON.stringify(shown ?? null)
    .replace(/\\+[nrt]/g, ' ')
    .replace(/[\\"']/g, '')
    .replace(/\s+/g, ' ');
}

/**
 * Whether the picture stands somewhere as a picture (OpenAI's image_url, Anthropic's source, Gemini's inlineData), and
 * not as text. Clients without a model hand on MCP's own.
 * @param {unknown} value
 * @param {boolean} isOwn
 * @returns {boolean}
 */
function holdsPicture(value, isOwn) {
  if (Array.isArray(value)) return value.some((item) => holdsPicture(item, isOwn));
  if (!isObject(value)) return false;
  const { image_url: url, source, inlineData } = value;
  const address = isObject(url) ? url['url'] : url;
  const holders = [source, inlineData, isOwn && value['type'] === 'image' ? value : undefined];
  return (
    address === `data:image/png;base64,${picture}` ||
    holders.some((holder) => isObject(holder) && holder['data'] === picture) ||
    Object.values(value).some((member) => holdsPicture(member, isOwn))
  );
}

/**
 * The columns of a row that tell what reached the model.
 * @param {readonly unknown[]} results
 * @param {readonly unknown[]} [requests] All that a model was shown, since pictures may stand beside their result.
 * @returns {Record<string, string | number>}
 */
export function judge(results, requests) {
  const texts = results.map(flatten);
  const columns = Object.fromEntries(
    steps.map(({ name, judge: judgeStep }, index) => {
      const text = texts[index];
      if (text === undefined) return [name, 'not reached'];
      return [name, text === 'null' ? 'not run' : judgeStep(text)];
    }),
  );
  const shown = texts[steps.findIndex(({ name }) => name === 'picture')] ?? '';
  if (!columns['picture']?.startsWith('not '))
    columns['picture'] = holdsPicture(requests ?? results, requests === undefined)
      ? 'picture'
      : shown.includes(picture)
        ? 'text'
        : 'lost';
  const times = texts.map((text) => text.split(/environment:/).length - 1);
  return { ...columns, times: Math.max(0, ...times) };
}
