/** `alloy-mcp http` on a free port. */
import { type RunningProcess, startProcess, type Variables } from './start-process.ts';

export interface HttpService {
  /** As the log names it: http://127.0.0.1:<port>/mcp */
  readonly url: string;
  readonly server: RunningProcess;
}

export async function startHttpService(
  variables: Variables = {},
  flags: readonly string[] = [],
): Promise<HttpService> {
  const server = startProcess(['http', '--port', '0', ...flags], variables);
  const [, url = ''] = await server.waitFor('log', /"url":"([^"]+)"/);
  return { url, server };
}
