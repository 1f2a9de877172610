/** Completion: values that the schemas allow, and tokens that answers held, to nobody but whom they went to. */
import { afterAll, describe, expect, it, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { buildCompletion } from '../../src/mcp/completion/register-completion.ts';
import { createSeenTokens } from '../../src/mcp/completion/seen-tokens.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { McpSession } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { readAnswered } from '../helpers/read-envelope.ts';
import { readMember } from '../helpers/read-member.ts';

afterAll(stopProcesses);

const prompt = (name: string) => ({ type: 'ref/prompt', name });
const template = (uri: string) => ({ type: 'ref/resource', uri });
const documents = template('alloy://entities/{entity_token}/documents/{document_token}');
const person = { name_first: 'Maya', name_last: 'Okafor' };

async function complete(session: McpSession, ref: object, name: string, value = '') {
  const answer = await session.ask('completion/complete', { ref, argument: { name, value } });
  return readMember(answer, 'completion.values');
}

describe.each(fewRoutes)('$client', ({ open }) => {
  it('is offered enums, tools and the tokens it has seen', async () => {
    const session = await open({});
    try {
      const seen = () => complete(session, template('alloy://entities/{entity_token}'), 'entity_token');
      expect(await seen()).toEqual([]);
      const tokens: unknown[] = [];
      for (let count = 0; count < 2; count += 1) {
        const { envelope } = await session.callTool('create_a_alloy_evaluation', {
          ...person,
          // A token in a sentence is nobody's.
          name_first: 'see P-2WU9staJ5pVCQ6xgn3KV',
        });
        tokens.unshift(readMember(envelope, 'result.entity_token'));
      }
      expect(await seen()).toEqual(tokens);
      expect(await complete(session, documents, 'entity_token', String(tokens[1]).slice(0, 9))).toEqual([
        tokens[1],
      ]);
      expect(await complete(session, documents, 'document_token')).toEqual([]);
      expect(await complete(session, prompt('collect_documents'), 'entity_token')).toEqual(tokens);
      expect(await complete(session, prompt('resolve_manual_review'), 'journey_application_token')).toEqual(
        [],
      );
      expect(
        await complete(session, template('alloy://evaluations/{evaluation_token}'), 'evaluation_token'),
      ).toHaveLength(2);

      expect(await complete(session, prompt('send_monitoring_event'), 'event_type', 'entity_g')).toEqual([
        'entity_group_created',
        'entity_group_updated',
      ]);
      expect(await complete(session, prompt('send_monitoring_event'), 'facts')).toEqual([]);
      expect(await complete(session, prompt('collect_documents'), 'type', 'P')).toEqual(['passport']);
      expect(await complete(session, prompt('resolve_manual_review'), 'outcome')).toEqual([
        'Approved',
        'Denied',
      ]);
      const schemas = template('alloy://event-schemas/{event_type}');
      expect(await complete(session, schemas, 'event_type', 'card')).toEqual([]);
      expect(await complete(session, schemas, 'event_type', 'log')).toEqual(['login']);
      expect(await complete(session, template('alloy://tools/{name}'), 'name', 'create_a_alloy_eve')).toEqual(
        ['create_a_alloy_event'],
      );

      for (const [ref, name, told] of [
        [prompt('onboard_robot'), 'person', 'Unknown prompt: onboard_robot'],
        [prompt('onboard_person'), 'robot', 'Unknown argument: robot; there is person, '],
        [template('alloy://robots/{name}'), 'name', 'Unknown resource template: alloy://robots/{name}'],
        [template('alloy://reference/errors'), 'name', 'Unknown argument: name; there are none'],
      ] as const) {
        await expect(complete(session, ref, name)).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining(told),
        });
      }
    } finally {
      await session.close();
    }
  });
});

