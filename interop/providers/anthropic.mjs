// @ts-check
/** Anthropic's messages: https://docs.claude.com/en/api/messages */
import { isObject, refuseByAnthropic } from '../schema-limits.mjs';
import { formatEvents, list } from './sse.mjs';

/** @type {import('../model.mjs').Provider} */
export const anthropic = {
  matches: (path) => path.endsWith('/messages'),
  read(body) {
    return {
      stream: body['stream'] === true,
      tools: list(body['tools'])
        .filter(({ input_schema }) => input_schema !== undefined)
        .map(({ name, description = '', input_schema }) => ({ name, description, schema: input_schema })),
      continues: isObject(body['thread']) && body['thread']['type'] === 'continue',
      results: list(body['messages'])
        .flatMap(({ content }) => list(content))
        .filter(({ type }) => type === 'tool_result'),
    };
  },
  refuse: refuseByAnthropic,
  error: (message) => ({ type: 'error', error: { type: 'invalid_request_error', message } }),
  answer({ id, call, text }, stream) {
    const block =
      call === undefined
        ? { type: 'text', text }
        : { type: 'tool_use', id: call.id, name: call.name, input: call.args };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const stop = { stop_reason: call === undefined ? 'end_turn' : 'tool_use', stop_sequence: null };
    const message = { id: `msg_${id}`, type: 'message', role: 'assistant', model: 'scripted', usage };
    if (!stream) return { ...message, content: [block], ...stop };
    return formatEvents([
      {
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null, stop_sequence: null },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: call === undefined ? { ...block, text: '' } : { ...block, input: {} },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta:
          call === undefined
            ? { type: 'text_delta', text }
            : { type: 'input_json_delta', partial_json: JSON.stringify(call.args) },
      },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: stop, usage },
      { type: 'message_stop' },
    ]);
  },
};
