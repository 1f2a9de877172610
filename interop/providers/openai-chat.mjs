// @ts-check
/** OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat */
import { refuseByOpenAi } from '../schema-limits.mjs';
import { formatEvents, list } from './sse.mjs';

/** @type {import('../model.mjs').Provider} */
export const openAiChat = {
  matches: (path) => path.endsWith('/chat/completions'),
  read(body) {
    return {
      stream: body['stream'] === true,
      tools: list(body['tools']).map(({ function: tool }) => ({
        name: tool.name,
        description: tool.description ?? '',
        schema: tool.parameters,
        strict: tool.strict,
      })),
      results: list(body['messages'])
        .filter(({ role }) => role === 'tool')
        .map(({ content }) => content),
    };
  },
  refuse: refuseByOpenAi,
  error: (message) => ({ error: { message, type: 'invalid_request_error', param: 'tools', code: null } }),
  answer({ id, call, text }, stream) {
    const head = { id: `chatcmpl-${id}`, created: 1, model: 'scripted', service_tier: 'default' };
    const finish = call === undefined ? 'stop' : 'tool_calls';
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const calls = call && [
      { id: call.id, type: 'function', function: { name: call.name, arguments: JSON.stringify(call.args) } },
    ];
    if (!stream) {
      const message = { role: 'assistant', content: text ?? null, ...(calls && { tool_calls: calls }) };
      const choice = { index: 0, message, logprobs: null, finish_reason: finish };
      return { ...head, object: 'chat.completion', choices: [choice], usage };
    }
    const chunk = { ...head, object: 'chat.completion.chunk' };
    const delta = calls ? { tool_calls: calls.map((each) => ({ index: 0, ...each })) } : { content: text };
    return `${formatEvents([
      { ...chunk, choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
      { ...chunk, choices: [], usage },
    ])}data: [DONE]\n\n`;
  },
};
