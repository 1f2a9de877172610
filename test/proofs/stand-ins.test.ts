/**
 * Mode `token` over all tools: a stand-in in any argument, by itself or inside of a text, comes back in clear by no way
 * out of the server, although Alloy repeats all that it gets in every spelling; and in each argument of its own kind it
 * reaches Alloy as the value that it stands for.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Audit } from '../../src/audit/trail.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { isContainer, isObject, type Members, readMembers } from '../../src/base/values.ts';
import { type CallContext, ConfirmationRequired, localCall } from '../../src/calls/call-context.ts';
import { parseConfig } from '../../src/config/config.ts';
import { buildExample } from '../../src/registry/example.ts';
import { fullSchema } from '../../src/registry/schema.ts';
import type { Tool } from '../../src/registry/tool.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { inFull } from '../helpers/extent.ts';
import { createLogRecord } from '../helpers/log-record.ts';
import { readAnswered } from '../helpers/read-envelope.ts';
import { readMember } from '../helpers/read-member.ts';
import { tools } from '../helpers/tools.ts';

/** Values of which no part stands in anything else that is sent or shown. */
const person: Readonly<Record<string, string>> = {
  document_ssn: '666731942',
  business_federal_ein: '987316428',
  national_id: 'N44817263',
  account_number: '774913628405',
  card_number: '4000733816275907',
  iban: 'GB33PLNT48172639501742',
  routing_number: '325817263',
  cvv: '7391',
  birth_date: '1931-07-19',
  document_passport: 'X88317264',
  document_license: 'L99731642',
  identity_card: 'K55173926',
  document_number: 'Q66281739',
  email_address: 'zelmira.quix@example.com',
  phone_number: '+12025550173',
  address_line_1: '731 Quandary Terrace',
  name_first: 'Zelmira',
  name_last: 'Quixworth',
};
const evaluation = 'S-2WU9staJ5pVCQ6xgn3KV';
const evaluate = 'create_a_alloy_evaluation';

/** As somebody, or some program on the way, may write a value. */
function spell(value: string): readonly string[] {
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  const [, year = '', month = '', day = ''] = date ?? [];
  const dates = [
    `${value}T00:00:00.000Z`,
    `${month}/${day}/${year}`,
    `${day}.${month}.${year}`,
    `Jul ${Number(day)}, ${year}`,
    `${Number(day)} July ${year}`,
    `${year}${month}${day}`,
  ];
  return [
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    value.replaceAll(/[@.+]/g, (sign) => `&#${sign.charCodeAt(0)};`),
    ...(/^\d{9}$/.test(value)
      ? [value.replace(/(\d{3})(\d\d)/, '$1-$2-'), value.replace(/(\d{3})(\d\d)/, '$1 $2 ')]
      : []),
    ...(/^[A-Z]\d{8}$/.test(value) ? [value.replace(/(....)/, '$1-'), value.replace(/(....)/, '$1 ')] : []),
    ...(/^\d{12,}$/.test(value) ? [value.replaceAll(/(\d{4})(?=\d)/g, '$1 '), `000${value}`] : []),
    ...(date === null ? [] : dates),
  ];
}

const words = Object.values(person).flatMap((value) => spell(value));
/** Short ones and single words are looked for between other characters. */
const clear = new RegExp(
  words
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .map((word) => `(?<![A-Za-z0-9_-])${word}(?![A-Za-z0-9_-])`)
    .join('|'),
);

