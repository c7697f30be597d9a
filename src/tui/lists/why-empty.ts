import { assertNever } from '../../protocol/assert-never.ts';
import type { Model } from '../model/model.ts';
import type { RoomName } from '../model/room.ts';

export type PanelRoom = Exclude<RoomName, 'stats'>;

const NOTHING_YET: Readonly<Record<PanelRoom, string>> = {
  bookings: 'No live booking. One appears here as soon as it is requested.',
  events: 'Nothing has happened since the monitor joined.',
  fleet: 'No driver is known yet. They appear when they connect.',
};

/** Why a panel shows nothing: a blank one leaves open whether something is broken. */
export function whyEmpty(room: PanelRoom, model: Model, filter: string, total: number): string {
  if (total > 0) return `Nothing matches "${filter}"; ${total} hidden. Esc takes the filter off.`;
  const joined = model.rooms[room];
  switch (joined.state) {
    case 'joined':
    case 'paging':
      return NOTHING_YET[room];
    case 'refused':
      return `The daemon does not show them: ${joined.reason}`;
    case 'waiting':
      return model.link.state === 'live' ? 'Asking the daemon…' : 'Not connected yet.';
    default:
      return assertNever(joined);
  }
}
