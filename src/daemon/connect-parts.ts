import { announceReporting } from './fleet/reporting.ts';
import type { Gateway } from './gateway/gateway.ts';
import { liveLog } from './gateway/live-log.ts';
import type { Parts } from './gateway/parts.ts';
import { securityLog } from './security/security-log.ts';

/** Who hears what on the bus. The fleet comes first: others show what it knows. */
export function connectParts(
  { bus, fleet, tracks, delivery, registry, store, clock, wallClock, config, log, underWay }: Parts,
  gateway: Pick<Gateway, 'revoke'>,
): () => void {
  const stops = [
    bus.subscribe('step', (step) => fleet.follow(step)),
    bus.subscribe('delivery', (entry) => delivery.deliver(entry)),
    bus.subscribe('revoked', ({ hashes }) => gateway.revoke(hashes)),
    bus.subscribe('presence', ({ user }) => {
      if (user.role === 'driver') underWay.add(refreshCard(user.userId));
    }),
    bus.subscribe('erased', ({ userIdPrefix }) => {
      for (const driverId of fleet.erase(userIdPrefix)) tracks.forget(driverId);
    }),
    announceReporting(bus, registry, config.speedup),
    liveLog(bus, clock, wallClock),
    securityLog({ bus, log, clock, wallClock }),
  ];
  return () => {
    for (const stop of stops) stop();
  };

  /** Names come with tokens, which may have been issued, or erased, since the start. */
  async function refreshCard(driverId: string): Promise<void> {
    try {
      const card = await store.driverCard(driverId);
      if (card !== null) fleet.setCard(card);
      else if (fleet.forget(driverId)) tracks.forget(driverId);
    } catch (error) {
      log.warn({ err: error }, 'the name of a driver is not known');
    }
  }
}