let alloy: LoopbackAlloy;
let shown: string[] = [];
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ method, path: url, text, headers }) => {
    if (method === 'GET' && url.includes(evaluation))
      return { body: { evaluation_token: evaluation, supplied: person } };
    const sent = `${decodeURIComponent(url)} ${text} ${JSON.stringify(headers)}`;
    const held = Object.values(person).filter((value) => sent.includes(value));
    const echo = {
      note: held.map((value) => `got ${value} here`),
      ...Object.fromEntries(held.flatMap(spell).map((each, index) => [`m${index}`, each])),
      said: held.flatMap(spell).map((each) => `It was (${each}), as you said. Is ${each} right?`),
      url,
      external_id: held[0] ?? 'none',
      numbers: held.filter((each) => /^[1-9]\d{8,14}$/.test(each)).map(Number),
    };
    // Half of what is asked is refused, with all of it in the error.
    return url.length % 2 === 0
      ? { body: { ...echo, sent: parse(text) } }
      : {
          status: 400,
          body: {
            status_code: 400,
            error: {
              minor_code: 4000,
              message: echo.said.join(' '),
              details: echo,
              error_token: held[0] ?? 'E-1',
            },
          },
        };
  });
  return () => alloy.stop();
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function open(environment: Readonly<Record<string, string>> = {}) {
  const log = createLogRecord((line) => shown.push(line));
  // The trail hashes arguments; all else of a line goes to a file.
  const keep = ({ args: _, ...line }: Members, outcome: object = {}) => {
    shown.push(JSON.stringify([line, outcome]));
  };
  const held = new WeakSet<object>();
  const audit: Audit = {
    begin(call) {
      const entry = { end: (outcome: object) => keep({ ...call }, outcome) };
      held.add(entry);
      return entry;
    },
    record: (call, outcome) => keep({ ...call }, outcome),
    holds: (entry) => held.has(entry),
    close: async () => undefined,
  };
  const variables = {
    ALLOY_TOKEN: 'a-token-of-the-test',
    ALLOY_SECRET: 'a-secret-of-the-test',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_PII: 'token,contact=token,names=token',
    ALLOY_PII_KEY: 'first-key-of-the-tests-0123456789abcdefgh',
    ALLOY_MAX_RETRIES: '0',
    ...environment,
  };
  const config = parseConfig(variables, {}, () => {
    throw new Error('No file is named');
  });
  const app = await createApp({
    config,
    logger: log.logger,
    audit,
    secrets: createSecrets(),
    state: createMemoryState(),
  });
  const context: CallContext = {
    ...localCall,
    canAsk: environment['ALLOY_CONFIRM'] === 'always',
    report: (_progress, _total, message) => shown.push(message),
  };
  return async (name: string, args: object) => {
    try {
      const result = await app.execute(name, args, context);
      shown.push(JSON.stringify(result));
      return result;
    } catch (error) {
      if (!(error instanceof ConfirmationRequired)) throw error;
      shown.push(error.message, error.state);
      return undefined;
    }
  };
}

async function readStandIns(
  call: Awaited<ReturnType<typeof open>>,
): Promise<Readonly<Record<string, string>>> {
  const answer = await call('get_single_alloy_evaluation_by_id', { id: evaluation });
  const supplied = readMembers(readAnswered(answer, 'result.supplied'));
  const names = Object.keys(person);
  for (const name of names) expect(String(supplied[name])).toMatch(/^pii:[a-z_]+:[\w-]{40,}$/);
  return Object.fromEntries(names.map((name) => [name, String(supplied[name])]));
}

/** Paths of all texts that a tool takes, members of lists and objects too, and one more in each open object. */
function listTexts(schema: Members, path: readonly string[] = [], depth = 0): readonly (readonly string[])[] {
  if (depth > 6) return [];
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isObject) : [];
  if (options.length > 0) return options.flatMap((option) => listTexts(option, path, depth + 1)).slice(0, 40);
  if (schema['enum'] !== undefined) return [path];
  const { properties, items } = schema;
  const inner = Object.entries(readMembers(properties)).flatMap(([name, member]) =>
    listTexts(readMembers(member), [...path, name], depth + 1),
  );
  if (schema['type'] === 'array') return listTexts(readMembers(items), [...path, '0'], depth + 1);
  if (schema['type'] === 'object') {
    const isOpen = schema['additionalProperties'] !== false;
    return [
      ...inner,
      ...(isOpen
        ? [
            [...path, 'zz_free'],
            [...path, 'note'],
          ]
        : []),
    ];
  }
  return schema['type'] === 'boolean' ? [] : [path];
}

/** The example with something else at a path. */
function put(value: unknown, [name, ...rest]: readonly string[], text: unknown): unknown {
  if (name === undefined) return text;
  if (Array.isArray(value) || (value === undefined && name === '0')) {
    const items = Array.isArray(value) ? [...value] : [];
    items[Number(name)] = put(items[Number(name)], rest, text);
    return items;
  }
  const members = isContainer(value) ? { ...value } : {};
  return { ...members, [name]: put(Reflect.get(members, name), rest, text) };
}

async function some<Item>(items: readonly Item[], check: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await check(item)) return true;
  return false;
}

const pick = (args: Members, name: string) => (name in args ? { [name]: args[name] } : {});

const chosen = inFull(tools, (_, index) => index % 9 === 0);
const argumentsOf = (tool: Tool) => [
  ...new Map(listTexts(fullSchema(tool)).map((path) => [path.join('.'), path])).values(),
];

