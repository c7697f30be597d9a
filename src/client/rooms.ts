import type { Clock } from '../clock/index.ts';
import type { ClientMessageOf } from '../protocol/index.ts';
import { ClientError } from './client-error.ts';
import type { ClientLimits } from './client-limits.ts';
import type { Command } from './commands/command.ts';
import { backoffMs } from './connection/retry-delay.ts';

type JoinRoom = Command<'join_room'>;

/** `fleet`, `bookings`, `stats`, `events` or `booking:ID`. */
export type RoomName = JoinRoom['room'];

/** West, south, east, north in degrees, as in RFC 7946; narrows `fleet`. */
export type Bbox = NonNullable<ClientMessageOf<'join_room'>['bbox']>;

interface RoomPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: ClientLimits;
  /** Goes out now or once the session is open, however long that takes. */
  readonly send: (command: JoinRoom | Command<'leave_room'>) => Promise<unknown>;
  /** A room that is wanted could not be joined; it is tried again if the error is temporary. */
  readonly failed: (room: RoomName, error: unknown) => void;
}

interface Stay {
  /** As it was asked for last. */
  command: JoinRoom;
  /** How many have joined and not left: the last one to go closes the door. */
  guests: number;
  /** Each ends a pause before another try. */
  readonly pauses: Set<() => void>;
}

/**
 * The rooms that somebody wants to be in. A new connection is in none, so they are joined again;
 * and one that lets nobody in for the moment is tried again, since its guests see nothing
 * meanwhile and do not know it.
 */
export class Rooms {
  private readonly ports: RoomPorts;
  private readonly stays = new Map<RoomName, Stay>();
  /** Joins that are not over: one without an answer is sent again as every command is. */
  private readonly joining = new Set<JoinRoom>();

  constructor(ports: RoomPorts) {
    this.ports = ports;
  }

  async join(room: RoomName, bbox?: Bbox): Promise<void> {
    const { roomsMax } = this.ports.limits;
    if (this.stays.size >= roomsMax && !this.stays.has(room)) {
      throw new ClientError('queue_full', `${roomsMax} rooms are joined already`);
    }
    const command: JoinRoom = { type: 'join_room', room, ...(bbox && { bbox }) };
    const stay = this.enter(command);
    try {
      await this.ask(stay, command);
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

  /** A session is open, which is in no room yet. */
  rejoin(): void {
    this.hurry();
    for (const stay of this.stays.values()) {
      const { command } = stay;
      if (this.joining.has(command)) continue;
      this.ask(stay, command).catch((error: unknown) => this.rejoinFailed(stay, error));
    }
  }

  /** Tries at once what was to be tried later, also to learn that it is of no use any more. */
  hurry(): void {
    for (const stay of this.stays.values()) endPauses(stay);
  }

  private enter(command: JoinRoom): Stay {
    const stay = this.stays.get(command.room) ?? { command, guests: 0, pauses: new Set() };
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
    if (!this.isWanted(stay)) return;
    this.forget(stay);
    this.ports.failed(stay.command.room, error);
  }

  private async ask(stay: Stay, command: JoinRoom): Promise<void> {
    this.joining.add(command);
    try {
      await this.insist(stay, command);
    } finally {
      this.joining.delete(command);
    }
  }

  /** Resolves when the client is let in; rejects once that is hopeless, or nobody wants it. */
  private async insist(stay: Stay, command: JoinRoom): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await this.ports.send(command);
        return;
      } catch (error) {
        if (!(error instanceof ClientError && error.temporary && this.isWanted(stay))) throw error;
        this.ports.failed(command.room, error);
        await this.pause(stay, failures, error.retryAfterMs);
        if (!this.isWanted(stay)) throw error;
      }
    }
  }

  private pause(stay: Stay, failures: number, retryAfterMs = 0): Promise<void> {
    const { clock, random, limits } = this.ports;
    const delayMs = retryAfterMs + backoffMs(failures, random, limits);
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        stay.pauses.delete(end);
        resolve();
      };
      const timer = clock.after(delayMs, end);
      stay.pauses.add(end);
    });
  }

  private isWanted(stay: Stay): boolean {
    return this.stays.get(stay.command.room) === stay;
  }

  /** Unless the same room was joined anew meanwhile, which is another matter. */
  private forget(stay: Stay): void {
    if (this.isWanted(stay)) this.stays.delete(stay.command.room);
    endPauses(stay);
  }
}

function endPauses({ pauses }: Stay): void {
  for (const end of pauses) end();
}
