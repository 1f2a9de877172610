/** The page for a person who looks at the simulator in a browser. Pure: a view in, HTML out. */

import type { RecordedCall } from '../http/call-log.ts';

export interface PageView {
  /** Base URL for clients. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Null for a key of the caller's own, which is not for showing. */
  readonly credentials: { readonly token: string; readonly secret: string } | null;
  readonly workflows: readonly {
    readonly name: string;
    readonly kind: string;
    readonly token: string;
    readonly active: boolean;
  }[];
  readonly personas: readonly {
    readonly name: string;
    readonly workflow: string;
    readonly journey: string;
  }[];
  readonly collections: readonly {
    readonly name: string;
    readonly count: number;
    readonly tokens: readonly string[];
  }[];
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly calls: number;
    readonly failures: number;
  }[];
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly totalCalls: number;
  /** Newest first. */
  readonly calls: readonly RecordedCall[];
}

export function buildPage(view: PageView): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The embedded Alloy</title>
<link rel="icon" href="data:,">
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>The embedded Alloy</h1>
<p>Base URL ${code(view.url)} · its clock says ${formatTime(view.now)} · ${view.totalCalls} calls so far</p>
<nav><a href="/">Refresh</a><a href="#calls">Last calls</a><a href="#records">Records</a><a href="#personas">Personas</a><a href="#operations">Operations</a></nav>
</header>
<main>
<h2>Credentials and workflows</h2>
${buildCredentials(view)}
${buildTable(
  ['Workflow', 'For', 'alloy-workflow-token', ''],
  view.workflows.map(({ name, kind, token, active }) => [name, kind, code(token), active ? '' : 'disabled']),
  'None.',
)}
<h2>Settings</h2>
${buildTable(
  ['Setting', 'Value'],
  view.settings.map(({ name, value }) => [name, value]),
  'No faults, latency or limits were asked for; the clock is as given.',
)}
<h2 id="calls">Last calls</h2>
${buildTable(
  ['Time', 'Method', 'Path', 'Status', 'ms'],
  view.calls.map(({ at, method, path, status, milliseconds }) => [
    formatTime(at),
    method,
    code(path),
    formatStatus(status),
    milliseconds.toFixed(1),
  ]),
  'No calls yet.',
)}
<h2 id="records">Records</h2>
${buildTable(
  ['Kind', 'Count', 'The first ones'],
  view.collections.map(({ name, count, tokens }) => [
    formatName(name),
    count,
    tokens.map((token) => html`${code(token)} `),
  ]),
  'None.',
)}
<h2 id="personas">Personas</h2>
<p>The last name, or a business's last word, decides what the vendors of the demo account report.</p>
${buildTable(
  ['Last name', 'In an evaluation', 'In a journey'],
  view.personas.map(({ name, workflow, journey }) => [code(name), workflow, journey]),
  'None.',
)}
<h2 id="operations">Operations</h2>
${buildTable(
  ['Method', 'Path', 'Calls', 'Failed'],
  view.operations.map(({ method, path, calls, failures }) => [method, code(path), calls, failures]),
  'None.',
)}
</main>
</body>
</html>
`;
  return page.text;
}

export const pageStyle = `
:root { color-scheme: light dark; --line: #d5d8de; --quiet: #5b6472; --good: #1a7f4b; --bad: #b3261e; --shade: #f4f5f7 }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a3f47; --quiet: #9aa3b0; --good: #5fce93; --bad: #ff8a80; --shade: #1f2329 }
}
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem }
nav a { margin-right: 1rem } .quiet { color: var(--quiet) } .good { color: var(--good) } .bad { color: var(--bad) }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600 } td:first-child { white-space: nowrap }
code { font: 13px/1.4 ui-monospace, monospace; background: var(--shade); padding: .1rem .3rem; border-radius: .2rem; overflow-wrap: anywhere }
`;

function buildCredentials({ credentials }: PageView): Html {
  if (credentials === null) return html`<p>The account has a key of its own, as given at the start.</p>`;
  return html`<p>Basic authentication with token ${code(credentials.token)} and secret ${code(credentials.secret)}. They guard nothing but invented records.</p>`;
}

function formatStatus(status: number | null): Html {
  if (status === null) return html`<span class="bad">no answer</span>`;
  return html`<span class="${status < 400 ? 'good' : 'bad'}">${status}</span>`;
}

function formatTime(moment: number): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? String(moment) : date.toISOString().replace('T', ' ').slice(0, 23);
}

/** `bankAccounts` is for programs. */
function formatName(name: string): string {
  return name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace('. ', ', ');
}

function buildTable(headings: readonly string[], rows: readonly (readonly Content[])[], empty: string): Html {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="scroll"><table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

/** Text that is HTML already; everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Html | string | number | readonly Content[];

/** A tagged template: what is put in is escaped, unless it is Html. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(
    strings.map((text, at) => (at === 0 ? '' : format(contents[at - 1] ?? '')) + text).join(''),
  );
}

function format(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return content.map(format).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}
