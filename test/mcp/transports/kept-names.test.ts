/** Names that objects have of their own accord are names like any other, on every way in: refused when no tool has them. */
import { afterAll, describe, expect, it } from 'vitest';
import { rawClients } from '../../helpers/clients/raw-clients.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { readMember } from '../../helpers/read-member.ts';

afterAll(stopProcesses);

const tool = 'create_a_alloy_evaluation';
const name = 'name_first';
const cases = [
  ...['__proto__', '\\u005f_proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].flatMap(
    (unsafe) => [
      { unsafe, args: `{"${name}":"Ada","${unsafe}":{"${name}":"Bo"}}` },
      { unsafe, args: `{"${unsafe}":"x"}` },
    ],
  ),
  // What is open takes any other name.
  { unsafe: '__proto__', args: `{"${name}":"Ada","additional_fields":{"__proto__":{"x":1}}}` },
];
const transports = rawClients.flatMap((kind) => [
  [`${kind.name} over stdio`, kind.overStdio] as const,
  [`${kind.name} over HTTP`, kind.overHttp] as const,
]);

describe.each(transports)('%s', (_, connect) => {
  it('refuses each of them by name', async () => {
    const session = await connect({}, { shared: true });
    for (const { unsafe, args } of cases) {
      const answer = await session.callTool(tool, JSON.parse(args));
      const { kind, message } = Object(readMember(answer.envelope, 'error'));
      expect({ args, kind, message }).toMatchObject({ kind: 'invalid_arguments' });
      expect(message).toContain(JSON.parse(`"${unsafe}"`));
    }
    await session.close();
  });

  it('refuses them in calls through discovery', async () => {
    const session = await connect({ ALLOY_DISCOVERY: 'on' }, { shared: true });
    for (const args of [
      `{"name":"${tool}","arguments":{"${name}":"Ada","__proto__":{}}}`,
      `{"name":"${tool}","arguments":{"${name}":"Ada"},"__proto__":{}}`,
    ]) {
      const answer = await session.callTool('alloy_call_write_tool', JSON.parse(args));
      expect(readMember(answer.envelope, 'error.message')).toContain('__proto__');
    }
    await session.close();
  });
});
