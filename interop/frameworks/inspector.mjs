/** The Inspector's command line: one start a call. */
import { args, command, isHttp, play, token, url } from '../play.mjs';
import { runCommand } from '../run-command.mjs';

const target = isHttp
  ? [url, '--transport', 'http', '--header', `Authorization: Bearer ${token}`]
  : [command, ...args];
const inspect = async (...flags) =>
  JSON.parse(
    await runCommand('@modelcontextprotocol/inspector/clients/cli/build/index.js', [...target, ...flags]),
  );

await inspect('--method', 'tools/list');
await play((name, given) => {
  // Objects and lists are given as JSON; what looks like a number is parsed to one, unless it is quoted.
  const pairs = Object.entries(given).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return inspect(
    '--method',
    'tools/call',
    '--tool-name',
    name,
    ...(pairs.length > 0 ? ['--tool-arg', ...pairs] : []),
  );
});
