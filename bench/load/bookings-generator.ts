/** The load of `bookings`: a process of its own that holds all parties of every trip. */
import type { FloodLook, Look, Order, Report } from './bookings-messages.ts';
import { Measurement } from './measurement.ts';
import { Notices } from './notices.ts';
import { report, serveOrders } from './serve-orders.ts';
import { hearAnswer, STEPS, Trip, type Witness } from './trip.ts';
import { payAcks, User } from './user.ts';

/** Commands leave in slices of this. */
const SLICE_MS = 1;
const ACK_SLICE_MS = 5;
/** How long a look waits for its last commands. */
const SETTLE_MS = 5_000;
const OPENED_AT_ONCE = 50;

type Connect = Extract<Order, { readonly kind: 'connect' }>;

const trips: Trip[] = [];
let admins: readonly User[] = [];
const riders: User[] = [];
let measurement = new Measurement(0);
/** Trips outlive a measurement; they tell whichever is under way. */
const witness: Witness = {
  acked: (dueAt, sentAt) => measurement.acked(dueAt, sentAt),
  seen: (dueAt) => measurement.seen(dueAt),
  done: (dueAt) => measurement.done(dueAt),
  refused: (code, isTemporary) => measurement.refused(code, isTemporary),
};

setInterval(() => measurement.acknowledged(payAcks(performance.now())), ACK_SLICE_MS);
serveOrders(run);

async function run(order: Order): Promise<void> {
  if (order.kind === 'connect') {
    await connect(order);
    await spread();
    report<Report>({ kind: 'connected' });
  } else if (order.kind === 'flood') {
    report<Report>({ kind: 'flooded', look: await flood(order) });
  } else {
    const look = order.kind === 'single' ? await sendSingly(order.count) : await send(order);
    report<Report>({ kind: 'look', look });
  }
}

async function connect({ url, pairs, adminTokens }: Connect): Promise<void> {
  const opening = adminTokens.map((token, index) => User.open(url, 'admin', index + 1, token));
  admins = await Promise.all(opening);
  for (const admin of admins) admin.onMessage = hearAnswer;
  for (let start = 0; start < pairs.length; start += OPENED_AT_ONCE) {
    const some = pairs.slice(start, start + OPENED_AT_ONCE);
    await Promise.all(
      some.map(async ({ id, driverToken, riderToken }) => {
        const driver = await User.open(url, 'driver', id, driverToken);
        const rider = await User.open(url, 'rider', id, riderToken);
        const admin = admins[id % admins.length] ?? driver;
        riders.push(rider);
        trips.push(new Trip({ userId: id, admin, driver, rider }, witness));
      }),
    );
  }
}

/** Brings the trips to different steps, so that a look sees all of them mixed. */
async function spread(): Promise<void> {
  for (let step = 1; step < STEPS.length; step += 1) {
    const some = trips.filter((_, index) => index % STEPS.length >= step);
    for (let start = 0; start < some.length; start += OPENED_AT_ONCE) {
      const slice = some.slice(start, start + OPENED_AT_ONCE);
      for (const trip of slice) trip.advance(performance.now());
      while (slice.some((trip) => !trip.isIdle)) await pause(SLICE_MS);
    }
  }
}

async function flood({ perSecond, forMs }: Extract<Order, { kind: 'flood' }>): Promise<FloodLook> {
  const [pinger] = riders;
  if (pinger === undefined) throw new Error('a flood needs riders');
  return new Notices().flood(admins, pinger, { perSecond, forMs, riderCount: riders.length });
}

async function sendSingly(count: number): Promise<Look> {
  measurement = new Measurement(0);
  for (let index = 0; index < count; index += 1) {
    const trip = trips[index % trips.length];
    const dueAt = performance.now();
    measurement.due(dueAt);
    trip?.advance(dueAt);
    while (trip?.isIdle === false) await turn();
  }
  return measurement.look(0);
}

/** At a steady rate, however long the answers take. */
async function send(order: Extract<Order, { readonly kind: 'send' }>): Promise<Look> {
  const { perSecond, warmUpMs, forMs } = order;
  const startedAt = performance.now();
  measurement = new Measurement(startedAt + warmUpMs);
  const total = Math.round((perSecond * (warmUpMs + forMs)) / 1000);
  for (let sent = 0; sent < total; await pause(SLICE_MS)) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1000));
    for (; sent < due; sent += 1) {
      const dueAt = startedAt + (sent * 1000) / perSecond;
      measurement.due(dueAt);
      trips[sent % trips.length]?.advance(dueAt);
    }
  }
  // Before the settling, in which the generator is idle.
  const { generatorLoad } = measurement.look(perSecond);
  await settle();
  return { ...measurement.look(perSecond), generatorLoad };
}

/** Waits for the last commands; what then was not even sent is lost. */
async function settle(): Promise<void> {
  for (let waitedMs = 0; waitedMs < SETTLE_MS && !measurement.isSettled; waitedMs += 20) {
    await pause(20);
  }
  for (const trip of trips) trip.forget();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
