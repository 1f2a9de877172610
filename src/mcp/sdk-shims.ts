/**
 * What the MCP SDK takes from its runtime, in the bundle: the smaller of its two JSON Schema validators. It validates
 * what users answer to elicitations, never arguments of tools.
 */

export { default as process } from 'node:process';
export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker';
