/** Where lines go: a file or a stream. */

export interface AuditSink {
  /** Writes all of it, or throws with nothing of it left behind as far as the place allows. */
  write(lines: Buffer): Promise<void>;
  /** Resolves when what was written would outlast a power cut, where the place can promise that. */
  sync(): Promise<void>;
  /** Whether the file is full, so that the trail should go on in another one. */
  isFull(): boolean;
  /** Ends the file with `ending` and goes on in one that begins with `beginning`, or throws and changes nothing. */
  rotate(next: { readonly ending: Buffer; readonly beginning: Buffer; readonly seq: number }): Promise<void>;
  close(): Promise<void>;
}
