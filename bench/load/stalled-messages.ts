/** What the orchestrator asks of the clients that do not read, and what comes back, over IPC. */

export type Order = {
  readonly kind: 'connect';
  readonly url: string;
  /** Of one session each. */
  readonly tokens: readonly string[];
};

/** All have a session, and none of them reads any more. */
export type Report = { readonly kind: 'connected' };
