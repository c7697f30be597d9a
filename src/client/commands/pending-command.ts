import type { Timer } from '../../clock/index.ts';
import type { ClientError } from '../client-error.ts';

type Caller = readonly [resolve: (result: unknown) => void, reject: (error: ClientError) => void];

/** A command that waits for its answer. */
export interface PendingCommand {
  readonly id: string;
  readonly type: string;
  /** The frame, the same on every connection: the daemon compares it with what it remembers. */
  readonly text: string;
  /** Monotonic time after which nobody waits any more. */
  readonly endsAtMs: number;
  /** Who asked for it: more than one where the same is asked under the same id. */
  readonly callers: Caller[];
  retries: number;
  timer: Timer | null;
}
