import type { Timer } from '../../clock/index.ts';
import type { ClientError } from '../client-error.ts';

/** A command that waits for its answer. */
export interface PendingCommand {
  readonly id: string;
  readonly type: string;
  /** The frame, the same on every connection: the daemon compares it with what it remembers. */
  readonly text: string;
  /** Monotonic time after which nobody waits any more. */
  readonly endsAtMs: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ClientError) => void;
  retries: number;
  timer: Timer | null;
}
