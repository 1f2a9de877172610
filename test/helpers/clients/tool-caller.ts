/** Calls tools as the server does, against a recording Alloy: executor, Alloy client and network are the real ones. */

import { createBasicAuth } from '../../../src/alloy/auth.ts';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { localCall } from '../../../src/calls/call-context.ts';
import type { ToolResult } from '../../../src/calls/result.ts';
import type { Arguments, Tool } from '../../../src/registry/tool.ts';
import { type ReceivedRequest, startLoopbackAlloy } from '../alloys/loopback-alloy.ts';
import { assembleExecutor } from '../assemble.ts';

export interface Call {
  readonly result: ToolResult;
  /** Text of the result. */
  readonly text: string;
  readonly requests: readonly ReceivedRequest[];
}

export interface ToolCaller {
  call(tool: Tool, args: Arguments): Promise<Call>;
  close(): Promise<void>;
}

export const pathPrefix = '/v1';
/** base64 of `contract-token:contract-secret`. */
export const authorization = 'Basic Y29udHJhY3QtdG9rZW46Y29udHJhY3Qtc2VjcmV0';

export async function createToolCaller(): Promise<ToolCaller> {
  const alloy = await startLoopbackAlloy(() => ({ body: {} }));
  const executor = assembleExecutor({
    baseUrl: alloy.origin + pathPrefix,
    auth: createBasicAuth(createFixedSource({ token: 'contract-token', secret: 'contract-secret' })),
  });
  return {
    async call(tool, args) {
      const result = await executor.execute(tool, args, localCall);
      const [first] = result.content;
      return { result, text: first?.type === 'text' ? first.text : '', requests: alloy.take() };
    },
    close: () => alloy.stop(),
  };
}
