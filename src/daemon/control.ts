import type { ConfigChanges } from './config/running-config.ts';

/** What became of the configuration; `problem` is one line, and then nothing has changed. */
export type Reloading =
  | ({ readonly ok: true } & ConfigChanges)
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** What whoever runs the daemon may ask of it as a whole. */
export interface Control {
  /** Reads the configuration again, and takes over what can change. */
  reload(): Reloading;
  /** Begins to stop, without waiting for it. `atOnce` skips the reconnect window. */
  stop(options: { readonly atOnce: boolean }): Stopping;
}

export interface Stopping {
  /** The process that ends. */
  readonly pid: number;
  /** How many are connected. */
  readonly connections: number;
  /** Over how long they are told to leave, at most. */
  readonly windowMs: number;
}
