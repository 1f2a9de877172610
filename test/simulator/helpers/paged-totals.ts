/** Pages through every list and counts: what is said to be there is what comes, once each. */
import { read } from './account-client.ts';
import type { Play } from './valid-play.ts';

/** Returns how many lists were gone through. */
export async function checkTotals(play: Play, batches: readonly string[]): Promise<number> {
  const items = (body: unknown, path: string): readonly unknown[] => {
    const found = read(body, path);
    if (Array.isArray(found)) return found;
    throw new TypeError(`no list under ${path}`);
  };
  const compare = (what: string, found: readonly string[], total: unknown) => {
    if (found.length !== total) play.alloy.fault(`${what}: ${found.length} came of ${total}`);
    if (new Set(found).size !== found.length) play.alloy.fault(`${what}: some came twice`);
  };
  const pageThrough = async (
    path: (page: number) => string,
    list: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const found: unknown[] = [];
    for (let page = 1; page < 1000; page += 1) {
      const rows = items(await play.get(path(page), headers), list);
      if (rows.length === 0) break;
      found.push(...rows);
    }
    return found;
  };
  const tokens = (rows: readonly unknown[], member: string) => rows.map((row) => String(read(row, member)));
  let lists = 0;

  const cases = await play.get('/cases?per_page=1');
  const caseRows = await pageThrough((page) => `/cases?per_page=3&page=${page}`, '_embedded');
  compare('cases', tokens(caseRows, 'case_token'), read(cases, 'total'));
  lists += 1;

  for (const [path, list, total, id] of [
    ['/investigations?includeClosed=true', 'investigations', 'total_investigations', 'investigation_token'],
    ['/investigations?archived=true', 'investigations', 'total_investigations', 'investigation_token'],
    ['/investigations/types?archived=false', 'investigation_types', 'total_investigation_types', 'name'],
    ['/investigations/types?archived=true', 'investigation_types', 'total_investigation_types', 'name'],
  ] as const) {
    for (const sorting of ['', '&sortOrder=ASC']) {
      const first = await play.get(`${path}&numRowsPerPage=1${sorting}`);
      const rows = await pageThrough((page) => `${path}&numRowsPerPage=3&pageNum=${page}${sorting}`, list);
      compare(`${path}${sorting}`, tokens(rows, id), read(first, `_embedded.pagination.${total}`));
      lists += 1;
    }
  }

  for (const list of items(await play.get('/lists'), 'data')) {
    const path = `/lists/${read(list, 'list_token')}`;
    const rows: string[] = [];
    let next: string | undefined = `${path}?records=4`;
    let total: unknown;
    while (next !== undefined) {
      const page: unknown = await play.get(next);
      rows.push(...items(page, 'data').map((row, index) => `${rows.length + index} ${JSON.stringify(row)}`));
      total = read(page, 'paging.total_records');
      const link = read(page, 'paging.next');
      next = typeof link === 'string' ? link.slice(link.indexOf('/lists/')) : undefined;
    }
    compare(path, rows, total);
    compare(`entities_count of ${path}`, rows, read(list, 'entities_count'));
    lists += 1;
  }

  for (const path of batches) {
    for (let look = 0; look < 8; look += 1) await play.get(path);
    const summary = read(await play.get(path), 'summary.task_status.response_returned');
    const rows = await pageThrough(
      (page) => `${path}/applications?per_page=2&page=${page}`,
      '_embedded.journey_applications',
    );
    compare(path, tokens(rows, 'journey_application_token'), summary);
    lists += 1;
  }

  for (const attribute of items(await play.get('/published-attributes'), 'published_attributes')) {
    const path = `/published-attributes/${read(attribute, 'published_attribute_token')}/values`;
    for (const person of play.persons.slice(0, 4)) {
      const headers = { 'alloy-entity-token': person };
      const all = items(await play.get(path, headers), 'values');
      const rows = await pageThrough((page) => `${path}?per_page=2&page=${page}`, 'values', headers);
      if (JSON.stringify(rows) !== JSON.stringify(all))
        play.alloy.fault(`${path}: pages differ from the whole`);
      lists += 1;
    }
  }

  for (const account of [...play.alloy.tokens].filter((token) => token.startsWith('A-')).slice(-6)) {
    const path = `/bank-accounts/${account}`;
    const all = items(await play.get(path), 'history');
    const rows = await pageThrough((page) => `${path}?per_page=2&page=${page}`, 'history');
    if (JSON.stringify(rows) !== JSON.stringify(all))
      play.alloy.fault(`${path}: pages differ from the whole`);
    lists += 1;
  }
  return lists;
}
