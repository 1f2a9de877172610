// @ts-check
/** OpenAI's responses: https://platform.openai.com/docs/api-reference/responses */
import { refuseByOpenAi } from '../schema-limits.mjs';
import { formatEvents, list } from './sse.mjs';

/** @type {import('../model.mjs').Provider} */
export const openAiResponses = {
  matches: (path) => path.endsWith('/responses'),
  read(body) {
    const tools = list(body['tools']).flatMap((tool) =>
      tool.type === 'namespace'
        ? list(tool.tools).map((inner) => ({ ...inner, namespace: tool.name }))
        : tool.type === 'function'
          ? [tool]
          : [],
    );
    return {
      stream: body['stream'] === true,
      tools: tools.map(({ name, namespace, description = '', parameters, strict }) => ({
        name,
        namespace,
        description,
        schema: parameters,
        strict,
      })),
      continues: typeof body['previous_response_id'] === 'string',
      results: list(body['input'])
        .filter(({ type }) => type === 'function_call_output')
        .map(({ output }) => output),
    };
  },
  refuse: refuseByOpenAi,
  error: (message) => ({ error: { message, type: 'invalid_request_error', param: 'tools', code: null } }),
  answer({ id, call, text }, stream) {
    const item =
      call === undefined
        ? {
            id: `msg_${id}`,
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text, annotations: [] }],
          }
        : {
            id: `fc_${call.id}`,
            type: 'function_call',
            call_id: call.id,
            name: call.name,
            ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
            arguments: JSON.stringify(call.args),
            status: 'completed',
          };
    const response = {
      id: `resp_${id}`,
      object: 'response',
      created_at: 1,
      status: 'completed',
      model: 'scripted',
      error: null,
      incomplete_details: null,
      instructions: null,
      metadata: {},
      parallel_tool_calls: false,
      temperature: 1,
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      output: [item],
      usage: {
        input_tokens: 1,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 1,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 2,
      },
    };
    if (!stream) return response;
    const begun = { ...response, status: 'in_progress', output: [], usage: null };
    const place = { item_id: item.id, output_index: 0 };
    const parts =
      call === undefined
        ? [{ type: 'response.output_text.delta', ...place, content_index: 0, delta: text, logprobs: [] }]
        : [
            { type: 'response.function_call_arguments.delta', ...place, delta: JSON.stringify(call.args) },
            {
              type: 'response.function_call_arguments.done',
              ...place,
              name: call.name,
              arguments: JSON.stringify(call.args),
            },
          ];
    const empty = call === undefined ? { ...item, content: [] } : { ...item, arguments: '' };
    return formatEvents(
      [
        { type: 'response.created', response: begun },
        { type: 'response.output_item.added', output_index: 0, item: { ...empty, status: 'in_progress' } },
        ...parts,
        { type: 'response.output_item.done', output_index: 0, item },
        { type: 'response.completed', response },
      ].map((event, index) => ({ ...event, sequence_number: index })),
    );
  },
};
