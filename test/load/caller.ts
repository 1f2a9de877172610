/** One client's calls: writes of its own markers, and reads of what it wrote; each answer is looked at as it comes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { uncertainWriteHint } from '../../src/base/errors.ts';
import { RpcFailure } from '../helpers/clients/json-rpc.ts';
import type { ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { readMember } from '../helpers/read-member.ts';
import type { Ledger, Verdict } from './ledger.ts';
import { type LoadClient, WrongAnswer } from './load-clients.ts';
import { buildMarker, findForeignMarkers, type MarkedKind } from './marker.ts';

interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Of a write. */
  readonly marker?: string;
  /** Members that the result of a success has to have. */
  readonly expected: Readonly<Record<string, unknown>>;
  /** What a read may be of next. */
  readonly keep?: (result: unknown) => void;
  /** The only ending that a wrong call may have. */
  readonly wrong?: true;
}

export interface Caller {
  /** One call; false when there was no connection to be had. */
  step(): Promise<boolean>;
}

const visitors = 'I-Dm3BranchVisitors003';
const agent = 'dana.whitlock@example.com';
/** Reads are of what was written lately. */
const kept = 20;
/** Of a hundred calls: made wrongly, left before they are answered. */
const wrongCalls = 2;
const leftCalls = 1;
const longestPause = 5;

export function createCaller(client: LoadClient, number: number, ledger: Ledger): Caller {
  const random = createRandom(number + 1);
  const evaluations: { readonly token: string; readonly marker: string }[] = [];
  const people: string[] = [];
  let writes = 0;
  /** What the last answer asked for. */
  let pauseSeconds = 0;

  const keep = <T>(list: T[], item: T) => {
    list.push(item);
    if (list.length > kept) list.shift();
  };
  const pick = <T>(list: readonly T[]): T | undefined => list[random(list.length)];
  const mark = (kind: MarkedKind) => {
    writes += 1;
    return buildMarker(number, writes, kind);
  };

  function evaluate(): Call {
    const marker = mark('evaluation');
    const digits = String(number * 10_000 + writes).padStart(6, '0');
    const args = {
      name_first: 'Maya',
      name_last: marker,
      birth_date: '1988-02-11',
      document_ssn: `666${digits}`,
    };
    return {
      tool: 'create_a_alloy_evaluation',
      args,
      marker,
      expected: { 'supplied.name_last': marker },
      keep: (result) => keep(evaluations, { token: String(readMember(result, 'evaluation_token')), marker }),
    };
  }

  function addPerson(): Call {
    const marker = mark('person');
    return {
      tool: 'create_a_alloy_person_entity',
      args: { name_first: 'Maya', name_last: 'Okafor', external_entity_id: marker },
      marker,
      expected: { external_entity_id: marker },
      keep: () => keep(people, marker),
    };
  }

  function addNote(): Call | undefined {
    const person = pick(people);
    if (person === undefined) return undefined;
    const marker = mark('note');
    return {
      tool: 'create_a_alloy_entity_note',
      args: { entity_token: person, note: marker, note_author_agent_email: agent },
      marker,
      expected: {},
    };
  }

  function addEntry(): Call {
    const marker = mark('comment');
    return {
      tool: 'create_a_alloy_list_entity',
      args: { list_token: visitors, comment: marker },
      marker,
      expected: { list_token: visitors, records_added: 1 },
    };
  }

  function readEvaluation(): Call | undefined {
    const own = pick(evaluations);
    if (own === undefined) return undefined;
    return {
      tool: 'get_single_alloy_evaluation_by_id',
      args: { id: own.token },
      expected: { evaluation_token: own.token, 'supplied.name_last': own.marker },
    };
  }

  function readPerson(): Call | undefined {
    const id = pick(people);
    if (id === undefined) return undefined;
    return {
      tool: 'get_single_alloy_person_entity_by_id',
      args: { id },
      expected: { external_entity_id: id },
    };
  }

  function choose(): Call {
    const drawn = random(100);
    if (drawn < wrongCalls)
      return { tool: 'get_single_alloy_evaluation_by_id', args: {}, expected: {}, wrong: true };
    if (drawn < 18) return evaluate();
    if (drawn < 28) return addPerson();
    if (drawn < 38) return addNote() ?? addPerson();
    if (drawn < 50) return addEntry();
    if (drawn < 76) return readEvaluation() ?? evaluate();
    return readPerson() ?? addPerson();
  }

  /** How an answer ends the call. */
  function look(call: Call, { content, envelope, isError }: ToolAnswer): string {
    const about = `${client.kind} ${number}, ${call.tool} ${call.marker ?? JSON.stringify(call.args)}`;
    const text = JSON.stringify(envelope);
    if (readMember(content, '0.text') !== text)
      ledger.fault(`${about}: the text differs from the structured content`);
    const foreign = findForeignMarkers(text, number);
    if (foreign.length > 0)
      ledger.fault(`${about}: its answer holds ${foreign.join(', ')} of another client`);
    if (isError !== true) {
      const result = readMember(envelope, 'result');
      for (const [path, wanted] of Object.entries(call.expected)) {
        const found = readMember(result, path);
        if (found !== wanted) ledger.fault(`${about}: ${path} is ${found} in place of ${wanted}`);
      }
      if (call.wrong === true) ledger.fault(`${about}: succeeded without its argument`);
      call.keep?.(result);
      settle(call, 'applied');
      return 'ok';
    }
    const { kind, message, hint } = Object.fromEntries(
      ['kind', 'message', 'hint'].map((name) => [name, readMember(envelope, `error.${name}`)]),
    );
    if (![kind, message, hint].every((part) => typeof part === 'string' && part !== ''))
      ledger.fault(`${about}: the error is not clear: ${text}`);
    if (kind === 'internal' || (kind === 'invalid_arguments') !== (call.wrong === true))
      ledger.fault(`${about}: ended as ${kind}: ${text}`);
    settle(call, String(hint).includes(uncertainWriteHint) ? 'unknown' : 'not applied');
    pauseSeconds = Number(readMember(envelope, 'error.retry_after_seconds') ?? 0);
    return String(kind);
  }

  function settle({ marker }: Call, verdict: Verdict): void {
    if (marker !== undefined) ledger.write(marker, verdict);
  }

  return {
    async step() {
      if (pauseSeconds > 0) await sleep(Math.min(pauseSeconds, longestPause) * 1000);
      pauseSeconds = 0;
      const call = choose();
      const leaving = random(100) < leftCalls ? new AbortController() : undefined;
      const timer = setTimeout(() => leaving?.abort(), random(60));
      try {
        ledger.count(look(call, await client.callTool(call.tool, call.args, leaving?.signal)));
      } catch (error) {
        settle(call, 'unknown');
        if (leaving?.signal.aborted === true) ledger.count('left by the client');
        else if (error instanceof WrongAnswer || error instanceof RpcFailure)
          ledger.fault(`${client.kind} ${number}, ${call.tool}: ${error.message}`);
        else {
          ledger.count('connection closed');
          return false;
        }
      } finally {
        clearTimeout(timer);
      }
      return true;
    },
  };
}

/** The same calls in the same order each time: from 0 up to below `limit`. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
