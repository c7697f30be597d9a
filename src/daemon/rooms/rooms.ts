import type { Refusal } from '../../protocol/index.ts';
import type { Limits } from '../config/config.ts';
import type { Session } from '../gateway/session.ts';
import type { Counters } from '../stats/counters.ts';
import { boundsOf, refuseBounds } from './bounds.ts';
import type { JoinMessage, Room } from './room.ts';
import { Showing } from './showing.ts';

interface RoomTable {
  readonly fleet: Room;
  readonly bookings: Room;
  readonly stats: Room;
  readonly events: Room;
  readonly booking: Room;
}

type RoomLimits = Pick<Limits, 'roomsPerConnectionMax'>;

/** All rooms by name, and who is in which. */
export class Rooms {
  private readonly table: RoomTable;
  private readonly limits: RoomLimits;
  private readonly counters: Pick<Counters, 'drop'>;
  /** By session and room: as many as rooms were joined, and gone with their session. */
  private readonly showings = new WeakMap<Session, Map<string, Showing>>();

  constructor(table: RoomTable, limits: RoomLimits, counters: Pick<Counters, 'drop'>) {
    this.table = table;
    this.limits = limits;
    this.counters = counters;
  }

  /** Answers the present state on the session, page by page. Null: done. */
  async join(session: Session, message: JoinMessage): Promise<Refusal | null> {
    const { room } = message;
    const refusal = refuseBounds(boundsOf(message.bbox));
    if (refusal !== null) return refusal;
    const { roomsPerConnectionMax } = this.limits;
    if (!session.rooms.has(room) && session.rooms.size >= roomsPerConnectionMax) {
      this.counters.drop('too_many_rooms');
      return tooManyRooms(roomsPerConnectionMax);
    }
    session.rooms.add(room);
    try {
      const pages = await this.find(room).join(session, message);
      await this.showingOf(session, room).restart(pages);
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
    const showings = this.showings.get(session);
    showings?.get(room)?.cancel();
    showings?.delete(room);
    this.find(room).leave(session, room);
  }

  leaveAll(session: Session): void {
    for (const room of [...session.rooms]) this.leave(session, room);
  }

  close(): void {
    for (const room of Object.values(this.table)) (room as Room).close();
  }

  private showingOf(session: Session, room: string): Showing {
    const rooms = this.showings.get(session) ?? new Map<string, Showing>();
    this.showings.set(session, rooms);
    const showing = rooms.get(room) ?? new Showing(session, room);
    rooms.set(room, showing);
    return showing;
  }

  private find(name: string): Room {
    if (name.startsWith('booking:')) return this.table.booking;
    return this.table[name as Exclude<keyof RoomTable, 'booking'>];
  }
}

/** No `rate_limited`, which clients answer by waiting and trying again. */
function tooManyRooms(roomsMax: number): Refusal {
  const message = `this connection is in ${roomsMax} rooms; leave one before joining another`;
  return { code: 'conflict', message, details: { rooms_max: roomsMax } };
}
