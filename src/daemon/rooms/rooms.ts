import type { Refusal } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import type { JoinMessage, Room, RoomPage } from './room.ts';

interface RoomTable {
  readonly fleet: Room;
  readonly bookings: Room;
  readonly stats: Room;
  readonly events: Room;
  readonly booking: Room;
}

/** All rooms by name, and who is in which. */
export class Rooms {
  private readonly table: RoomTable;
  private readonly roomsMax: () => number;

  constructor(table: RoomTable, roomsMax: () => number) {
    this.table = table;
    this.roomsMax = roomsMax;
  }

  /** Answers the present state on the session, page by page. Null: done. */
  async join(session: Session, message: JoinMessage): Promise<Refusal | null> {
    const { room } = message;
    if (!session.rooms.has(room) && session.rooms.size >= this.roomsMax()) {
      return { code: 'rate_limited', message: `at most ${this.roomsMax()} rooms per connection` };
    }
    session.rooms.add(room);
    try {
      const pages = await this.find(room).join(session, message);
      await show(session, room, pages);
    } catch (error) {
      this.leave(session, room);
      throw error;
    }
    // It may have left, or gone, while the state was read.
    if (!session.isOpen || !session.rooms.has(room)) this.find(room).leave(session, room);
    return null;
  }

  leave(session: Session, room: string): void {
    if (!session.rooms.delete(room)) return;
    this.find(room).leave(session, room);
  }

  leaveAll(session: Session): void {
    for (const room of [...session.rooms]) this.leave(session, room);
  }

  close(): void {
    for (const room of Object.values(this.table)) (room as Room).close();
  }

  private find(name: string): Room {
    if (name.startsWith('booking:')) return this.table.booking;
    return this.table[name as Exclude<keyof RoomTable, 'booking'>];
  }
}

/** Page by page, and no faster than the session takes them. */
async function show(session: Session, room: string, pages: readonly RoomPage[]): Promise<void> {
  for (const [index, page] of pages.entries()) {
    await session.drained();
    if (!session.rooms.has(room)) return;
    session.send({ type: 'room_joined', room, more: index < pages.length - 1, ...page });
  }
}
