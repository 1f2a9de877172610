/** Messages that clients damage or arm, as bytes over both transports: refused by name, and the server goes on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { initializeParams, parseRpcMessage, type RpcMessage } from '../helpers/clients/json-rpc.ts';
import { createLineClient } from '../helpers/clients/line-client.ts';
import { parseRpcReply, rpcHeaders } from '../helpers/clients/send-http.ts';
import { startProcess, stopProcesses } from '../helpers/clients/start-process.ts';
import { readAnswered } from '../helpers/read-envelope.ts';

const noteTool = 'create_a_alloy_entity_note';
const evaluationTool = 'create_a_alloy_evaluation';
const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** A call whose arguments are exactly this text. */
const formatCall = (tool: string, args: string, more = '') =>
  `{"jsonrpc":"2.0","id":"raw","method":"tools/call","params":{"name":"${tool}","arguments":${args}${more}}}`;

interface Wire {
  /** Sends these bytes as one message, and resolves with what answers it. */
  send(message: string | Uint8Array): Promise<RpcMessage>;
}

const wires: Readonly<Record<string, (variables: Readonly<Record<string, string>>) => Promise<Wire>>> = {
  async stdio(variables) {
    const server = startProcess([], variables);
    const client = createLineClient(server);
    await client.initialize();
    return {
      send: (message) =>
        new Promise((resolve) => {
          let text = '';
          const read = (chunk: string) => {
            text += chunk;
            if (!text.includes('\n')) return;
            server.stdout.off('data', read);
            resolve(parseRpcMessage(text.slice(0, text.indexOf('\n'))));
          };
          server.stdout.on('data', read);
          server.stdin.write(Buffer.concat([Buffer.from(message), Buffer.from('\n')]));
        }),
    };
  },
  async HTTP(variables) {
    const { url } = await startHttpService(variables);
    return {
      async send(message) {
        const headers = { ...rpcHeaders, 'mcp-protocol-version': initializeParams.protocolVersion };
        const response = await fetch(url, { method: 'POST', headers, body: message });
        return parseRpcReply({
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: await response.text(),
        });
      },
    };
  },
};

describe.each(Object.entries(wires))('over %s', (_, connect) => {
  let alloy: LoopbackAlloy;
  let wire: Wire;
  beforeAll(async () => {
    alloy = await startLoopbackAlloy(() => ({ status: 201, body: { done: true } }));
    wire = await connect({
      ALLOY_TOKEN: 'token-of-the-test',
      ALLOY_SECRET: 'secret-of-the-test',
      ALLOY_BASE_URL: alloy.baseUrl,
      ALLOY_CONFIRM: 'off',
    });
  });
  afterAll(async () => {
    await stopProcesses();
    await alloy.stop();
  });

  async function refuse(message: string | Uint8Array): Promise<string> {
    const before = alloy.requests.length;
    const { result } = await wire.send(message);
    expect(readAnswered(result, 'error.kind')).toBe('invalid_arguments');
    expect(alloy.requests).toHaveLength(before);
    return String(readAnswered(result, 'error.message'));
  }

  it('bytes that are not UTF-8', async () => {
    const [before = '', after = ''] = formatCall(evaluationTool, '{"name_first":"Zo@"}').split('@');
    for (const bytes of [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
      const message = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
      expect(await refuse(message)).toContain('name_first holds U+FFFD');
    }
  });

  it('half a character, escaped', async () => {
    expect(await refuse(formatCall(evaluationTool, '{"name_first":"Zo\\ud83d"}'))).toContain(
      'name_first holds half a character',
    );
  });

  it.each(['9007199254740993', '1e400', '123456789012345678901234567890'])(
    'the number %s',
    async (number) => {
      const args = `{"additional_fields":{"loans":[{"total":${number}}]}}`;
      expect(await refuse(formatCall(evaluationTool, args))).toContain(
        'additional_fields.loans.0.total is a number beyond 2^53',
      );
    },
  );

  it.each([201, 10_000, 200_000])('arguments of %i levels', async (levels) => {
    const args = `{"additional_fields":{"a":${nest(levels)}}}`;
    // Whoever walks them first: the shield, or the check of arguments.
    expect(await refuse(formatCall(evaluationTool, args))).toMatch(/is nested (too deeply|deeper than)/);
  });

  it('levels without end elsewhere in a message do no harm', async () => {
    const more = `,"unknown":${nest(50_000)}`;
    const { result, error } = await wire.send(formatCall('list_all_alloy_lists', '{}', more));
    expect(result ?? error).toBeDefined();
    expect((await wire.send(formatCall('list_all_alloy_lists', '{}'))).result).toBeDefined();
  });

  it('__proto__ in an argument', async () => {
    const args = '{"name_first":"Ada","additional_fields":{"a":{"__proto__":{"admin":true}}}}';
    expect(await refuse(formatCall(evaluationTool, args))).toContain(
      '__proto__ is not a name that Alloy has',
    );
  });

  it('__proto__ as an argument is refused by its name, though the SDK would leave it out', async () => {
    const before = alloy.requests.length;
    const args = '{"__proto__":{"name_first":"Eve"},"name_last":"Moss"}';
    const { result } = await wire.send(formatCall(evaluationTool, args));
    expect(readAnswered(result, 'error.message')).toMatch(/^"__proto__" is not an argument of/);
    expect(alloy.requests.slice(before)).toEqual([]);
  });

  it('a member named twice counts once, with the last value, in all that is made of it', async () => {
    const before = alloy.requests.length;
    const args =
      '{"entity_token":"P-1","entity_token":"P-2","note":"a","note":"b","note_author_agent_email":"a@b.example"}';
    const { result } = await wire.send(formatCall(noteTool, args));
    expect(readAnswered(result, 'status')).toBe(201);
    const [request] = alloy.requests.slice(before);
    expect(request?.path).toBe('/v1/entities/P-2/notes');
    expect(JSON.parse(request?.text ?? '')).toMatchObject({ note: 'b' });
  });
});
