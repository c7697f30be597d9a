/** The load generator: a process of its own that holds both ends of every pair, on one clock. */
import { build } from 'hdr-histogram-js';
import { WebSocket } from 'ws';
import type { PairTokens } from '../operator-api.ts';
import type { Look, Order, Report } from './positions-messages.ts';
import { report, serveOrders } from './serve-orders.ts';

/** Positions are sent in slices, as a fleet's come: never all in one moment. */
const SLICE_MS = 2;
const SOURCES = 16;
const SETTLE_MS = 1_000;

const drivers: WebSocket[] = [];
let delivered = 0;
let accepted = 0;
/** Positions that were due earlier belong to the warm-up. */
let measuredFrom = Number.POSITIVE_INFINITY;
const histogram = build({ numberOfSignificantValueDigits: 3, highestTrackableValue: 60_000_000 });

const now = () => performance.timeOrigin + performance.now();

serveOrders(run);

async function run(order: Order): Promise<void> {
  if (order.kind === 'connect') {
    for (let start = 0; start < order.pairs.length; start += 50) {
      await Promise.all(order.pairs.slice(start, start + 50).map((pair) => open(order.url, pair)));
    }
    report<Report>({ kind: 'connected' });
  } else {
    await send(order.perSecond, order.warmUpMs, false);
    report<Report>({ kind: 'look', look: await send(order.perSecond, order.forMs, true) });
  }
}

async function open(url: string, { id, driverToken, riderToken }: PairTokens): Promise<void> {
  const rider = await connect(url, id, 'rider', riderToken);
  rider.on('message', (data) => receive(String(data)));
  const driver = await connect(url, id, 'driver', driverToken);
  driver.on('message', (data) => answer(driver, String(data)));
  drivers.push(driver);
}

/** A driver takes whatever is offered. */
function answer(driver: WebSocket, text: string): void {
  if (!text.startsWith('{"type":"driver_assigned"')) return;
  const { booking_id } = JSON.parse(text) as { readonly booking_id: number };
  driver.send(JSON.stringify({ type: 'driver_response', booking_id, response: 'accepted' }));
}

function connect(url: string, id: number, role: string, token: string): Promise<WebSocket> {
  const localAddress = `127.0.0.${2 + (id % SOURCES)}`;
  const socket = new WebSocket(url, { perMessageDeflate: false, localAddress });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      socket.send(JSON.stringify({ type: 'auth', token, role, user_id: id, acks: true }));
    });
    socket.once('message', () => resolve(socket));
  });
}

function receive(text: string): void {
  if (!text.startsWith('{"type":"location_update"')) {
    if (text.includes('"status":"accepted"')) accepted += 1;
    if (accepted === drivers.length) report<Report>({ kind: 'under_way' });
    return;
  }
  const { timestamp } = JSON.parse(text) as { readonly timestamp: number };
  if (timestamp < measuredFrom) return;
  delivered += 1;
  histogram.recordValue(Math.max(0, Math.round((now() - timestamp) * 1000)));
}

/** Sends at a steady rate. Each position carries when it was due, however late it leaves. */
async function send(perSecond: number, forMs: number, measure: boolean): Promise<Look> {
  histogram.reset();
  delivered = 0;
  const startedAt = now();
  const total = Math.round((perSecond * forMs) / 1000);
  let sent = 0;
  measuredFrom = measure ? startedAt : Number.POSITIVE_INFINITY;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((now() - startedAt) * perSecond) / 1000));
    for (; sent < due; sent += 1) sendOne(sent, startedAt + (sent * 1000) / perSecond);
    await pause(SLICE_MS);
  }
  for (let waited = 0; measure && delivered < total && waited < SETTLE_MS; waited += 20) {
    await pause(20);
  }
  measuredFrom = Number.POSITIVE_INFINITY;
  const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
  return { perSecond, sent, delivered, p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9) };
}

function sendOne(index: number, dueAt: number): void {
  const driver = drivers[index % drivers.length];
  // A few metres to and fro: never the same place twice, never implausible.
  const drift = (index % 97) * 1e-6;
  driver?.send(
    JSON.stringify({
      type: 'location_update',
      latitude: 14.6 + drift,
      longitude: 120.98 + drift,
      heading: 90,
      speed: 6.5,
      accuracy: 8,
      timestamp: dueAt,
    }),
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
