/** Opens an address in the browser of whoever runs the program, by the means of the platform or what BROWSER names. */
import { spawn } from 'node:child_process';

export interface BrowserOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** Undefined where there is no screen to open anything on. */
export function buildBrowserCommand({ platform, env }: BrowserOptions, url: string): Command | undefined {
  const [program, ...args] = (env['BROWSER'] ?? '').split(' ').filter(Boolean);
  if (program !== undefined) {
    const filled = args.map((arg) => arg.replaceAll('%s', url));
    return { program, args: args.some((arg) => arg.includes('%s')) ? filled : [...args, url] };
  }
  if (platform === 'darwin') return { program: 'open', args: [url] };
  // `start` takes its first quoted word for the title of a window.
  if (platform === 'win32') return { program: 'cmd.exe', args: ['/d', '/s', '/c', `"start "" "${url}""`] };
  // Without a screen it would start a browser for terminals, in the terminal of the client.
  const hasScreen = Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'] || env['WSL_DISTRO_NAME']);
  return hasScreen ? { program: 'xdg-open', args: [url] } : undefined;
}

/** Resolves with false when nothing could be opened; stays open as long as a browser runs that was started by it. */
export function openBrowser(options: BrowserOptions, url: string): Promise<boolean> {
  const command = buildBrowserCommand(options, url);
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, {
      detached: true,
      stdio: 'ignore',
      windowsVerbatimArguments: true,
      // A browser is no place for the credentials of Alloy.
      env: Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('ALLOY_'))),
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    child.unref();
  });
}
