import { type Admin, ClientError, connectAdmin } from '../../../src/client/index.ts';
import {
  type BookingView,
  fromWireId,
  stageOf,
  type UserKey,
} from '../../../src/protocol/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import { draftFor } from './drafts.ts';
import type { Habits } from './habits.ts';
import { Phone } from './phone.ts';
import type { Resident, Town } from './town.ts';

/** Whatever is asked beyond that waits until something was answered. */
const UNANSWERED_MAX = 12;

/** Watches the bookings and finds drivers for them, without asking the other dispatchers. */
export class DispatcherAtDesk implements Resident {
  private readonly town: Town;
  private readonly random: Random;
  private readonly people: readonly UserKey[];
  private readonly phone: Phone<Admin>;
  private readonly board = new Map<string, BookingView>();
  private readonly unanswered = new Set<Promise<unknown>>();

  constructor(
    town: Town,
    user: string,
    token: string,
    given: {
      readonly habits: Habits;
      readonly random: Random;
      readonly people: readonly UserKey[];
    },
  ) {
    const { habits, random, people } = given;
    this.town = town;
    this.random = random;
    this.people = people;
    const listen = (admin: Admin) => this.listen(admin);
    const parts = { town, user, token, habits, random, listen, connect: connectAdmin };
    this.phone = new Phone(parts);
  }

  get stream() {
    return this.phone.stream;
  }

  async work(): Promise<void> {
    await Promise.all([this.dispatch(), this.phone.dieOften()]);
    await Promise.all(this.unanswered);
  }

  wake(): void {
    this.phone.app.client.wake();
  }

  leave(): Promise<void> {
    return this.phone.leave();
  }

  private listen(admin: Admin): void {
    const show = (views: readonly BookingView[]) => {
      for (const view of views) this.board.set(fromWireId(view.booking_id), view);
    };
    const watching = admin.watchBookings({
      bookings: show,
      changed: (_step, booking) => show([booking]),
      settled: (open) => {
        this.board.clear();
        show(open);
      },
    });
    watching.catch((error: unknown) => {
      const isOver = error instanceof ClientError && error.code === 'closed';
      if (!isOver) this.town.fault(this.stream.user, String(error));
    });
  }

  private async dispatch(): Promise<void> {
    while (this.town.isOpen) {
      await this.town.pause(this.random, 10, 60);
      if (this.phone.isOn && this.unanswered.size < UNANSWERED_MAX) this.ask();
    }
  }

  private ask(): void {
    const open = [...this.board.values()].filter(({ status }) => stageOf(status) !== 'final');
    const draft = draftFor(open, this.people, this.random);
    if (draft === null) return;
    const asked = this.phone.command(draft).finally(() => this.unanswered.delete(asked));
    this.unanswered.add(asked);
  }
}
