/** Paging by next_cursor, over each of Alloy's ways to page, against a server that holds the records. */
import { describe, expect, it } from 'vitest';
import { answerJson } from '../helpers/alloys/behaviours.ts';
import { type Behaviour, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

interface Page {
  readonly records: readonly number[];
  readonly all: number;
  readonly start: number;
  readonly size: number;
}

interface Listing {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Alloy's names of the two paging parameters; a page counts from 1, an offset from 0. */
  readonly position: 'page' | 'pageNum' | 'offset';
  readonly size: 'per_page' | 'numRowsPerPage' | 'records';
  readonly defaultSize: number;
  readonly answer: (page: Page) => unknown;
  /** Whether the answer tells how much there is; else only a page that is not full tells that it was the last. */
  readonly totals: boolean;
  /** It tells pages alone, whose number has to be believed. */
  readonly onlyPages?: boolean;
}

const investigations = ({ records, all, start, size }: Page) => ({
  investigations: records,
  investigation_types: records,
  _embedded: {
    pagination: {
      total_investigations: all,
      total_pages: Math.ceil(all / size),
      page: start / size + 1,
      per_page: size,
    },
  },
});
const list = ({ records, all, start }: Page) => ({
  name: 'Watch',
  data: records,
  paging: { next: null, previous: null, total_records: all, page_records: records.length, offset: start },
});
const byPage = { position: 'page', size: 'per_page', defaultSize: 1000, totals: false } as const;
const byPageNum = { position: 'pageNum', size: 'numRowsPerPage', defaultSize: 20, totals: true } as const;
const byOffset = {
  position: 'offset',
  size: 'records',
  defaultSize: 20,
  totals: true,
  answer: list,
} as const;

const listings: readonly Listing[] = [
  {
    ...byPageNum,
    tool: 'list_all_alloy_investigations',
    args: { q: { statuses: ['alert_review'] }, sortOrder: 'ASC' },
    answer: investigations,
  },
  {
    ...byPageNum,
    tool: 'list_all_alloy_investigation_types',
    args: {},
    answer: investigations,
    onlyPages: true,
  },
  {
    ...byPage,
    tool: 'list_all_alloy_cases',
    args: {},
    defaultSize: 20,
    totals: true,
    answer: ({ records, all, start, size }) => ({
      status_code: 200,
      error: null,
      page: start / size + 1,
      pages: Math.ceil(all / size),
      per_page: size,
      total: all,
      _embedded: records,
    }),
  },
  {
    ...byPage,
    tool: 'get_single_alloy_bank_account_by_id',
    args: { id: 'A-1' },
    answer: ({ records }) => ({ bank_account_token: 'A-1', history: records }),
  },
  {
    ...byPage,
    tool: 'list_all_alloy_bank_accounts',
    args: { account_identifier_or_token: 'A-1' },
    answer: ({ records }) => ({ bank_account_token: 'A-1', history: records }),
  },
  {
    ...byPage,
    tool: 'list_all_alloy_journey_batch_applications',
    args: { journey_token: 'J-1', journey_batch_token: 'JB-1' },
    answer: ({ records }) => ({ _embedded: { journey_applications: records } }),
  },
  {
    ...byPage,
    tool: 'list_all_alloy_published_attribute_values',
    args: { published_attribute_token: 'PA-1', alloy_entity_token: 'P-1' },
    answer: ({ records, start, size }) => ({ page: start / size + 1, per_page: size, values: records }),
  },
  { ...byOffset, tool: 'get_single_alloy_list_by_id', args: { id: 'I-1' } },
  { ...byOffset, tool: 'alloy_lists_list_2', args: { list_token: 'I-1' } },
];

/** Serves records 0, 1, 2, ... of a listing, as many as there are. */
const serve =
  (listing: Listing, all: number): Behaviour =>
  ({ path }) => {
    const query = new URL(path, 'http://alloy').searchParams;
    const size = Number(query.get(listing.size) ?? listing.defaultSize);
    const position = query.get(listing.position);
    const start = listing.position === 'offset' ? Number(position ?? 0) : (Number(position ?? 1) - 1) * size;
    const records = Array.from(
      { length: Math.max(0, Math.min(size, all - start)) },
      (_, index) => start + index,
    );
    return { body: listing.answer({ records, all, start, size }) };
  };

/** The same answers, changed on their way. */
const alter =
  (behaviour: Behaviour, change: (key: string, value: unknown) => unknown): Behaviour =>
  async (exchange) => {
    const reply = await behaviour(exchange);
    if (typeof reply !== 'object') return reply;
    return { ...reply, body: JSON.parse(JSON.stringify(reply.body), (key, value) => change(key, value)) };
  };

/** Every record that can be read by passing next_cursor back, and how the pages were asked for. */
async function walk(
  listing: Listing,
  all: number,
  args: Readonly<Record<string, unknown>>,
  behaviour = serve(listing, all),
) {
  const alloy = await startAlloyOfTest(behaviour);
  const client = createCaller(alloy);
  const records: unknown[] = [];
  let cursor: string | undefined;
  let notice: string | undefined;
  do {
    const input = { ...listing.args, ...args, ...(cursor === undefined ? {} : { cursor }) };
    const envelope = readSuccess(await client.call(listing.tool, input));
    records.push(...findRecords(envelope.result));
    cursor = envelope.next_cursor;
    notice = envelope.notice;
  } while (cursor !== undefined && alloy.requests.length < 20);
  const urls = alloy.requests.map(({ path }) => new URL(path, 'http://alloy'));
  return {
    records,
    /** Of the last page. */
    notice,
    sizes: urls.map(({ searchParams }) => searchParams.get(listing.size)),
    /** Everything else that was asked for, which no page may lose. */
    others: urls.map(({ pathname, searchParams }) => {
      const rest = [...searchParams].filter(([name]) => name !== listing.size && name !== listing.position);
      return [pathname, rest];
    }),
  };
}

/** The only list of numbers in an answer. */
function findRecords(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  return (
    Object.values(value)
      .map(findRecords)
      .find((found) => found.length > 0) ?? []
  );
}

const count = (length: number) => Array.from({ length }, (_, index) => index);

describe.each(listings.map((listing) => [listing.tool, listing] as const))('%s', (_, listing) => {
  it('gives every record once, in pages of the size of the first, and ends on the last', async () => {
    const { records, sizes, others } = await walk(listing, 7, { [listing.size]: 3 });
    expect(records).toEqual(count(7));
    expect(sizes).toEqual(['3', '3', '3']);
    expect(others).toEqual([others[0], others[0], others[0]]);
  });

  it('ends when the last page is full', async () => {
    const { records, sizes } = await walk(listing, 6, { [listing.size]: 3 });
    expect(records).toEqual(count(6));
    // Without totals a full page may have a next one, and only asking tells.
    expect(sizes).toHaveLength(listing.totals ? 2 : 3);
  });

  it('pages by its default size when none is given', async () => {
    const all = listing.defaultSize + 1;
    const { records, sizes } = await walk(listing, all, {});
    expect(records).toEqual(count(all));
    expect(sizes).toEqual([null, null]);
  });

  it('has no next page when it is empty, or fits', async () => {
    expect((await walk(listing, 0, {})).sizes).toHaveLength(1);
    expect((await walk(listing, 2, { [listing.size]: 3 })).sizes).toHaveLength(1);
  });

  it('takes numbers that come as texts', async () => {
    const texts = alter(serve(listing, 7), (_, value) => (typeof value === 'number' ? String(value) : value));
    const { records, sizes } = await walk(listing, 7, { [listing.size]: 3 }, texts);
    expect(records.map(Number)).toEqual(count(7));
    expect(sizes).toHaveLength(3);
  });

  it('without totals takes a full page for one that may have a next', async () => {
    const bare = (all: number) =>
      alter(serve(listing, all), (key, value) => (/^(total.*|pages|paging)$/.test(key) ? undefined : value));
    const short = await walk(listing, 7, { [listing.size]: 3 }, bare(7));
    expect([short.records, short.sizes.length, short.notice]).toEqual([count(7), 3, undefined]);
    const full = await walk(listing, 6, { [listing.size]: 3 }, bare(6));
    expect([full.records, full.sizes.length]).toEqual([count(6), 3]);
    expect(full.notice).toMatch(/^Nothing is at \w+ \d+: the records end before it\.$/);
  });

  it.each([
    ['with totals', serve(listing, 50)],
    [
      'without',
      alter(serve(listing, 50), (key, value) => (/^(total.*|pages|paging)$/.test(key) ? undefined : value)),
    ],
  ])('ends, and says so, when the same page comes again and again: %s', async (_, behaviour) => {
    const again: Behaviour = (exchange) =>
      behaviour({ ...exchange, path: exchange.path.replace(/\b(page|pageNum|offset)=\d+/, '') });
    const { records, notice } = await walk(listing, 50, { [listing.size]: 3 }, again);
    expect(records).toEqual([0, 1, 2, 0, 1, 2]);
    expect(notice).toMatch(/^This page holds the same records as the one before it.* \w+: \d+ asks for it/);
  });

  it('says that a page lies beyond the end', async () => {
    const alloy = await startAlloyOfTest(serve(listing, 7));
    const args = { ...listing.args, [listing.size]: 3, [listing.position]: 90 };
    const envelope = readSuccess(await createCaller(alloy).call(listing.tool, args));
    expect(envelope).not.toHaveProperty('next_cursor');
    const said = !listing.totals
      ? /end before it/
      : listing.position === 'offset'
        ? /tells 7 records in all/
        : /tells 3 as the last page/;
    expect(envelope.notice).toMatch(said);
  });

  it("takes Alloy's own paging arguments, and pages on from there", async () => {
    const second = listing.position === 'offset' ? 3 : 2;
    const { records } = await walk(listing, 10, { [listing.size]: 3 });
    expect(records).toEqual(count(10));
    const alloy = await startAlloyOfTest(serve(listing, 10));
    const client = createCaller(alloy);
    const args = { ...listing.args, [listing.size]: 3 };
    const page = readSuccess(await client.call(listing.tool, { ...args, [listing.position]: second }));
    expect(findRecords(page.result)).toEqual([3, 4, 5]);
    const next = readSuccess(await client.call(listing.tool, { ...listing.args, cursor: page.next_cursor }));
    expect(findRecords(next.result)).toEqual([6, 7, 8]);
  });
});

/** Alloy gives at most so many records at once, whatever is asked for. */
const capped =
  (listing: Listing, all: number, most: number): Behaviour =>
  (exchange) => {
    const url = new URL(exchange.path, 'http://alloy');
    const size = Math.min(most, Number(url.searchParams.get(listing.size) ?? most));
    url.searchParams.set(listing.size, String(size));
    return serve(listing, all)({ ...exchange, path: url.pathname + url.search });
  };

const counting = listings.filter(({ onlyPages }) => onlyPages !== true);

describe.each(counting.map((listing) => [listing.tool, listing] as const))('%s, capped', (_, listing) => {
  it.each<[string, (key: string, value: unknown) => unknown]>([
    [
      'and Alloy does not tell it',
      (key, value) => (/^(total_)?pages$|^per_page$/.test(key) ? undefined : value),
    ],
    [
      'and Alloy tells one page',
      (key, value) => (/^(total_)?pages$/.test(key) ? 1 : key === 'per_page' ? 50 : value),
    ],
  ])('gives every record, or says that there may be more: %s', async (_case, change) => {
    for (const [all, most] of [
      [57, 10],
      [23, 20],
      [20, 10],
    ] as const) {
      const behaviour = alter(capped(listing, all, most), change);
      const { records, notice } = await walk(listing, all, { [listing.size]: 50 }, behaviour);
      if (listing.totals) expect([records, notice]).toEqual([count(all), undefined]);
      else {
        expect(records).toEqual(count(most));
        expect(notice).toMatch(/^\d+ records came where 50 were asked for, .*(page|offset): \d+ asks/);
      }
    }
  });

  it('goes on from a page that was asked for by its number', async () => {
    if (!listing.totals || listing.position === 'offset') return;
    const change = (key: string, value: unknown) =>
      /^(total_)?pages$|^per_page$/.test(key) ? undefined : value;
    const behaviour = alter(capped(listing, 57, 10), change);
    const { records, notice } = await walk(
      listing,
      57,
      { [listing.size]: 50, [listing.position]: 2 },
      behaviour,
    );
    expect([records, notice]).toEqual([count(57).slice(10), undefined]);
  });

  it('says that a page behind the end came with records', async () => {
    if (!listing.totals) return;
    const last = listing.position === 'offset' ? 6 : 3;
    const clamped: Behaviour = (exchange) =>
      serve(
        listing,
        7,
      )({ ...exchange, path: exchange.path.replace(/(page|pageNum|offset)=90/, `$1=${last}`) });
    const args = { [listing.size]: 3, [listing.position]: 90 };
    const { records, notice, sizes } = await walk(listing, 7, args, clamped);
    expect([records, sizes.length]).toEqual([[6], 1]);
    expect(notice).toMatch(/ 90 lies behind the end that Alloy tells \((page 3|7 records)\)/);
  });
});

it('an offset list that tells no total says that there may be more', async () => {
  const alloy = await startAlloyOfTest([answerJson(200, { data: count(20) })]);
  const call = createCaller(alloy).call('get_single_alloy_list_by_id', { id: 'I-1', records: 100 });
  const envelope = readSuccess(await call);
  expect(envelope).not.toHaveProperty('next_cursor');
  expect(envelope.notice).toMatch(/^20 records came where 100 were asked for.*offset: 20 asks/);
});

it.each([
  ['its default, which is not documented', {}],
  ['less than was asked for', { per_page: 5000 }],
])('a page is measured by the size that the answer tells: %s', async (_, size) => {
  const alloy = await startAlloyOfTest([answerJson(200, { page: 1, per_page: 4, values: [0, 1, 2, 3] })]);
  const call = createCaller(alloy).call('list_all_alloy_published_attribute_values', {
    published_attribute_token: 'PA-1',
    alloy_entity_token: 'P-1',
    ...size,
  });
  expect(readSuccess(await call)).toHaveProperty('next_cursor');
});

it.each([
  // Whatever the totals say: the page after an empty one is empty too, and so on for ever.
  [
    'the page is empty',
    { investigations: [], _embedded: { pagination: { total_investigations: 99, total_pages: 9, page: 1 } } },
  ],
  ['the records are missing', { investigations: null }],
  ['the pagination is missing', { investigations: [1] }],
  ['the answer is a list', [1, 2]],
  ['the total is no number', { investigations: [1], _embedded: { pagination: { total_pages: 'two' } } }],
])('there is no next page to be made up when %s', async (_, answer) => {
  const alloy = await startAlloyOfTest([answerJson(200, answer)]);
  const envelope = readSuccess(await createCaller(alloy).call('list_all_alloy_investigations', {}));
  expect(envelope).toEqual({ result: answer, status: 200, environment: 'sandbox' });
});

it('pages of one record that a total ends may be the same', async () => {
  const alloy = await startAlloyOfTest(({ path }) => {
    const offset = Number(new URL(path, 'http://alloy').searchParams.get('offset') ?? 0);
    return { body: { data: [{ name_last: 'Same' }], paging: { total_records: 3, offset } } };
  });
  const client = createCaller(alloy);
  let cursor: string | undefined;
  do {
    const args = { id: 'I-1', records: 1, ...(cursor === undefined ? {} : { cursor }) };
    cursor = readSuccess(await client.call('get_single_alloy_list_by_id', args)).next_cursor;
  } while (cursor !== undefined);
  expect(alloy.requests).toHaveLength(3);
});

describe('a cursor that this tool did not give', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tool = 'list_all_alloy_investigations';
  const good = encode([tool, 2, 50]);

  it('is told from one that it did', async () => {
    const alloy = await startAlloyOfTest([answerJson(200, {})]);
    readSuccess(await createCaller(alloy).call(tool, { cursor: good }));
    expect(alloy.requests[0]?.path).toBe('/v1/investigations?pageNum=2&numRowsPerPage=50');
  });

  it.each([
    ['another tool', encode(['list_all_alloy_investigation_types', 2, 50])],
    ['no tool', encode([2, 50])],
    ['an object', encode({ tool, page: 2 })],
    ['a number', encode(2)],
    ['its head', good.slice(0, 20)],
    ['all but its end', good.slice(0, -3)],
    ['all but its start', good.slice(4)],
    ['other letters', good.replace(/[A-Z]/g, 'q')],
    ['no base64', 'page two'],
    ['a very long text', 'A'.repeat(5000)],
    ['a negative page', encode([tool, -1])],
    ['half a page', encode([tool, 1.5])],
    ['a page as text', encode([tool, '2'])],
    ['a page beyond counting', encode([tool, 1e300])],
    ['page 0, which Alloy does not have', encode([tool, 0, 50])],
    ['pages without rows', encode([tool, 2, 0])],
    ['more rows than Alloy allows', encode([tool, 2, 101])],
  ])('is refused before anything is sent: %s', async (_, cursor) => {
    const alloy = await startAlloyOfTest([]);
    const error = readFailure(await createCaller(alloy).call(tool, { cursor }));
    expect(error.kind).toBe('invalid_arguments');
    expect(error.message).toMatch(/^cursor .*next_cursor/);
  });

  it('is refused as an argument where nothing is paged', async () => {
    const alloy = await startAlloyOfTest([]);
    const error = readFailure(await createCaller(alloy).call('list_all_alloy_lists', { cursor: good }));
    expect(error.message).toContain('cursor is not an argument of');
  });
});
