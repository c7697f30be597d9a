import { type EventView, formatUser, fromWireId, type UserKey } from '../../protocol/index.ts';

export interface EventFilter {
  readonly kind?: string;
  readonly user?: UserKey;
  readonly booking?: string;
  readonly warnings?: boolean;
  readonly security?: boolean;
}

/** Whether an event is one of those that were asked for. */
export function isWanted(
  event: EventView,
  { kind, user, booking, warnings, security }: EventFilter,
): boolean {
  if (warnings && event.level !== 'warn') return false;
  if (security && event.security !== true) return false;
  if (user !== undefined && event.user !== formatUser(user)) return false;
  if (booking !== undefined && !isAbout(event, booking)) return false;
  return kind === undefined || event.kind === kind || event.kind.startsWith(`${kind}.`);
}

function isAbout({ booking_id: id }: EventView, booking: string): boolean {
  return id !== undefined && fromWireId(id) === booking;
}
