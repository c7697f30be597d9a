import type { Clock } from '../../clock/index.ts';
import type { Session } from '../gateway/session.ts';
import type { StatsSource } from '../services.ts';
import { onePage, type Room, sendToAll } from './room.ts';

/** The daemon's figures, once a second of the wall. */
export function statsRoom(stats: StatsSource, clock: Clock): Room {
  const members = new Set<Session>();
  const timer = clock.every(1_000, () => {
    if (members.size === 0) return;
    sendToAll(members, JSON.stringify({ type: 'stats', stats: stats.current() }));
  });
  return {
    async join(session) {
      members.add(session);
      return onePage(() => ({ stats: stats.current() }));
    },
    leave: (session) => members.delete(session),
    close: () => timer.cancel(),
  };
}
