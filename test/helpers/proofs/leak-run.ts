/** Calls every tool in every way that may bring personal data out, and tells which planted values came with the bytes. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createArgumentsParser } from '../../../src/calls/arguments.ts';
import { buildExample } from '../../../src/registry/example.ts';
import { argumentSchemas } from '../../../src/registry/schema.ts';
import type { Arguments, Tool } from '../../../src/registry/tool.ts';
import { buildLabel, createPlant, type PlantingAlloy } from '../alloys/planting-alloy.ts';
import type { RpcMessage } from '../clients/json-rpc.ts';
import type { Variables } from '../clients/start-process.ts';
import { openTapped, type TappedSession, type Transport } from '../clients/tapped-session.ts';
import { buildFullCalls } from '../contract/contract-calls.ts';
import { readMember } from '../read-member.ts';
import { buildAll, failures, kindOf, type Plant, personalFields, sentences } from './planted-answers.ts';
import type { PlantedValues } from './planted-values.ts';

export interface LeakRun {
  /** Label of each value that came out, with its form and where it came out. */
  readonly found: ReadonlyMap<string, string>;
  /** The same for stderr and the audit trail alone. */
  readonly kept: ReadonlyMap<string, string>;
  /** Calls that did not end as they should: they prove nothing. */
  readonly faults: readonly string[];
  readonly calls: number;
}

