/** What the middleware works out for each request and the routes read with `context.get(...)`. */
import type { RequestMode } from '../account.ts';
import type { Workflow } from '../settings/workflows.ts';

export interface Credentials {
  readonly token: string;
  readonly secret: string;
}

/** Whom a request speaks for: the account's API key, or the older key pair of one workflow. */
export type Caller =
  | { readonly kind: 'account'; readonly token: string }
  | { readonly kind: 'workflow'; readonly token: string; readonly workflow: Workflow };

export interface Env {
  Variables: {
    mode: RequestMode;
    caller: Caller;
    /** The credentials' workflow, else the one that the `alloy-workflow-token` header names, if there is such a one. */
    workflow: Workflow | undefined;
  };
}
