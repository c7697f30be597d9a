import type { ClientOptions } from '../client/index.ts';
import type { Clock } from '../clock/index.ts';

/** `screen`: the dashboard. `plain`: a line of text a second. `json`: a JSON object a second. */
export type MonitorMode = 'screen' | 'plain' | 'json';

export interface MonitorOptions {
  /** How to reach the daemon, as an admin. */
  readonly connect: ClientOptions;
  readonly mode: MonitorMode;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Wall time, whatever the daemon's own clock does. */
  readonly clock: Clock;
  /** Shown at the top left; by default `routa monitor`. */
  readonly title?: string;
  /** Ends the monitor from outside: a signal, or the end of a simulation. */
  readonly until?: AbortSignal;
}

/** `quit`: the `q` key. `interrupted`: Ctrl-C. `ended`: `until` was aborted. */
export type ExitReason = 'quit' | 'interrupted' | 'ended';

interface Surroundings {
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly stdout: { readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The dashboard needs a terminal on both sides that can move its cursor. */
export function canShowScreen({ stdin, stdout, env }: Surroundings): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb';
}
