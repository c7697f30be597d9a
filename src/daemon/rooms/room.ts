import type { ClientMessageOf, ServerMessageOf } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';

export type JoinMessage = ClientMessageOf<'join_room'>;
/** One page of a room's present state, without what every page has. */
export type RoomPage = Omit<ServerMessageOf<'room_joined'>, 'type' | 'room' | 'more'>;

/** Makes a page when it is its turn, so that it is not older than what was sent before it. */
export type PageMaker = () => RoomPage;

/**
 * A room shows admins something live: its present state first, then what changes. Nothing in it is
 * durable; who comes back joins again and gets the state anew.
 */
export interface Room {
  /** From here on the session hears of changes; answers the present state in pages. */
  join(session: Session, message: JoinMessage): Promise<readonly PageMaker[]>;
  leave(session: Session, room: string): void;
  close(): void;
}

/** Cuts a long state into pages; an empty state is one empty page. */
export function pagesOf<Item>(items: readonly Item[], size: number): readonly Item[][] {
  const pages: Item[][] = [];
  for (let start = 0; start < items.length; start += size) {
    pages.push(items.slice(start, start + size));
  }
  return pages.length === 0 ? [[]] : pages;
}

export function sendToAll(sessions: Iterable<Session>, text: string): void {
  for (const session of sessions) session.sendText(text);
}
