/** An option that cannot be used as given. The message names the flag, what was given and the form it needs. */
export class SimulatorOptionError extends Error {
  override readonly name: string = 'SimulatorOptionError';
}
