/** Runs the built program to its end. */
import { type Ending, startProcess, type Variables } from './start-process.ts';

export interface CommandRun extends Ending {
  readonly output: string;
  readonly log: string;
}

export async function runCommand(
  flags: readonly string[],
  { variables = {}, input = '' }: { readonly variables?: Variables; readonly input?: string } = {},
): Promise<CommandRun> {
  const command = startProcess(flags, variables);
  command.stdin.end(input);
  const ending = await command.ended;
  return { ...ending, output: command.output(), log: command.log() };
}
