import { REPORTING_POLICIES, reportingStage } from '../../core/index.ts';
import type { BookingStatus, ServerMessageOf } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { SessionRegistry } from '../gateway/session-registry.ts';

type Report = Pick<ServerMessageOf<'report'>, 'interval_ms' | 'distance_m'>;

/** How often a driver whose booking has this status should send positions; by the wall clock. */
export function reportFor(status: BookingStatus | null, speedup: number): Report {
  const policy = REPORTING_POLICIES[reportingStage({ status, isMoving: true, goalM: null })];
  return {
    interval_ms: Math.round(policy.intervalMs / speedup),
    distance_m: policy.distanceM,
  };
}

/** Tells drivers whenever their booking's next step changes how often they should report. */
export function announceReporting(
  bus: Bus,
  registry: SessionRegistry,
  speedup: number,
): () => void {
  return bus.subscribe('step', ({ transition }) => {
    const { driverId, from, to } = transition;
    if (driverId === null) return;
    const before = reportFor(from, speedup);
    const now = reportFor(to, speedup);
    if (now.interval_ms === before.interval_ms && now.distance_m === before.distance_m) return;
    const text = JSON.stringify({ type: 'report', ...now });
    for (const session of registry.of(`driver:${driverId}`)) session.sendText(text);
  });
}
