import { expect, it } from 'vitest';
import { buildBrowserCommand, openBrowser } from '../../src/approval/open-browser.ts';

const url = 'http://127.0.0.1:4321/secret';

it.each<[NodeJS.Platform, Record<string, string>, string]>([
  ['linux', { DISPLAY: ':0' }, `xdg-open ${url}`],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, `xdg-open ${url}`],
  ['linux', { WSL_DISTRO_NAME: 'Ubuntu' }, `xdg-open ${url}`],
  ['linux', {}, 'none'],
  ['linux', { DISPLAY: '', BROWSER: '' }, 'none'],
  ['freebsd', { BROWSER: 'firefox' }, `firefox ${url}`],
  ['darwin', {}, `open ${url}`],
  ['darwin', { BROWSER: '/opt/browser --new-window %s --quiet' }, `/opt/browser --new-window ${url} --quiet`],
  ['win32', {}, `cmd.exe /d /s /c "start "" "${url}""`],
])('on %s with %o it is %s', (platform, env, command) => {
  const { program, args = [] } = buildBrowserCommand({ platform, env }, url) ?? { program: 'none' };
  expect([program, ...args].join(' ')).toBe(command);
});

it.each([
  ['is not there', '/nowhere/browser', false],
  ['fails', 'false', false],
  ['ends well', 'true', true],
])('a browser that %s', async (_, BROWSER, isOpen) => {
  const env = { BROWSER, PATH: process.env['PATH'] };
  expect(await openBrowser({ platform: process.platform, env }, url)).toBe(isOpen);
});
