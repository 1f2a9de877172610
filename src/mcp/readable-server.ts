/**
 * The SDK's server, which refuses parameters in words: by itself it answers most of them as a failure of its own
 * (-32603) with the text of a validator.
 */
import {
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { parseContainer, readMembers, showPath } from '../base/values.ts';

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

export class ReadableServer extends Server {
  /** Every handler goes through it, those of the SDK too. */
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, handler);
    return async (request, context) => {
      try {
        return await wrapped(request, context);
      } catch (error) {
        throw explainRefusal(method, error);
      }
    };
  }
}

/** More of them say nothing new. */
const mostIssues = 3;

/** What a validator lists of parameters -> an error that says it in words; any other error as it is. */
function explainRefusal(method: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  const [, list = ''] = /^(?:Invalid \S+ request: )?(?:\$?ZodError: )?(\[[\s\S]*\])$/.exec(message) ?? [];
  const issues = parseContainer(list);
  if (!Array.isArray(issues)) return error;
  const told = issues.slice(0, mostIssues).map(formatIssue).join('; ');
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Invalid params for ${method}: ${told}`);
}

function formatIssue(issue: unknown): string {
  const { path, message } = readMembers(issue);
  const place = showPath(Array.isArray(path) ? path.join('.') : '');
  const [, wanted, given] = /expected (\w+), received (\w+)$/.exec(String(message)) ?? [];
  if (given === 'undefined') return `${place} is missing`;
  if (wanted === undefined) return `${place} is not valid`;
  return `${place} has to be of type ${wanted === 'record' ? 'object' : wanted}`;
}
