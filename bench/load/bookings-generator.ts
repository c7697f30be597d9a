/** The load of `bookings`: a process of its own that holds all parties of every trip. */
import type { FloodLook, Order, Report } from './bookings-messages.ts';
import { Notices } from './notices.ts';
import { report, serveOrders } from './serve-orders.ts';
import { Trips } from './trips.ts';

const trips = new Trips();

serveOrders(run);

async function run(order: Order): Promise<void> {
  if (order.kind === 'connect') {
    await trips.open(order);
    report<Report>({ kind: 'connected' });
  } else if (order.kind === 'flood') {
    report<Report>({ kind: 'flooded', look: await flood(order) });
  } else {
    const look =
      order.kind === 'single' ? await trips.sendSingly(order.count) : await trips.send(order);
    report<Report>({ kind: 'look', look });
  }
}

async function flood({ perSecond, forMs }: Extract<Order, { kind: 'flood' }>): Promise<FloodLook> {
  const { admins, riders } = trips;
  const [pinger] = riders;
  if (pinger === undefined) throw new Error('a flood needs riders');
  return new Notices().flood(admins, pinger, { perSecond, forMs, riderCount: riders.length });
}
