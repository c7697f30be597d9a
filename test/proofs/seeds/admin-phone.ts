import { type Admin, adminClient, type Client } from '../../../src/client/index.ts';
import { causeOf } from './booking-log.ts';
import type { Known } from './own-bookings.ts';
import { Phone } from './phone.ts';

/** A dispatcher: assigns whoever waits, steps in sometimes, and sends people notes. */
export class AdminPhone extends Phone {
  /** The board: bookings that are open. */
  private readonly board = new Map<string, Known>();
  private admin: Admin | null = null;

  get known() {
    return [...this.board.values()];
  }

  protected begin(client: Client): void {
    this.board.clear();
    const admin = adminClient(client);
    this.admin = admin;
    const { board } = this;
    const put = (id: unknown, status: string, version: number) => {
      if (this.isRunBy(client)) board.set(String(id), { id: String(id), status, version });
    };
    const watching = admin.watchBookings({
      bookings: (views) => {
        for (const { booking_id, status, version } of views) put(booking_id, status, version);
      },
      changed: ({ booking_id, status, version }) => put(booking_id, status, version),
      settled: (open) => {
        if (this.isRunBy(client)) board.clear();
        for (const { booking_id, status, version } of open) put(booking_id, status, version);
      },
    });
    // The app may be closed before it was let in.
    watching.catch(() => {});
  }

  act(): void {
    const { admin, random } = this;
    if (admin === null || this.run === null) return;
    const open = this.known.filter(({ status }) => !['completed', 'cancelled'].includes(status));
    const waiting = open.filter(({ status }) => status === 'pending' || status === 'declined');
    const chance = random.next();
    if (chance < 0.12) this.notify(admin);
    else if (waiting.length > 0 && chance < 0.75) this.assign(admin, random.pick(waiting), false);
    else if (open.length > 0 && chance < 0.8) this.assign(admin, random.pick(open), true);
    else if (open.length > 0 && chance < 0.9) this.intervene(admin, random.pick(open));
  }

  private assign(admin: Admin, { id }: Known, force: boolean): void {
    const { town, user, random } = this;
    const driver_id = random.pick(town.driverIds);
    const sent = town.ledger.ask(user, null, 'assigned');
    town.ledger.askStep(causeOf(user, id, 'assigned', driver_id));
    town.follow(this.name, sent, `assign ${id} to driver:${driver_id}${force ? '!' : ''}`, () =>
      admin.assign({ booking_id: id, driver_id, ...((force || random.next() < 0.5) && { force }) }),
    );
  }

  private intervene(admin: Admin, { id }: Known): void {
    const { town, user, random } = this;
    const status = random.pick(['pending', 'cancelled', 'on_way', 'completed'] as const);
    const sent = town.ledger.ask(user, 'message', status);
    town.follow(this.name, sent, `${status} ${id}`, () =>
      admin.setStatus(id, status, { message: sent.mark }),
    );
  }

  private notify(admin: Admin): void {
    const { town, user, random } = this;
    const [role, user_id] = random.pick(town.users).split(':') as ['driver' | 'rider', string];
    const sent = town.ledger.ask(user, 'notification');
    // Some are long, so that whoever reads slowly is soon behind.
    const padding = '.'.repeat(random.next() < 0.15 ? 30_000 : 0);
    town.follow(this.name, sent, `notify ${role}:${user_id}`, () =>
      admin.notify({ role, user_id, event: 'note', data: { mark: sent.mark, padding } }),
    );
  }
}
