import type { Clock, Timer } from '../../clock/index.ts';

const TURN_MS = 100;
/** Small crowds are no rush when they come back, so nobody waits the whole window for them. */
const TURN_SIZE_MIN = 5;
/** How long an answer may hold up the goodbye of whoever waits for it. */
const ANSWER_MS = 1_000;

/** What of a connection matters here. */
export interface Leaver {
  /** Something that it asked is still being done. */
  readonly isAwaited: boolean;
  close(reason: 'shutdown', text: undefined, retryAfterMs: number): void;
}

export interface Closing {
  /** Resolves when everybody was told. */
  readonly done: Promise<void>;
  /** Tells all who are left now. Idempotent. */
  hurry(): void;
}

/**
 * Closes connections a few at a time, spread over the window in which each of them is to come back.
 * Both are spread, because not every client does its part: some wait exactly as long as they were
 * told, and some not at all.
 */
export function closeInTurns(
  connections: readonly Leaver[],
  windowMs: number,
  clock: Clock,
): Closing {
  const turns = Math.max(1, Math.floor(windowMs / TURN_MS));
  const turnSize = Math.max(TURN_SIZE_MIN, Math.ceil(connections.length / turns));
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const waiting = [...connections];
  /** Those whose turn has come, with the time until which an answer may hold them up. */
  const leaving = new Map<Leaver, number>();
  let timer: Timer | null = null;

  function call(count: number): void {
    const deadlineMs = clock.monotonic() + ANSWER_MS;
    for (const connection of waiting.splice(0, count)) leaving.set(connection, deadlineMs);
  }

  function dismiss(mayStay: (connection: Leaver, deadlineMs: number) => boolean): void {
    for (const [connection, deadlineMs] of leaving) {
      if (mayStay(connection, deadlineMs)) continue;
      leaving.delete(connection);
      connection.close('shutdown', undefined, windowMs);
    }
  }

  function turn(): void {
    const nowMs = clock.monotonic();
    call(turnSize);
    dismiss((connection, deadlineMs) => connection.isAwaited && nowMs < deadlineMs);
    if (waiting.length === 0 && leaving.size === 0) resolve();
    else timer = clock.after(TURN_MS, turn, true);
  }

  turn();
  return {
    done,
    hurry() {
      timer?.cancel();
      call(waiting.length);
      dismiss(() => false);
      resolve();
    },
  };
}
