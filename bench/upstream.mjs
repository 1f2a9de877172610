// @ts-check
/**
 * Stands in for Alloy: answers every request at once with an evaluation of about 2 kB, or of about 1 MB where the path
 * ends with the token in BENCH_LARGE. Prints its port.
 */
import { createServer } from 'node:http';

const services = Object.fromEntries(
  ['Phone Check', 'Email Check', 'Watchlists', 'Identity'].map((name) => [name, 'executed']),
);
const match = { score: 0.99, matched: ['Identity', 'Phone Check'], unmatched: [] };
const evaluation = {
  status_code: 201,
  error: null,
  timestamp: 1_791_989_231_000,
  evaluation_token: 'S-2WU9staJ5pVCQ6xgn3KV',
  entity_token: 'P-2WU9staJ5pVCQ6xgn3KV',
  application_token: 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6',
  application_version_id: 4,
  summary: {
    result: 'success',
    score: 0.97,
    tags: ['Address Match', 'Phone Match'],
    outcome: 'Approved',
    services,
  },
  supplied: { name_first: 'Ada', name_last: 'Okafor', birth_date: '1990-01-31', document_ssn: '000000001' },
  formatted: { name_first: 'Ada', name_last: 'Okafor', birth_date: '1990-01-31', document_ssn: '000000001' },
  matching: { name: match, phone: match, address: match, email: match, ssn: match, dob: match },
  diligence: {
    watchlists: { lists: ['OFAC', 'PEP', 'BIS'], matches: [] },
    fraud: { score: 0.02, flags: [] },
    financial: null,
  },
  related_data: {},
  raw_responses: Object.fromEntries(
    Object.keys(services).map((name) => [name, [{ reference: `${name}-1`, codes: ['I01', 'I02', 'R10'] }]]),
  ),
  formatted_responses: Object.fromEntries(
    Object.keys(services).map((name) => [name, { ok: true, score: 0.9, reasons: ['match', 'fresh'] }]),
  ),
  audit_archive: null,
};
const small = JSON.stringify(evaluation);
const hits = Array.from({ length: 4600 }, (_, index) => ({
  reference: `Watchlists-${index}`,
  list: 'OFAC SDN',
  score: index / 4600,
  codes: ['I01', 'I02', 'R10'],
  text: 'The applicant was found in one list and not in the others, with another date of birth and country.',
}));
const large = JSON.stringify({
  ...evaluation,
  diligence: { ...evaluation.diligence, watchlists: { lists: ['OFAC', 'PEP', 'BIS'], matches: hits } },
});
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const body = request.url?.endsWith(String(process.env['BENCH_LARGE'])) ? large : small;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
