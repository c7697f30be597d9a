import { type Clock, systemClock } from '../clock/index.ts';
import { catchSignals, type Interruption, type SignalOptions } from './signals.ts';

/** Where a command writes. `isTTY` and `columns` as on `process.stdout`. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Source extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
  /** Whoever still reads is told that this is the end. */
  destroy?(): unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Everything that a command may touch of its process, passed in so that tests run it inside
 * theirs.
 */
export interface Context {
  readonly stdin: Source;
  /** Data, for the next program. */
  readonly stdout: Sink;
  /** Talk, for the person. */
  readonly stderr: Sink;
  /** The process's own streams, for what moves the cursor. */
  readonly terminal: Terminal;
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: string;
  readonly uid: number | undefined;
  readonly pid: number;
  readonly clock: Clock;
  /** From now on signals are told here instead of ending the process. */
  interrupted(options?: SignalOptions): Interruption;
}

export function processContext(): Context {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    terminal: process,
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    uid: process.getuid?.(),
    pid: process.pid,
    clock: systemClock,
    interrupted: catchSignals,
  };
}
