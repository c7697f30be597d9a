import type { ClientMessageOf } from '../protocol/index.ts';
import { ClientError } from './client-error.ts';
import type { Command } from './commands/command.ts';

type JoinRoom = Command<'join_room'>;

/** `fleet`, `bookings`, `stats`, `events` or `booking:ID`. */
export type RoomName = JoinRoom['room'];

/** West, south, east, north in degrees, as in RFC 7946; narrows `fleet`. */
export type Bbox = NonNullable<ClientMessageOf<'join_room'>['bbox']>;

interface RoomPorts {
  readonly roomsMax: number;
  /** Goes out now or once the session is open, however long that takes. */
  readonly send: (command: JoinRoom | Command<'leave_room'>) => Promise<unknown>;
  readonly failed: (room: RoomName, error: unknown) => void;
}

/**
 * The rooms that somebody wants to be in. A new connection is in none, so they are joined again.
 */
export class Rooms {
  private readonly ports: RoomPorts;
  private readonly wanted = new Map<RoomName, JoinRoom>();
  /** Joins without an answer: those are sent again as every command is. */
  private readonly joining = new Set<JoinRoom>();

  constructor(ports: RoomPorts) {
    this.ports = ports;
  }

  async join(room: RoomName, bbox?: Bbox): Promise<void> {
    const { roomsMax } = this.ports;
    if (this.wanted.size >= roomsMax && !this.wanted.has(room)) {
      throw new ClientError('queue_full', `${roomsMax} rooms are joined already`);
    }
    const command: JoinRoom = { type: 'join_room', room, ...(bbox && { bbox }) };
    this.wanted.set(room, command);
    try {
      await this.ask(command);
    } catch (error) {
      this.forget(command);
      throw error;
    }
  }

  async leave(room: RoomName): Promise<void> {
    if (!this.wanted.delete(room)) return;
    await this.ports.send({ type: 'leave_room', room });
  }

  rejoin(): void {
    for (const command of this.wanted.values()) {
      if (this.joining.has(command)) continue;
      this.ask(command).catch((error: unknown) => this.rejoinFailed(command, error));
    }
  }

  private rejoinFailed(command: JoinRoom, error: unknown): void {
    const isLasting = error instanceof ClientError && !error.temporary;
    if (isLasting) this.forget(command);
    this.ports.failed(command.room, error);
  }

  private async ask(command: JoinRoom): Promise<void> {
    this.joining.add(command);
    try {
      await this.ports.send(command);
    } finally {
      this.joining.delete(command);
    }
  }

  /** Unless the same room was joined anew meanwhile, which is another matter. */
  private forget(command: JoinRoom): void {
    if (this.wanted.get(command.room) === command) this.wanted.delete(command.room);
  }
}
