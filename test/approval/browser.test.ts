/** The page in a real browser, driven by its debugging protocol: the form is sent as its policy and our checks allow. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { WebSocket } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { createPageApprover } from '../../src/approval/page-approver.ts';
import { isLong } from '../helpers/extent.ts';
import { readMember } from '../helpers/read-member.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Opens an address; resolves with a function that evaluates in its page. */
async function openChromium(program: string, url: string): Promise<(script: string) => Promise<unknown>> {
  const child = spawn(
    program,
    [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'],
      `--user-data-dir=${createTemporaryFolder()}`,
      url,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  running.push(child);
  const address = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.once('exit', () => reject(new Error(`The browser ended: ${log}`)));
    child.stderr?.on('data', (data: Buffer) => {
      log += data.toString('utf8');
      const [, found] = /DevTools listening on ws:\/\/([\d.:]+)\//.exec(log) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const findPage = async (): Promise<string> => {
    const targets: unknown = await (await fetch(`http://${address}/json/list`)).json();
    const page = Array.isArray(targets) ? targets.find((each) => readMember(each, 'url') === url) : undefined;
    return page === undefined ? findPage() : String(readMember(page, 'webSocketDebuggerUrl'));
  };
  const socket = new WebSocket(await findPage());
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  let id = 0;
  return (expression) =>
    new Promise((resolve) => {
      id += 1;
      const own = id;
      const receive = ({ data }: { readonly data: unknown }) => {
        const message: unknown = JSON.parse(String(data));
        if (readMember(message, 'id') !== own) return;
        socket.removeEventListener('message', receive);
        resolve(readMember(message, 'result.result.value'));
      };
      socket.addEventListener('message', receive);
      socket.send(JSON.stringify({ id: own, method: 'Runtime.evaluate', params: { expression } }));
    });
}

describe.skipIf(!isLong || chromium === undefined)('in Chromium (long suite, where it is installed)', () => {
  it.each(['yes', 'no'] as const)('a press of %s is the answer', async (said) => {
    let opened: (url: string) => void = () => undefined;
    const address = new Promise<string>((resolve) => {
      opened = resolve;
    });
    const approver = createPageApprover({
      openBrowser: async (url) => {
        opened(url);
        return true;
      },
      tell: () => undefined,
    });
    const outcome = approver.ask({ id: 'a call', text: 'Delete <b>this</b> type?\n- id: "Fraud"' });
    const evaluate = await openChromium(String(chromium), await address);
    await expect
      .poll(() => evaluate('document.querySelector("pre")?.textContent'), { timeout: 20_000 })
      .toBe('Delete <b>this</b> type?\n- id: "Fraud"');
    // The policy lets the style sheet in, and no other.
    expect(await evaluate('getComputedStyle(document.querySelector("pre")).whiteSpace')).toMatch(/pre-wrap/);
    // Loaded again it is the same window.
    await evaluate('location.reload()');
    await expect
      .poll(() => evaluate(`document.querySelector('button[value="${said}"]')?.click() ?? document.title`), {
        timeout: 20_000,
      })
      .toMatch(/^You said/);
    expect(await outcome).toBe(said);
  });
});
