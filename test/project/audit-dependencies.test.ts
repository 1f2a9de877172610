/** `npm run audit:deps` says what it learnt of advisories, and a release does not go on without. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const advisory = (name: string, severity: string) => ({
  vulnerabilities: { [name]: { name, severity, range: '<99' } },
});
const nothing = { auditReportVersion: 2, vulnerabilities: {} };
const notorious = advisory('minimist', 'critical');

interface Run {
  readonly code: number;
  readonly text: string;
}

/** With an npm that answers so: of this package, and of the one that is asked where nothing is found. */
function run(answers: { readonly ours: unknown; readonly other?: unknown }, ...flags: readonly string[]) {
  const folder = createTemporaryFolder();
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, answer = nothing] of Object.entries({ other: undefined, ...answers }))
    writeFileSync(path.join(folder, name), typeof answer === 'string' ? answer : JSON.stringify(answer));
  const npm = path.join(bin, 'npm');
  writeFileSync(
    npm,
    `#!/bin/sh\nif [ -f audit-dependencies.mjs ]; then cat '${folder}/ours'; else cat '${folder}/other'; fi\nexit 1\n`,
  );
  chmodSync(npm, 0o755);
  return new Promise<Run>((resolve) => {
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
    const script = path.join(root, 'audit-dependencies.mjs');
    execFile(process.execPath, [script, ...flags], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    );
  });
}

describe.skipIf(process.platform === 'win32')('advisories', () => {
  it.each([
    ['the registry has no such service', { ours: { message: '405 Method Not Allowed', statusCode: 405 } }],
    ['npm tells of an error', { ours: { error: { summary: 'getaddrinfo ENOTFOUND' } } }],
    ['npm says nothing', { ours: '' }],
    ['npm says something else', { ours: '<html>' }],
    ['npm is offline, or the mirror is empty: nothing is found anywhere', { ours: nothing, other: nothing }],
    ['the second look fails', { ours: nothing, other: { message: '503' } }],
  ])('are unknown when %s: a warning, and no release', async (_, answers) => {
    const usual = await run(answers);
    expect(usual.text).toMatch(/^::warning .*Advisories are unknown/m);
    expect(usual.text).not.toContain('knows no advisories');
    expect(usual.code).toBe(0);
    const release = await run(answers, '--require-advisories');
    expect(release.text).toContain('Unknown is not enough');
    expect(release.code).toBe(2);
  });

  it('that were looked for and not found pass everywhere', async () => {
    const { code, text } = await run({ ours: nothing, other: notorious }, '--require-advisories');
    expect(text).toContain('knows no advisories');
    expect(text).not.toContain('::warning');
    expect(code).toBe(0);
  });

  it.each([
    ['zod', 'critical', 1],
    ['zod', 'high', 1],
    ['zod', 'moderate', 0],
    ['vitest', 'critical', 0],
  ])('of %s, severity %s, end with %d', async (name, severity, code) => {
    const answers = { ours: advisory(name, severity), other: nothing };
    expect(await run(answers, '--require-advisories')).toMatchObject({
      code,
      text: expect.stringContaining(`advisory: ${name} <99, ${severity}`),
    });
  });

  it('are asked for by the release, before anything is published', () => {
    const workflow = readFileSync(path.join(root, '.github/workflows/release.yml'), 'utf8');
    const asked = workflow.indexOf('npm run audit:deps -- --require-advisories');
    expect(asked).toBeGreaterThan(0);
    expect(workflow.indexOf('npm publish')).toBeGreaterThan(asked);
    expect(workflow).toContain('needs: check');
  });
});
