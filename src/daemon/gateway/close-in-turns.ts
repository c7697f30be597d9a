import type { Clock, Timer } from '../../clock/index.ts';
import type { Connection } from './connection.ts';

/** Connections that are closed at once, and the pause after them: goodbyes cost time, too. */
const TURN_SIZE = 50;
const TURN_MS = 100;

export interface Closing {
  /** Resolves when everybody was told. */
  readonly done: Promise<void>;
  /** Tells all who are left now. Idempotent. */
  hurry(): void;
}

/** Closes connections a few at a time, within the window over which they are to come back. */
export function closeInTurns(connections: Connection[], windowMs: number, clock: Clock): Closing {
  const turns = Math.max(1, Math.floor(windowMs / TURN_MS));
  const turnSize = Math.max(TURN_SIZE, Math.ceil(connections.length / turns));
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let timer: Timer | null = null;

  function close(count: number): void {
    for (const connection of connections.splice(0, count)) {
      connection.close('shutdown', undefined, windowMs);
    }
  }

  function turn(): void {
    close(turnSize);
    if (connections.length === 0) resolve();
    else timer = clock.after(TURN_MS, turn, true);
  }

  turn();
  return {
    done,
    hurry() {
      timer?.cancel();
      close(connections.length);
      resolve();
    },
  };
}
