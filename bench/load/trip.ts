import type { Message, User } from './user.ts';

/** What becomes of a booking, one command each. */
export const STEPS = ['assigned', 'accepted', 'on_way', 'arrived', 'started', 'completed'] as const;
/** Where an answer names no time after which to try again. */
const RETRY_AFTER_MS = 1_000;

/** Who hears what becomes of each command. Times are those of `performance.now()`. */
export interface Witness {
  acked(dueAt: number, sentAt: number): void;
  /** The durable message of the change has reached the other party. */
  seen(dueAt: number): void;
  /** Both have happened. */
  done(dueAt: number): void;
  refused(code: string, isTemporary: boolean): void;
}

interface Command {
  readonly id: number;
  readonly dueAt: number;
  readonly text: string;
  sentAt: number;
  isAcked: boolean;
  isSeen: boolean;
}

interface Party {
  readonly userId: number;
  readonly admin: User;
  readonly driver: User;
  readonly rider: User;
}

/** Trips by the id of the command that they wait for; ids are unique among all users. */
const tripOf = new Map<number, Trip>();
let lastId = 0;
/** Above all ids of bookings that a fleet has. */
let lastBookingId = 1_000_000;

/** The answer to a command, whoever sent it. */
export function hearAnswer(message: Message): void {
  if (message.id !== undefined) tripOf.get(message.id)?.hearAnswer(message);
}

/**
 * One driver and one rider whose bookings go through their whole life, one after the other. Each
 * step is a command: sent when it is due and the step before it is done.
 */
export class Trip {
  private readonly party: Party;
  private readonly witness: Witness;
  private readonly due: number[] = [];
  private step = 0;
  private bookingId = 0;
  private command: Command | null = null;

  constructor(party: Party, witness: Witness) {
    this.party = party;
    this.witness = witness;
    party.driver.onMessage = (message) => {
      hearAnswer(message);
      if (message.type === 'driver_assigned') this.hearEvent(message, 'assigned');
    };
    party.rider.onMessage = (message) => {
      if (message.type === 'status_update' && this.step > 0)
        this.hearEvent(message, message.status);
    };
  }

  get isIdle(): boolean {
    return this.command === null;
  }

  /** The next step was due at this time. */
  advance(dueAt: number): void {
    this.due.push(dueAt);
    this.sendNext();
  }

  /** Forgets what was due and has not been sent. */
  forget(): void {
    this.due.length = 0;
  }

  hearAnswer(message: Message): void {
    const { command } = this;
    if (command === null || message.id !== command.id) return;
    if (message.type === 'error') {
      const { code = '', temporary = false } = message;
      this.witness.refused(code, temporary);
      if (temporary) setTimeout(() => this.send(command), retryAfterMs(message));
      return;
    }
    command.isAcked = true;
    this.witness.acked(command.dueAt, command.sentAt);
    this.settle(command);
  }

  private hearEvent(message: Message, status: string | undefined): void {
    const { command } = this;
    if (command === null || message.booking_id !== this.bookingId) return;
    if (status !== STEPS[this.step]) return;
    command.isSeen = true;
    this.witness.seen(command.dueAt);
    this.settle(command);
  }

  private settle({ id, dueAt, isAcked, isSeen }: Command): void {
    if (!isAcked || !isSeen) return;
    tripOf.delete(id);
    this.command = null;
    this.step = (this.step + 1) % STEPS.length;
    this.witness.done(dueAt);
    this.sendNext();
  }

  private sendNext(): void {
    if (this.command !== null) return;
    const dueAt = this.due.shift();
    if (dueAt === undefined) return;
    lastId += 1;
    if (this.step === 0) this.bookingId = lastBookingId += 1;
    const text = JSON.stringify(this.message(lastId));
    this.command = { id: lastId, dueAt, text, sentAt: 0, isAcked: false, isSeen: false };
    tripOf.set(lastId, this);
    this.send(this.command);
  }

  private send(command: Command): void {
    command.sentAt = performance.now();
    const { admin, driver } = this.party;
    (this.step === 0 ? admin : driver).send(command.text);
  }

  private message(id: number): object {
    const { userId } = this.party;
    const status = STEPS[this.step];
    const booking = { id, booking_id: this.bookingId };
    if (status === 'assigned') {
      const places = { pickup_location: 'Public market', dropoff_location: 'Barangay hall' };
      return { type: 'assign_driver', ...booking, driver_id: userId, rider_id: userId, ...places };
    }
    if (status === 'accepted') return { type: 'driver_response', ...booking, response: 'accepted' };
    return { type: 'status_update', ...booking, status };
  }
}

/** Up to a half more, so that those who were refused together do not come back together. */
function retryAfterMs({ retry_after_ms: announcedMs = RETRY_AFTER_MS, id = 0 }: Message): number {
  return announcedMs * (1 + (id % 50) / 100);
}
