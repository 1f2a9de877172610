/** A trail in a folder of its own, written through the front door and read as bytes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type AuditOptions, createAudit } from '../../src/audit/audit.ts';
import type { AuditCall } from '../../src/audit/call.ts';
import { createAuditKey } from '../../src/audit/key.ts';
import { parseFields } from '../../src/audit/line.ts';
import type { Audit } from '../../src/audit/trail.ts';
import { findTrailFiles, readLines } from '../../src/audit/trail-files.ts';
import { createVerifier, type Verification } from '../../src/audit/verifier.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

export const keyText = 'q7Yw2ZrT9nB4kX1mV8cL5sD3fG6hJ0pA';
export const key = createAuditKey(keyText);

export const readCall: AuditCall = {
  principal: 'jane',
  client: { name: 'a-client', version: '1.2.3' },
  tool: 'get_single_alloy_evaluation_by_id',
  effect: 'read',
  operation: 'GET /evaluations/{evaluation_token}',
  environment: 'sandbox',
  args: { id: 'S-1' },
};

export const decideCall: AuditCall = {
  ...readCall,
  tool: 'create_a_alloy_review',
  effect: 'decide',
  operation: 'POST /evaluations/{evaluation_token}/review',
  args: { id: 'S-1', outcome: 'Approved', reasons: ['ok'] },
  confirmation: { how: 'confirmed' },
};

export interface Trail {
  readonly file: string;
  readonly folder: string;
  readonly messages: string[];
  open(options?: Partial<AuditOptions>): Promise<Audit>;
  /** Lines of the present file. */
  lines(): readonly string[];
  records(): readonly Readonly<Record<string, unknown>>[];
  verify(): Promise<Verification>;
}

export function createTrail(required = false): Trail {
  const folder = createTemporaryFolder();
  const file = path.join(folder, 'audit.jsonl');
  const messages: string[] = [];
  const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return {
    file,
    folder,
    messages,
    lines,
    async open(options) {
      const audit = await createAudit({
        target: { kind: 'file', path: file, required },
        key: keyText,
        onError: (message) => messages.push(message),
        // Where a test is about it, it says so.
        quietMs: 600_000,
        ...options,
      });
      onTestFinished(() => audit.close());
      return audit;
    },
    records: () => lines().map((line) => parseFields(Buffer.from(line)) ?? {}),
    async verify() {
      const verifier = createVerifier(key);
      for (const found of await findTrailFiles([file])) {
        verifier.startFile(path.basename(found));
        for await (const { bytes, whole } of readLines(found)) verifier.push(bytes, whole);
      }
      return verifier.finish();
    },
  };
}

/** Verifies bytes as one file. */
export function verifyBytes(
  bytes: Buffer,
  ...expected: Parameters<typeof createVerifier> extends [unknown, ...infer Rest] ? Rest : never
): Verification {
  const verifier = createVerifier(key, ...expected);
  verifier.startFile('audit.jsonl');
  let rest = bytes;
  for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
    verifier.push(rest.subarray(0, at), true);
    rest = rest.subarray(at + 1);
  }
  if (rest.length > 0) verifier.push(rest, false);
  return verifier.finish();
}
