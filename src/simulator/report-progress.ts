import type { Clock, Timer } from '../clock/index.ts';
import type { Accounts } from './account/accounts.ts';
import type { Crew } from './people/crew.ts';
import type { Phase } from './progress.ts';
import type { SimulationHooks } from './simulation-options.ts';

const PERIOD_MS = 1_000;

/** Tells once a second how far a run is, until it is cancelled. */
export function reportProgress(
  crew: Crew,
  { positions }: Accounts,
  { clock, hooks }: { readonly clock: Clock; readonly hooks: SimulationHooks },
  phase: () => Phase,
): Timer {
  const startedAtMs = clock.monotonic();
  let lastMs = startedAtMs;
  let lastSent = 0;
  return clock.every(PERIOD_MS, () => {
    const nowMs = clock.monotonic();
    hooks.onProgress?.({
      phase: phase(),
      elapsedMs: Math.round(nowMs - startedAtMs),
      driversOnline: crew.online('driver'),
      ridersOnline: crew.online('rider'),
      bookings: crew.dispatcher.countByStatus(),
      positionsPerS: Math.round(((positions.sent - lastSent) * 1_000) / (nowMs - lastMs)),
      latencyMs: positions.latencyMs,
    });
    lastMs = nowMs;
    lastSent = positions.sent;
  });
}
