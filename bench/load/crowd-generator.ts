/** The load of positions and crowds: a process of its own that holds all ends, on one clock. */
import { Audience } from './audience.ts';
import type { Client } from './client.ts';
import { Comeback } from './comeback.ts';
import type { Broadcast, Order, Report } from './crowd-messages.ts';
import { pause } from './pace.ts';
import { Pairs } from './pairs.ts';
import { report, serveOrders } from './serve-orders.ts';
import { Trips } from './trips.ts';

const OPENED_AT_ONCE = 50;
const WARM_UP_MS = 1_000;
/** Longer than any storm. */
const WORK_MS_MAX = 120_000;

type OrderOf<Kind extends Order['kind']> = Extract<Order, { readonly kind: Kind }>;

const pairs = new Pairs();
const audience = new Audience();
const trips = new Trips();

serveOrders(run);

async function run(order: Order): Promise<void> {
  if (order.kind === 'connect') await connect(order);
  else if (order.kind === 'enrol') await enrol(order);
  else if (order.kind === 'send') await send(order);
  else if (order.kind === 'watch') await watch(order);
  else if (order.kind === 'unwatch') unwatch(order);
  else if (order.kind === 'broadcast') await broadcast(order);
  else if (order.kind === 'brace') brace();
  else await comeBack(order);
}

async function connect({ url, pairs: tokens, trips }: OrderOf<'connect'>): Promise<void> {
  let underWay = 0;
  pairs.onUnderWay = () => {
    underWay += 1;
    if (underWay === trips) report<Report>({ kind: 'under_way' });
  };
  for (const each of tokens) pairs.add(url, each);
  await openAll(pairs.clients());
  report<Report>({ kind: 'connected' });
}

async function openAll(clients: readonly Client[]): Promise<void> {
  for (let start = 0; start < clients.length; start += OPENED_AT_ONCE) {
    const some = clients.slice(start, start + OPENED_AT_ONCE);
    const endings = await Promise.all(some.map((client) => client.open()));
    const refused = endings.find((ending) => ending !== null);
    if (refused) throw new Error(`a session was refused: ${refused.code} ${refused.reason}`);
  }
}

async function enrol(order: OrderOf<'enrol'>): Promise<void> {
  await trips.open(order);
  report<Report>({ kind: 'enrolled' });
}

async function send({ kind, commitsPerSecond, ...order }: OrderOf<'send'>): Promise<void> {
  const committing =
    commitsPerSecond === 0 ? null : trips.send({ ...order, perSecond: commitsPerSecond });
  const look = await pairs.look(order, { watched: () => audience.takeWatched() });
  report<Report>({ kind: 'look', look, commits: await committing });
}

async function watch({ url, tokens, sessionsPerToken, room }: OrderOf<'watch'>): Promise<void> {
  await audience.open(url, tokens, sessionsPerToken);
  await audience.join(room);
  report<Report>({ kind: 'watching' });
}

function unwatch({ room }: OrderOf<'unwatch'>): void {
  audience.leave(room);
  report<Report>({ kind: 'unwatched' });
}

async function broadcast({ count }: OrderOf<'broadcast'>): Promise<void> {
  const broadcasts: Broadcast[] = [];
  for (let index = 0; index < count; index += 1) {
    broadcasts.push(await audience.broadcast(() => pairs.sendOne()));
  }
  report<Report>({ kind: 'broadcasts', broadcasts });
}

function brace(): void {
  for (const client of pairs.clients()) client.onEnd = () => {};
  report<Report>({ kind: 'braced' });
}

/** Those who work are back before the storm, and work until it is over. */
async function comeBack({ workers, perSecond, withinMs }: OrderOf<'return'>): Promise<void> {
  await openAll(pairs.clients(0, workers));
  const crowd = pairs.clients(workers);
  const comeback = new Comeback();
  let isOver = false;
  const pace = { perSecond, warmUpMs: WARM_UP_MS, forMs: WORK_MS_MAX };
  const working = pairs.look(pace, { count: workers, isOver: () => isOver });
  await pause(WARM_UP_MS);
  await comeback.run(crowd, withinMs);
  isOver = true;
  const work = await working;
  const { allBackMs, back, refusals, refusedForGood, latencies } = comeback;
  const found = { allBackMs, back, refusals, refusedForGood, work, ...latencies.percentiles };
  report<Report>({ kind: 'returned', found });
}