describe('over HTTP', () => {
  const tokens = { ada: 'ada-0123456789abcdef', bo: 'bo-0123456789abcdef' };

  test('what one principal has seen is offered to no other', async () => {
    const { url } = await startHttpService({ ALLOY_MCP_TOKEN: `ada:${tokens.ada},bo:${tokens.bo}` });
    const ask = async (who: keyof typeof tokens, method: string, params: object) =>
      parseRpcReply(
        await postRpc(url, method, params, { headers: { authorization: `Bearer ${tokens[who]}` } }),
      );
    const seenBy = async (who: keyof typeof tokens) => {
      const params = { ref: documents, argument: { name: 'entity_token', value: '' } };
      return readMember(await ask(who, 'completion/complete', params), 'result.completion.values');
    };
    const made = async (who: keyof typeof tokens) => {
      const answer = await ask(who, 'tools/call', { name: 'create_a_alloy_evaluation', arguments: person });
      return readAnswered(answer, 'result.entity_token');
    };
    const ofAda = await made('ada');
    expect(await seenBy('ada')).toEqual([ofAda]);
    expect(await seenBy('bo')).toEqual([]);
    const ofBo = await made('bo');
    expect(await seenBy('ada')).toEqual([ofAda]);
    expect(await seenBy('bo')).toEqual([ofBo]);
    // A record that is read as a resource counts as seen, and Bo may know the token from elsewhere.
    await ask('bo', 'resources/read', { uri: `alloy://entities/${ofAda}` });
    expect(await seenBy('bo')).toEqual([ofAda, ofBo]);
  });

  test('nothing is offered of what is hidden', async () => {
    const { url } = await startHttpService();
    const ask = async (ref: object, name: string) => {
      const params = { ref, argument: { name, value: '' } };
      return parseRpcReply(await postRpc(`${url}?toolsets=lists`, 'completion/complete', params));
    };
    expect((await ask(prompt('onboard_person'), 'person')).error?.message).toContain('Unknown prompt');
    expect((await ask(documents, 'entity_token')).error?.message).toContain('Unknown resource template');
    const listed = readMember(
      await ask(template('alloy://tools/{name}'), 'name'),
      'result.completion.values',
    );
    expect(listed).toEqual(
      catalog.filter(({ toolset }) => toolset === 'lists').map(({ listing }) => listing.name),
    );
  });
});

describe('the memory of seen tokens', () => {
  const answer = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] });
  const token = (number: number, kind = 'P') => `${kind}-${String(number).padStart(20, '0')}`;

  it('holds whole tokens of the known kinds, also of links, and nothing else', async () => {
    const seen = createSeenTokens(createMemoryState());
    seen.note(
      'ada',
      answer({
        entity_token: token(1),
        href: `/v1/entities/${token(2)}/documents/${token(3, 'D')}?x=1`,
        [token(4)]: {},
        note: `${token(5)} and more`,
        long: `${token(6)}7`,
        short: token(6).slice(0, -1),
        kind: token(6, 'XX'),
        lower: token(6, 'p'),
      }),
    );
    expect(await seen.list('ada', 'entity_token')).toEqual([token(1), token(2), token(4)]);
    expect(await seen.list('ada', 'document_token')).toEqual([token(3, 'D')]);
    expect(await seen.list('ada', 'journey_token')).toEqual([]);
    expect(await seen.list('ada', 'journey_application_token')).toEqual([]);
  });

  it('takes nothing from errors and from very long answers', async () => {
    const seen = createSeenTokens(createMemoryState());
    seen.note('ada', { ...answer({ entity_token: token(1) }), isError: true });
    seen.note('ada', answer({ entity_token: token(2), padding: 'x'.repeat(200_000) }));
    expect(await seen.list('ada', 'entity_token')).toEqual([]);
  });

  it('forgets what was seen longest ago: tokens above 500, principals above 200', async () => {
    const seen = createSeenTokens(createMemoryState());
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    for (const number of numbers) seen.note('ada', answer([token(number)]));
    seen.note('ada', answer([token(0)]));
    seen.note('ada', answer([token(500)]));
    const kept = await seen.list('ada', 'entity_token');
    expect(kept).toHaveLength(500);
    expect(kept.slice(0, 3)).toEqual([token(500), token(0), token(499)]);
    expect(kept).not.toContain(token(1));
    for (let number = 0; number < 199; number += 1) seen.note(`other-${number}`, answer([token(1)]));
    expect(await seen.list('ada', 'entity_token')).toHaveLength(500);
    seen.note('ada', answer([token(7)]));
    seen.note('one more', answer([token(1)]));
    expect(await seen.list('ada', 'entity_token')).toHaveLength(500);
    expect(await seen.list('other-0', 'entity_token')).toEqual([]);
    expect(await seen.list('other-1', 'entity_token')).toEqual([token(1)]);
  });
});

it('answers at most a hundred values, and says how many there are', () => {
  const values = Array.from({ length: 120 }, (_, index) => `value-${index}`);
  const { completion } = buildCompletion([...values, 'last'], 'VALUE');
  expect(completion).toEqual({ values: values.slice(0, 100), total: 120, hasMore: true });
  expect(buildCompletion(['ab', 'ba', 'cc'], 'b').completion.values).toEqual(['ba', 'ab']);
});