export interface LeakRunOptions {
  /** Those that are called. */
  readonly tools: readonly Tool[];
  readonly alloy: PlantingAlloy;
  readonly values: PlantedValues;
  readonly transport: Transport;
  /** An empty folder for the audit trail. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
}

const always = ['Joi details', 'issues of an event', 'names in quotation marks'];
const others = Object.keys(failures).filter((kind) => !always.includes(kind));

export async function runEveryTool(options: LeakRunOptions): Promise<LeakRun> {
  const recorder = await openRecorder({ ALLOY_MAX_RESULT_CHARS: '10000000' }, options);
  const { call, plantFor } = recorder;
  const waited = new Set<string>();
  for (const [index, tool] of options.tools.entries()) {
    const args = buildPlantedArguments(tool, plantFor(tool, 'sent'));
    const isFile = tool.answer === 'file';
    const raw = argumentSchemas(tool).has('include_raw_responses') ? { include_raw_responses: true } : {};
    await call(tool, 'success', { ...args, ...raw }, 'ok');
    if (!isFile) {
      const fields = projections[index % projections.length];
      await call(tool, 'success', { ...args, fields }, 'ok');
    }
    if (tool.wait !== undefined && !waited.has(tool.wait.what)) {
      waited.add(tool.wait.what);
      await call(tool, 'waiting', { ...args, wait_seconds: 2 }, 'ok');
    }
    const kinds = [...always, ...[index, index * 7 + 3].flatMap((at) => others[at % others.length] ?? [])];
    for (const kind of kinds)
      await call(tool, kind, args, isFile && kind === 'no JSON in a success' ? 'ok' : 'error');
    await call(tool, 'refused', buildRefusedArguments(tool, args, plantFor(tool, 'refused')), 'error');
  }
  await readOtherThings(recorder.session, options.alloy);
  return recorder.end('in a resource, prompt or completion');
}

/** Results that are cut, and the whole answers behind them in parts; and every request as a dry run shows it. */
export async function runCutAndDry(options: LeakRunOptions): Promise<LeakRun> {
  const cut = await openRecorder({}, options);
  for (const tool of options.tools.filter(({ answer }, index) => answer !== 'file' && index % 4 === 0)) {
    const args = buildPlantedArguments(tool, cut.plantFor(tool, 'sent'));
    await readParts(cut.session, await cut.call(tool, 'large', args, 'ok'));
  }
  const ofCut = await cut.end('in the parts of a whole answer');
  const dry = await openRecorder({ ALLOY_DRY_RUN: 'on' }, options);
  for (const tool of options.tools) {
    const args = buildPlantedArguments(tool, dry.plantFor(tool, 'sent'));
    await dry.call(tool, 'success', args, 'ok');
  }
  const ofDry = await dry.end('in a dry run');
  return {
    found: new Map([...ofCut.found, ...ofDry.found]),
    kept: new Map([...ofCut.kept, ...ofDry.kept]),
    faults: [...ofCut.faults, ...ofDry.faults],
    calls: ofCut.calls + ofDry.calls,
  };
}

interface Recorder {
  readonly session: TappedSession;
  plantFor(tool: Tool, kind: string): Plant;
  call(tool: Tool, kind: string, args: Arguments, ends: 'ok' | 'error'): Promise<RpcMessage>;
  /** Looks through what else came, stderr and the audit trail. */
  end(where: string): Promise<LeakRun>;
}

async function openRecorder(
  own: Variables,
  { alloy, values, transport, folder, settings }: LeakRunOptions,
): Promise<Recorder> {
  const audit = mkdtempSync(path.join(folder, 'audit-'));
  const session = await openTapped(transport, {
    ALLOY_TOKEN: 'token-of-the-test',
    ALLOY_SECRET: 'secret-of-the-test',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_MAX_RETRIES: '0',
    LOG_LEVEL: 'trace',
    ALLOY_AUDIT: `file:${path.join(audit, 'audit.jsonl')},required`,
    ALLOY_AUDIT_KEY: 'audit-key-of-the-tests-0123456789abcdef',
    ...own,
    ...settings,
  });
  const found = new Map<string, string>();
  const faults: string[] = [];
  let calls = 0;
  const note = (bytes: string, where: string, into: Map<string, string>) => {
    for (const [label, form] of values.find(bytes))
      if (!into.has(label)) into.set(label, `${form}, ${where}`);
  };
  return {
    session,
    plantFor: (tool, kind) => createPlant(values, tool.name, kind),
    async call(tool, kind, args, ends) {
      alloy.set({ tool: tool.name, kind });
      calls += 1;
      const reply = await session.call(tool.name, args);
      const isError = reply.error !== undefined || readMember(reply, 'result.isError') === true;
      if (isError !== (ends === 'error'))
        faults.push(`${tool.name}, ${kind}: ${JSON.stringify(reply).slice(0, 400)}`);
      note(session.take(), `in the answer of ${tool.name}, ${kind}`, found);
      return reply;
    },
    async end(where) {
      await session.close();
      note(session.take(), where, found);
      const kept = new Map<string, string>();
      note(session.log(), 'on stderr', kept);
      const files = readdirSync(audit).map((name) => readFileSync(path.join(audit, name), 'latin1'));
      // Nothing is sent in a dry run, so nothing is recorded of it.
      if (own['ALLOY_DRY_RUN'] === undefined && !files.some((text) => text.includes('"tool":')))
        faults.push('nothing was audited');
      if (!session.log().includes('"level"')) faults.push('nothing was logged');
      for (const text of files) note(text, 'in the audit trail', kept);
      return { found, kept, faults, calls };
    },
  };
}

/** Under other names, in other types, put together from pieces. */
const projections = [
  '{a: supplied.document_ssn, b: supplied.birth_date, rest: supplied}',
  "{a: join('', [supplied.document_ssn, '']), b: to_string(supplied), c: values(supplied)}",
  '[supplied.account_number, supplied.routing_number, note_to_file, keys(ssns)]',
  "{a: to_string(@), b: join('-', keys(ssns)), c: matching.*.matched}",
];

/** All arguments, with plants in fields of personal data and in notes. */
function buildPlantedArguments(tool: Tool, plant: Plant): Arguments {
  const [full = {}] = buildFullCalls(tool);
  // Where one made from the schema alone would break a rule of the tool.
  const args = createArgumentsParser(tool)(full).ok ? full : { ...full, ...buildExample(tool, 'required') };
  const planted = plantInto(args, '', plant);
  if (!argumentSchemas(tool).has('additional_fields')) return planted;
  const parse = createArgumentsParser(tool);
  const open = Object.entries(
    buildAll(
      personalFields.filter((name) => !Object.hasOwn(planted, name)),
      plant,
    ),
    // Some forms of a value are taken nowhere: a number of a bank would lose its zeros.
  ).filter(([name, value]) => parse({ ...planted, additional_fields: { [name]: value } }).ok);
  return { ...planted, additional_fields: Object.fromEntries(open) };
}

const isNote = /(?:^|_)(?:notes?|reasons?|comments?|description|text)$/;

function plantInto(args: Arguments, at: string, plant: Plant): Record<string, unknown> {
  let turn = at.length;
  const plantValue = (name: string, value: unknown, here: string): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => plantValue(name, item, here));
    if (typeof value === 'object' && value !== null)
      return plantInto(Object.fromEntries(Object.entries(value)), `${here}.`, plant);
    if (typeof value !== 'string') return value;
    if (personalFields.includes(name)) return plant(kindOf(name), here);
    turn += 1;
    return isNote.test(name) && value === name
      ? (sentences[turn % sentences.length]?.((kind, place) => plant(kind, `${here} ${place}`)) ?? value)
      : value;
  };
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, plantValue(name, value, at + name)]),
  );
}

