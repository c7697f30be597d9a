import type { EventView } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { Session } from '../gateway/session.ts';
import { onePage, type Room, sendToAll } from './room.ts';

/** Lines that a newcomer to the room still sees. */
const RECENT_MAX = 200;

/** The live log. */
export function eventsRoom(bus: Bus): Room {
  const members = new Set<Session>();
  const recent: EventView[] = [];
  const unsubscribe = bus.subscribe('event', (event) => {
    recent.push(event);
    if (recent.length > RECENT_MAX) recent.shift();
    if (members.size > 0) sendToAll(members, JSON.stringify({ type: 'event', event }));
  });
  return {
    async join(session) {
      members.add(session);
      return onePage(() => ({ events: [...recent] }));
    },
    leave: (session) => members.delete(session),
    close: unsubscribe,
  };
}
