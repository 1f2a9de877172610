/** Calls tools as the server does, against a recording Alloy: executor, Alloy client and network are the real ones. */

import { createBasicAuth } from '../../../src/alloy/auth.ts';
import { createApi } from '../../../src/alloy/client.ts';
import { createNetworkSend } from '../../../src/alloy/network.ts';
import { createLogger } from '../../../src/base/logger.ts';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { createExecutor } from '../../../src/calls/executor.ts';
import { createFiles } from '../../../src/calls/files.ts';
import type { ToolResult } from '../../../src/calls/result.ts';
import type { Arguments, Tool } from '../../../src/registry/tool.ts';
import { createRecordingServer, type RecordedRequest } from '../alloys/recording-server.ts';
import { presenting } from '../present.ts';

interface Call {
  readonly result: ToolResult;
  /** Text of the result. */
  readonly text: string;
  readonly requests: readonly RecordedRequest[];
}

export interface ToolCaller {
  call(tool: Tool, args: Arguments): Promise<Call>;
  close(): Promise<void>;
}

export const pathPrefix = '/v1';
/** base64 of `contract-token:contract-secret`. */
export const authorization = 'Basic Y29udHJhY3QtdG9rZW46Y29udHJhY3Qtc2VjcmV0';

export async function createToolCaller(): Promise<ToolCaller> {
  const server = await createRecordingServer();
  const logger = createLogger('silent');
  const executor = createExecutor({
    ...presenting,
    api: createApi({
      baseUrl: server.origin + pathPrefix,
      upstream: createNetworkSend(server.origin),
      auth: createBasicAuth(createFixedSource({ token: 'contract-token', secret: 'contract-secret' })),
      timeoutMs: 20_000,
      maxRetries: 0,
      logger,
    }),
    files: createFiles(undefined),
    environment: 'sandbox',
    defaults: {},
    logger,
  });
  return {
    async call(tool, args) {
      const result = await executor.execute(tool, args);
      const [first] = result.content;
      return { result, text: first?.type === 'text' ? first.text : '', requests: server.take() };
    },
    close: () => server.close(),
  };
}
