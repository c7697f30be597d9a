/** What the monitor knows of its connection. `live` says nothing about the age of the data. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | {
      readonly state: 'reconnecting';
      readonly attempt: number;
      /** On the monotonic clock; null while the attempt itself is under way. */
      readonly nextAtMs: number | null;
    }
  /** The daemon will not have this client back: only a person can mend it. */
  | { readonly state: 'refused'; readonly reason: string };

/** Figures come once a second: after three of them are missing, somebody should know. */
export const STALE_AFTER_MS = 3_000;
