/** The pages by which a person is asked: plain HTML that needs no script and loads nothing. Pure. */
import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid; border-radius: .5rem; font: inherit; }
button { font: inherit; padding: .5rem 1.5rem; margin-right: 1rem; border-radius: .5rem; border: 1px solid; cursor: pointer; }
`;

/** Allows the one style sheet above, by its hash, and a form that goes back to where it came from. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // With none at all, browsers would send the form without the origin that it is checked for.
  'referrer-policy': 'same-origin',
};

/** `token` comes back with the answer. */
export function buildQuestionPage(question: string, token: string): string {
  return buildPage(
    'Carry out this call?',
    `<pre>${escapeHtml(question)}</pre>
<p>A program that works with alloy-mcp wants this. Say yes only if you want it yourself.</p>
<form method="post">
<input type="hidden" name="token" value="${escapeHtml(token)}">
<button name="answer" value="no">No</button>
<button name="answer" value="yes">Yes, do it</button>
</form>`,
  );
}

export const buildNoticePage = (title: string, text: string): string =>
  buildPage(title, `<p>${escapeHtml(text)}</p>`);

function buildPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="robots" content="noindex"><title>${escapeHtml(title)} alloy-mcp</title><style>${style}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
