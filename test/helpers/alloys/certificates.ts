/** Certificates for tests, made by openssl: an authority that nobody knows, and what it signs. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTemporaryFolder } from '../temporary-folder.ts';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** PEM, as NODE_EXTRA_CA_CERTS takes it. */
  readonly file: string;
  /** For these names and addresses (`DNS:alloy.example,IP:127.0.0.1`), valid for so many days from now. */
  issue(names: string, days?: number): Certificate;
}

export function createAuthority(): Authority {
  const folder = createTemporaryFolder();
  const openssl = (...given: readonly string[]) =>
    execFileSync('openssl', given, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'];
  openssl(
    ...['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=An authority'],
    ...[...extensions, '-days', '30'],
  );
  let issued = 0;
  return {
    file: path.join(folder, 'ca.pem'),
    issue(names, days = 30) {
      issued += 1;
      const [keyFile, request, certificate] = ['key', 'csr', 'pem'].map((type) => `${issued}.${type}`);
      openssl('req', ...key, '-keyout', `${keyFile}`, '-out', `${request}`, '-subj', '/CN=Alloy');
      writeFileSync(path.join(folder, 'extensions'), `subjectAltName=${names}\n`);
      openssl(
        ...['x509', '-req', '-in', `${request}`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
        ...['-extfile', 'extensions', '-days', `${days}`, '-out', `${certificate}`],
      );
      const read = (file: string | undefined) => readFileSync(path.join(folder, `${file}`), 'utf8');
      return { key: read(keyFile), cert: read(certificate) };
    },
  };
}
