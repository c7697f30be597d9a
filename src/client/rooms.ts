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

interface Stay {
  /** As it was asked for last. */
  command: JoinRoom;
  /** How many have joined and not left: the last one to go closes the door. */
  guests: number;
}

/**
 * The rooms that somebody wants to be in. A new connection is in none, so they are joined again.
 */
export class Rooms {
  private readonly ports: RoomPorts;
  private readonly stays = new Map<RoomName, Stay>();
  /** Joins without an answer: those are sent again as every command is. */
  private readonly joining = new Set<JoinRoom>();

  constructor(ports: RoomPorts) {
    this.ports = ports;
  }

  async join(room: RoomName, bbox?: Bbox): Promise<void> {
    const { roomsMax } = this.ports;
    if (this.stays.size >= roomsMax && !this.stays.has(room)) {
      throw new ClientError('queue_full', `${roomsMax} rooms are joined already`);
    }
    const command: JoinRoom = { type: 'join_room', room, ...(bbox && { bbox }) };
    const stay = this.enter(command);
    try {
      await this.ask(command);
    } catch (error) {
      this.exit(stay);
      throw error;
    }
  }

  async leave(room: RoomName): Promise<void> {
    const stay = this.stays.get(room);
    if (stay === undefined || !this.exit(stay)) return;
    await this.ports.send({ type: 'leave_room', room });
  }

  rejoin(): void {
    for (const stay of this.stays.values()) {
      const { command } = stay;
      if (this.joining.has(command)) continue;
      this.ask(command).catch((error: unknown) => this.rejoinFailed(stay, error));
    }
  }

  private enter(command: JoinRoom): Stay {
    const stay = this.stays.get(command.room) ?? { command, guests: 0 };
    stay.command = command;
    stay.guests += 1;
    this.stays.set(command.room, stay);
    return stay;
  }

  /** True when nobody is left. */
  private exit(stay: Stay): boolean {
    stay.guests -= 1;
    if (stay.guests > 0) return false;
    this.forget(stay);
    return true;
  }

  private rejoinFailed(stay: Stay, error: unknown): void {
    const isLasting = error instanceof ClientError && !error.temporary;
    if (isLasting) this.forget(stay);
    this.ports.failed(stay.command.room, error);
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
  private forget(stay: Stay): void {
    const { room } = stay.command;
    if (this.stays.get(room) === stay) this.stays.delete(room);
  }
}
