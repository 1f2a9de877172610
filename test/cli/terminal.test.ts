/** Started by a person in a terminal, it says what it waits for; a client sees none of that. */
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../helpers/clients/run-command.ts';
import { binary, buildEnvironment } from '../helpers/clients/start-process.ts';

/** util-linux's runs a command in a terminal of its own; where there is none, there is nothing to run it in. */
const hasScript = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') === true;

describe.skipIf(!hasScript)('in a terminal (by util-linux `script`; skipped without)', () => {
  it.each([
    ['it says in two lines what it is and waits for', '', 2],
    ['it says so on stderr, and on stdout nothing', '2>/dev/null', 0],
  ])('%s', async (_, redirected, count) => {
    const command = `'${process.execPath}' '${binary}' ${redirected}`;
    const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      env: buildEnvironment(),
    });
    onTestFinished(() => void terminal.kill('SIGKILL'));
    let output = '';
    terminal.stdout.on('data', (text) => {
      output += text;
      if (output.includes('"id":1')) terminal.stdin.end();
    });
    terminal.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
    const code = await new Promise((resolve) => terminal.once('close', resolve));
    expect(code).toBe(0);
    const lines = output
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('{') && !/^(\^D)?[\b]*$/.test(line));
    const said = [
      expect.stringMatching(/^alloy-mcp \S+ is an MCP server: .*waits .*client/),
      expect.stringMatching(/README .*clients.*https:\/\/.*alloy-mcp --help/),
    ];
    expect(lines).toEqual(said.slice(0, count));
  });
});

it('through a pipe it says nothing', async () => {
  const run = await runCommand(['--aliases=off'], { input: '{"jsonrpc":"2.0","id":1,"method":"ping"}\n' });
  expect(run).toEqual({ code: 0, signal: null, output: '{"result":{},"jsonrpc":"2.0","id":1}\n', log: '' });
});