/** What the server itself refuses, with plants where its words may repeat them: names, wrong types, sentences. */
function buildRefusedArguments(tool: Tool, args: Arguments, plant: Plant): Arguments {
  const wrong = Object.fromEntries(
    Object.keys(args).map((name, index) => [
      name,
      index % 3 === 0
        ? { document_ssn: plant('ssn', `in place of ${name}`) }
        : index % 3 === 1
          ? `ssn ${plant('ssn', `in ${name}`)}`
          : [{ birth_date: plant('birth_date', `inside of ${name}`) }],
    ]),
  );
  const ssn = plant('ssn', 'as a name').replace(/^(...)(..)/, '$1-$2-');
  return {
    ...wrong,
    [`ssn ${ssn}`]: 1,
    [tool.name]: 1,
  };
}

async function readParts(session: TappedSession, reply: RpcMessage): Promise<void> {
  const uri = /alloy:\/\/answers\/[0-9a-f]{32}/.exec(JSON.stringify(reply))?.[0];
  if (uri === undefined) return;
  await session.ask('resources/read', { uri: `${uri}?fields=${encodeURIComponent(projections[1] ?? '')}` });
  for (let part = 1; part < 100; part += 1) {
    const { error, result } = await session.ask('resources/read', { uri: `${uri}?part=${part}` });
    const parts = Number(
      readMember(JSON.parse(String(readMember(result, 'contents.0.text') ?? '{}')), 'parts'),
    );
    if (error !== undefined || !(part < parts)) return;
  }
}

const token = (prefix: string) => `${prefix}-2WU9staJ5pVCQ6xgn3KV`;
const records = [
  [`alloy://entities/${token('P')}`, 'get_single_alloy_entity_by_id'],
  [`alloy://evaluations/${token('S')}`, 'get_single_alloy_evaluation_by_id'],
  [
    `alloy://journeys/${token('J')}/applications/${token('JA')}`,
    'get_single_alloy_journey_application_by_id',
  ],
  [`alloy://investigations/${token('INV')}`, 'get_single_alloy_investigation_by_id'],
  ['alloy://event-schemas/person_created', 'list_all_alloy_event_schemas'],
  [`alloy://entities/${token('P')}/documents/${token('D')}`, 'get_single_alloy_entity_document_by_id'],
] as const;

async function readOtherThings(session: TappedSession, alloy: PlantingAlloy): Promise<void> {
  for (const [uri, tool] of records) {
    for (const kind of ['success', ...Object.keys(failures)]) {
      // Whatever a success holds is the file itself.
      if (uri.includes('/documents/') && kind === 'no JSON in a success') continue;
      alloy.set({ tool, kind });
      await session.ask('resources/read', { uri });
    }
  }
  const templates = await session.ask('resources/templates/list', {});
  for (const template of readItems(templates, 'result.resourceTemplates')) {
    const uri = String(readMember(template, 'uriTemplate'));
    for (const [, name = ''] of uri.matchAll(/\{(\w+)\}/g))
      await session.ask('completion/complete', {
        ref: { type: 'ref/resource', uri },
        argument: { name, value: '' },
      });
  }
  for (const prompt of readItems(await session.ask('prompts/list', {}), 'result.prompts')) {
    const name = String(readMember(prompt, 'name'));
    const given = readItems(prompt, 'arguments').map((argument) => String(readMember(argument, 'name')));
    await session.ask('prompts/get', {
      name,
      arguments: Object.fromEntries(given.map((each) => [each, token('P')])),
    });
    for (const argument of given)
      await session.ask('completion/complete', {
        ref: { type: 'ref/prompt', name },
        argument: { name: argument, value: '' },
      });
  }
}

function readItems(value: unknown, at: string): readonly unknown[] {
  const items = readMember(value, at);
  return Array.isArray(items) ? items : [];
}

/** The labels of a tool's plants that have to arrive when nothing is protected. */
export function isOf(label: string, tool: string, kind: string): boolean {
  return label.startsWith(buildLabel(tool, kind, ''));
}
