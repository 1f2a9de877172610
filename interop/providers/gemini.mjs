// @ts-check
/** Gemini's generateContent: https://ai.google.dev/api/generate-content */
import { refuseByGemini } from '../schema-limits.mjs';
import { formatEvents, list } from './sse.mjs';

/** @type {import('../model.mjs').Provider} */
export const gemini = {
  matches: (path) => /:(stream)?generateContent$/i.test(path),
  read(body, path) {
    return {
      stream: path.includes(':stream'),
      tools: list(body['tools'])
        .flatMap(({ functionDeclarations }) => list(functionDeclarations))
        .map(({ name, description = '', parameters, parametersJsonSchema }) => ({
          name,
          description,
          schema: parameters ?? parametersJsonSchema,
          isJsonSchema: parameters === undefined,
        })),
      results: list(body['contents'])
        .flatMap(({ parts }) => list(parts))
        .filter(({ functionResponse }) => functionResponse !== undefined)
        .map(({ functionResponse }) => functionResponse),
    };
  },
  refuse: (tools) => refuseByGemini(tools),
  error: (message) => ({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
  answer({ call, text }, stream) {
    const part = call === undefined ? { text } : { functionCall: { name: call.name, args: call.args } };
    const answer = {
      candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
      modelVersion: 'scripted',
    };
    return stream ? formatEvents([answer]) : answer;
  },
};
