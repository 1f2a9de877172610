/** mcporter: one start a call. */
import { args, command, isHttp, play, token, url } from '../play.mjs';
import { runCommand } from '../run-command.mjs';

const server = isHttp
  ? ['--http-url', url, '--allow-http', '--header', `Authorization=Bearer ${token}`]
  : ['--stdio', command, ...args.flatMap((arg) => ['--stdio-arg', arg])];
const run = (...flags) => runCommand('mcporter/dist/cli.js', flags);

await run('list', ...server, '--name', 'alloy', '--json');
await play(async (name, given) => {
  const flags = [...server, '--name', 'alloy', '--tool', name, '--args', JSON.stringify(given)];
  return run('call', ...flags, '--output', 'raw');
});
