import type { Clock } from '../clock/index.ts';

const LOOK_MS = 50;

/** Looks every now and then until it is so; false when that took too long or was given up. */
export function waitUntil(
  isSo: () => boolean,
  limits: {
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<boolean> {
  const { clock, timeoutMs, signal } = limits;
  const endsAtMs = clock.monotonic() + timeoutMs;
  return new Promise((resolve) => {
    const look = () => {
      if (isSo()) resolve(true);
      else if (signal?.aborted || clock.monotonic() >= endsAtMs) resolve(false);
      else clock.after(LOOK_MS, look, true);
    };
    look();
  });
}