/** The first of each value that was found, with a little of what stands around it. */
function expectNothingClear(): void {
  const found = new Map<string, string>();
  for (const text of shown) {
    const match = clear.exec(text);
    if (match !== null && !found.has(match[0]))
      found.set(match[0], text.slice(Math.max(0, match.index - 60), match.index + 60));
  }
  shown = [];
  expect([...found]).toEqual([]);
}

describe.each([
  ['calls', {}, 20],
  ['dry runs', { ALLOY_DRY_RUN: 'true' }, 20],
  ['questions', { ALLOY_CONFIRM: 'always' }, 5],
])('%s', (_, environment, leastTaken) => {
  it('show no value behind a stand-in, whatever argument it is given in', { timeout: 240_000 }, async () => {
    const call = await open(environment);
    const standIns = await readStandIns(await open());
    let taken = 0;
    let refused = 0;
    for (const tool of chosen) {
      const example = {
        ...buildExample(tool, 'required'),
        ...(tool.answer === 'file' ? {} : { fields: '@' }),
      };
      for (const [index, path] of argumentsOf(tool).entries()) {
        // Those of its own name, if any, and others in turn.
        const names = Object.keys(standIns);
        const own = names.filter((name) => path.at(-1) === name);
        const other = names[index % names.length] ?? '';
        for (const name of [...own, other]) {
          const standIn = standIns[name] ?? '';
          for (const text of own.includes(name) ? [standIn] : [standIn, `so ${standIn}`, `'${standIn}'`]) {
            const before = alloy.requests.length;
            const args = put(example, path, text);
            const result = await call(tool.name, Object(args));
            const isOpened = alloy.requests.length > before || result?.isError !== true;
            if (isOpened) taken += 1;
            else refused += 1;
          }
        }
      }
    }
    expectNothingClear();
    expect(taken).toBeGreaterThan(leastTaken);
    expect(refused).toBeGreaterThan(200);
  });
});

describe('each kind', () => {
  it('is carried into every argument of its own name, and into open objects', {
    timeout: 240_000,
  }, async () => {
    const call = await open({ ALLOY_CONFIRM: 'off' });
    const standIns = await readStandIns(call);
    const carried = new Set<string>();
    const missed: string[] = [];
    for (const tool of inFull(tools, ({ name }, index) => index % 4 === 0 || name === evaluate)) {
      for (const path of argumentsOf(tool)) {
        const last = path.at(-1) ?? '';
        const names =
          last === 'zz_free' ? Object.keys(standIns) : Object.hasOwn(standIns, last) ? [last] : [];
        for (const name of names) {
          const target = last === 'zz_free' ? [...path.slice(0, -1), name] : path;
          const value = person[name] ?? '';
          // With all that the argument may hold, where it has required members.
          const around = pick(buildExample(tool, 'all'), path[0] ?? '');
          let error: unknown;
          const isCarried = await some([{}, around], async (more) => {
            const from = alloy.requests.length;
            const result = await call(
              tool.name,
              Object(put({ ...buildExample(tool, 'required'), ...more }, target, standIns[name])),
            );
            error = readAnswered(result, 'error.message');
            const sent = alloy.requests
              .slice(from)
              .map(({ path: url, text }) => decodeURIComponent(url) + text);
            return sent.some((each) => each.includes(value));
          });
          if (isCarried) carried.add(name);
          else missed.push(`${tool.name} ${target.join('.')}: ${JSON.stringify(error)}`);
        }
      }
    }
    expectNothingClear();
    expect(
      missed.filter(
        (each) =>
          !/does not fit here|is not an argument|has an argument of its own|is missing|Unrecogni/.test(each),
      ),
    ).toEqual([]);
    expect([...carried].sort()).toEqual(Object.keys(person).sort());
  });

  it('goes into a list of 30,000 rows', { timeout: 120_000 }, async () => {
    const call = await open({ ALLOY_CONFIRM: 'off' });
    const { document_ssn, birth_date, name_first } = await readStandIns(call);
    const entries = Array.from({ length: 10_000 }, () => [
      { document_ssn },
      { birth_date },
      { name_first },
    ]).flat();
    const from = alloy.requests.length;
    await call('update_a_alloy_list_by_id', { id: 'I-2WU9staJ5pVCQ6xgn3KV', entries });
    const [sent] = alloy.requests.slice(from);
    const rows: unknown = JSON.parse(sent?.text ?? '[]');
    expect(Array.isArray(rows) && rows.length).toBe(30_000);
    expect(readMember(rows, '29998')).toEqual({ birth_date: person['birth_date'] });
    expectNothingClear();
  });
});
