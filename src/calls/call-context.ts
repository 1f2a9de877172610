/** What a transport knows of one call: who calls, and what the client can do while it waits. */

export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

/** What came back to a question that was put to a person. */
export interface Reply {
  /** The state that went out with the question, as the client returned it: untrusted. */
  readonly state: string | undefined;
  readonly action: 'accept' | 'decline' | 'cancel';
  /** Whether the form itself said yes. */
  readonly agreed: boolean;
}

export interface CallContext {
  readonly signal?: AbortSignal;
  /** Whom answers, stand-ins and confirmations belong to: `local` over stdio, the name of the token over HTTP. */
  readonly principal: string;
  readonly client?: ClientInfo;
  /** Tells the client how far a long call is; absent when it did not ask. */
  readonly report?: (progress: number, total: number, message: string) => void;
  /** Whether the client can put a question to a person. */
  readonly canAsk: boolean;
  readonly reply?: Reply;
  /** The tool of discovery mode by which the call came. */
  readonly via?: string;
  /** Whether that tool is in the client's list. */
  readonly isVisible?: (tool: string) => boolean;
  /** A text of ours with the names of tools as the client's list has them. */
  readonly rename?: (text: string) => string;
}

export const localCall: CallContext = { principal: 'local', canAsk: false };

/** How long a question stays open. */
export const questionLifeMs = 10 * 60_000;

/** Asks a person past the client. */
export interface Approver {
  /**
   * `id` names one call: tool, arguments and caller. Resolves with `waiting` when the same call has to be made again to
   * learn the answer, `unanswered` when the question's time is over, `too_many` when so many wait that none was asked.
   */
  ask(question: {
    readonly id: string;
    readonly text: string;
    readonly signal?: AbortSignal | undefined;
    readonly report?: CallContext['report'] | undefined;
  }): Promise<'yes' | 'no' | 'waiting' | 'unanswered' | 'too_many'>;
}

/** Thrown by a call that a person has to confirm first; the transport asks and calls again with the reply. */
export class ConfirmationRequired extends Error {
  override readonly name = 'ConfirmationRequired';
  /** Goes through the client and comes back with the reply. */
  readonly state: string;

  constructor(message: string, state: string) {
    super(message);
    this.state = state;
  }
}
