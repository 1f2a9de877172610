/** `npm run demo`: what it shows, and the trail that it writes, which docs/audit.md quotes. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Confirmed } from '../../src/calls/confirmation.ts';
import { catalog } from '../../src/catalog.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { buildEnvironment } from '../helpers/clients/start-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(path.join(root, 'docs', 'audit.md'), 'utf8');
/** What the quoted lines are signed with. New lines for the page: run the demo with it as ALLOY_AUDIT_KEY. */
const ALLOY_AUDIT_KEY = 'the key of the example in docs/audit.md';

const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let output = '';
let written: readonly string[] = [];

beforeAll(async () => {
  const file = path.join(folder, 'audit.jsonl');
  // Somebody's credentials must not make it talk to a real account.
  const env = buildEnvironment({
    ...{ ALLOY_AUDIT: `file:${file}`, ALLOY_AUDIT_KEY },
    ...{ ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_ENVIRONMENT: 'production' },
  });
  const run = await promisify(execFile)(process.execPath, ['examples/demo.mjs'], { cwd: root, env });
  expect(run.stderr).toBe('');
  output = run.stdout;
  written = readFileSync(file, 'utf8').trimEnd().split('\n');
});

describe('the demo', () => {
  it('shows what was decided, why, and what comes next', () => {
    const [first = ''] = output.split('\n');
    expect(first).toMatch(/^alloy-mcp \S+ over stdio, MCP \S+: /);
    expect(first).toContain(`: ${catalog.length} tools`);
    expect(output).toMatch(/\n {3}decision +Manual Review.*\n {3}reasons +Fraud score in the review band\n/);
    expect(output).toMatch(/\n {3}status +waiting_review \(JA-\w+, embedded Alloy\)\n/);
    expect(output).toMatch(
      /next_steps\):\n {3}- create_a_alloy_journey_application_case_review\n +waiting_review: /,
    );
    expect(output).toContain('The caller adds: outcome, reasons');
  });

  it('follows the next steps to their end, and asks a person on the way', () => {
    const steps = [...output.matchAll(/^\d\. (\w+): /gm)].map(([, tool]) => tool);
    expect(steps).toEqual([
      'create_a_alloy_journey_application',
      'create_a_alloy_journey_application_case_review',
      'get_single_alloy_journey_application_by_id',
    ]);
    expect(output).toMatch(
      /asks the person.*\n {3}\| Review case in journey .*\n[\s\S]+\n {3}The person says yes\./,
    );
    expect(output).toMatch(/\n {3}decision +Approved\n {3}status +completed \(JA-\w+, embedded Alloy\)\n/);
    expect(output.trimEnd()).toMatch(/names no next step\.$/);
  });
});

describe('the trail that docs/audit.md quotes', () => {
  const [, block = ''] = /```json\n([\s\S]*?)```/.exec(document) ?? [];
  const quoted = block.trimEnd().split('\n');
  const parse = (line: string): Readonly<Record<string, unknown>> => JSON.parse(line);

  it('was written like that, to the bit', async () => {
    const file = path.join(folder, 'quoted.jsonl');
    writeFileSync(file, block);
    const { code, output: verdict } = await runCommand(['audit', 'verify', file], {
      variables: { ALLOY_AUDIT_KEY },
    });
    expect(verdict).toMatch(/^intact: \d lines in 1 file, numbers 1 to \d\n/);
    expect(code).toBe(0);
    expect(quoted.length).toBeGreaterThanOrEqual(7);
  });

  it('has the fields, in the order, that the same calls have today', () => {
    const describeLines = (lines: readonly string[]) =>
      // How often a checkpoint comes depends on how fast the machine is.
      lines.map(describeShape).filter((shape) => !shape.startsWith('type=checkpoint'));
    expect(describeLines(quoted)).toEqual(describeLines(written));
    expect(describeShape(quoted.at(-1) ?? '')).toBe(describeShape(written.at(-1) ?? ''));
  });

  it('is of tools that there are', () => {
    const names = quoted.flatMap((line) => ('tool' in parse(line) ? [String(parse(line)['tool'])] : []));
    expect(names.length).toBeGreaterThanOrEqual(4);
    const known = new Map(catalog.map((entry) => [entry.listing.name, `${entry.method} ${entry.path}`]));
    for (const line of quoted.map(parse).filter((each) => 'tool' in each))
      expect(known.get(String(line['tool']))).toBe(line['operation']);
  });

  it('tells of each way in which a call came to be carried out', () => {
    const ways: Readonly<Record<Confirmed, true>> = {
      not_needed: true,
      confirmed: true,
      unsupported: true,
      off: true,
      declined_at_client: true,
      closed_at_client: true,
      confirmed_on_page: true,
      declined_on_page: true,
      unanswered_on_page: true,
      waiting_on_page: true,
    };
    const [, table = ''] = /\| how \|.*\n\| ---.*\n((?:\|.*\n)+)/.exec(document) ?? [];
    const told = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, how]) => how);
    expect(told).toEqual(Object.keys(ways));
  });

  it('says of every type of line what it is', () => {
    const types = new Set([...quoted, ...written].map((line) => `| \`${parse(line)['type']}\` |`));
    for (const row of types) expect(document).toContain(row);
  });
});

/** `type=call time client.name ...`: the names of all members in their order, and the words that are not data. */
function describeShape(line: string): string {
  const describe = (value: object, prefix: string): readonly string[] =>
    Object.entries(value).flatMap(([name, member]) => {
      if (typeof member === 'object' && member !== null) return describe(member, `${prefix}${name}.`);
      return /^(type|tool|effect|how|outcome|status|after)$/.test(name)
        ? [`${prefix}${name}=${member}`]
        : [`${prefix}${name}`];
    });
  const { seq: _, ...fields } = JSON.parse(line);
  return describe(fields, '').join(' ');
}
