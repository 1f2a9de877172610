// @ts-check
/**
 * The least that an MCP server can be, with the script's tools and results of the protocol's plainest form: what goes
 * wrong with it is the client's. Over stdio, protocol 2025-06-18 and what older clients ask for.
 */
import { createInterface } from 'node:readline';
import { picture, steps } from './script.mjs';

/** @param {object} value */
const text = (value) => ({ type: 'text', text: JSON.stringify({ ...value, environment: 'bare' }) });
/** @param {string} message */
const fail = (message) => ({
  content: [text({ error: { message, hint: 'Ask for another.' } })],
  isError: true,
});

/** @type {Readonly<Record<string, () => object>>} */
const answers = {
  read: () => ({ content: [text({ result: { email: 'dana.whitlock@example.com' } })] }),
  write: () => ({
    content: [text({ result: { entity_token: 'P-1', outcome: 'Manual Review', error: null } })],
  }),
  decide: () => ({ content: [text({ result: { outcome: 'Approved' } })] }),
  refusal: () => fail('Nobody of that name.'),
  missing: () => fail('note is missing.'),
  cut: () => ({
    content: [
      text({ notice: 'Cut to fit: nothing is sent: get_single_alloy_case_by_id {"id":"1","fields":"2"}' }),
    ],
  }),
  readOn: () => ({ content: [text({ result: 'case_token', notice: 'Part 1 of 1 of the kept answer' })] }),
  upload: () => ({ content: [text({ status: 200 })] }),
  picture: () => ({
    content: [text({ mime_type: 'image/png' }), { type: 'image', mimeType: 'image/png', data: picture }],
  }),
};

const tools = steps
  .filter(({ name }) => name !== 'readOn')
  .map(({ name, tool }) => ({
    name: tool,
    description: `The script's ${name}.`,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(
        ['id', 'entity_token', 'note', 'fields'].map((key) => [key, { type: 'string', description: key }]),
      ),
      ...(name === 'missing' ? { required: ['note'] } : { additionalProperties: true }),
    },
  }));

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const result = answer(method, params);
  const outcome = result === undefined ? { error: { code: -32601, message: 'unknown' } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`);
}

/**
 * @param {string} method
 * @param {any} params
 */
function answer(method, params) {
  if (method === 'initialize')
    return {
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'bare', version: '1' },
    };
  if (method === 'ping') return {};
  if (method === 'tools/list') return { tools };
  if (method !== 'tools/call') return undefined;
  const step = steps.find(
    ({ name, tool }) => tool === params.name && (name === 'readOn' || params.arguments?.fields === undefined),
  );
  return step && answers[step.name]?.();
}
