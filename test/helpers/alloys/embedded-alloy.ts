/** The embedded Alloy in this process, called by tool: arguments parser, request builder and Alloy client are the real ones. */

import { createBasicAuth } from '../../../src/alloy/auth.ts';
import { createEmbeddedSend } from '../../../src/alloy/exchange.ts';
import { CallError } from '../../../src/base/errors.ts';
import { parseJson } from '../../../src/base/exact-json.ts';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { createArgumentsParser } from '../../../src/calls/arguments.ts';
import { buildRequest } from '../../../src/calls/request.ts';
import type { Arguments } from '../../../src/registry/tool.ts';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { assembleApi } from '../assemble.ts';
import { findTool } from '../find-tool.ts';
import { anyEntry } from '../no-ops.ts';
import { readMember } from '../read-member.ts';

export interface EmbeddedAnswer {
  readonly result: unknown;
  readonly status: number;
  read(path: string): unknown;
}

export interface EmbeddedAlloy {
  /** A call that has to succeed. */
  call(tool: string, args: Arguments): Promise<EmbeddedAnswer>;
  /** A call that Alloy has to refuse. */
  refused(tool: string, args: Arguments): Promise<CallError>;
}

export interface EmbeddedOptions {
  readonly now?: () => number;
  /** False: no workflow is configured, as with account-level keys. */
  readonly workflow?: false;
  readonly credentials?: { readonly token: string; readonly secret: string };
}

export function createEmbeddedAlloy({ now, workflow, credentials }: EmbeddedOptions = {}): EmbeddedAlloy {
  const simulator = createSimulator(now === undefined ? {} : { now });
  const api = assembleApi({
    baseUrl: 'http://embedded.test/v1',
    send: createEmbeddedSend((request) => simulator.answer(request)),
    auth: createBasicAuth(createFixedSource(credentials ?? simulator.credentials)),
  });
  const defaults = workflow === false ? {} : { workflowToken: personOnboarding.token };

  async function call(name: string, input: Arguments): Promise<EmbeddedAnswer> {
    const tool = findTool(name);
    const parsed = createArgumentsParser(tool)(input);
    if (!parsed.ok) throw new Error(`${name} ${JSON.stringify(input)}: ${JSON.stringify(parsed.issues)}`);
    const bytes =
      tool.body?.kind === 'bytes' ? Buffer.from(String(parsed.args['content_base64']), 'base64') : undefined;
    const answer = await api.send(buildRequest(tool, parsed.args, defaults, bytes), anyEntry);
    const result = parseJson(answer.body) ?? {};
    return { result, status: answer.status, read: (path) => readMember(result, path) };
  }

  return {
    call,
    async refused(name, args) {
      try {
        const answer = await call(name, args);
        throw new Error(`${name} succeeded: ${JSON.stringify(answer)}`);
      } catch (error) {
        if (error instanceof CallError) return error;
        throw error;
      }
    },
  };
}

let people = 0;

/** Somebody new; the last name decides what happens: src/simulator/persona-guide.ts. */
export function buildPerson(name_last: string) {
  people += 1;
  return {
    name_first: 'Maya',
    name_last,
    birth_date: '1988-02-11',
    document_ssn: String(666_300_000 + people),
    email_address: `maya.${name_last}.${people}@example.com`.toLowerCase(),
  };
}
