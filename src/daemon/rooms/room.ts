import type { ClientMessageOf, ServerMessageOf } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';

export type JoinMessage = ClientMessageOf<'join_room'>;
/** One page of a room's present state, without what every page has. */
export type RoomPage = Omit<ServerMessageOf<'room_joined'>, 'type' | 'room' | 'more'>;

/** A page, and whether another one follows it. */
export interface Turn {
  readonly page: RoomPage;
  readonly more: boolean;
}

/**
 * A room's present state on its way to one session. A page is made when it is its turn, so that it
 * is not older than what was sent before it, and that no more than one of them is in memory.
 */
export interface Pages {
  next(): Turn | Promise<Turn>;
}

/**
 * A room shows admins something live: its present state first, then what changes. Nothing in it is
 * durable; who comes back joins again and gets the state anew.
 */
export interface Room {
  /** From here on the session hears of changes; answers the present state in pages. */
  join(session: Session, message: JoinMessage): Promise<Pages>;
  leave(session: Session, room: string): void;
  close(): void;
}

/** A long state, cut into pages; an empty one is one empty page. */
export function pagesOf<Item>(
  items: readonly Item[],
  size: number,
  make: (items: readonly Item[]) => RoomPage,
): Pages {
  let start = 0;
  return {
    next() {
      const page = make(items.slice(start, start + size));
      start += size;
      return { page, more: start < items.length };
    },
  };
}

/** A state that fits into one page. */
export function onePage(make: () => RoomPage): Pages {
  return { next: () => ({ page: make(), more: false }) };
}

export function sendToAll(sessions: Iterable<Session>, text: string): void {
  for (const session of sessions) session.sendText(text);
}
