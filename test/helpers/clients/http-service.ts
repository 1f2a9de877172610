/** `alloy-mcp http` on a free port. */
import { type RunningProcess, startProcess, type Variables } from './start-process.ts';

export interface HttpService {
  /** As the log names it: http://127.0.0.1:<port>/mcp */
  readonly url: string;
  readonly server: RunningProcess;
}

const services = new Map<string, Promise<HttpService>>();

/** One that was started with the same variables and still runs, or a new one. */
function shareHttpService(variables: Variables): Promise<HttpService> {
  const key = JSON.stringify(Object.entries(variables).sort());
  const known = services.get(key);
  if (known !== undefined) return known;
  const started = startHttpService(variables);
  services.set(key, started);
  const forget = () => services.delete(key);
  started.then(({ server }) => server.ended.then(forget), forget);
  return started;
}

export const openHttpService = (variables: Variables, { shared = false }: { readonly shared?: boolean }) =>
  shared ? shareHttpService(variables) : startHttpService(variables);

export async function startHttpService(
  variables: Variables = {},
  flags: readonly string[] = [],
): Promise<HttpService> {
  const server = startProcess(['http', '--port', '0', ...flags], variables);
  const [, url = ''] = await server.waitFor('log', /"url":"([^"]+)"/);
  return { url, server };
}
