import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Rider } from '../src/client/index.ts';
import { systemClock } from '../src/clock/index.ts';
import { riderOf } from './support/people.ts';
import { type ProcessDaemon, processDaemon } from './support/process-daemon.ts';

/** A daemon that is asked to stop by a signal, as a process with real clients. */

const EVENTUALLY = { timeout: 10_000 };
const WINDOW_MS = 3_000;
const CROWD = 150;
/** Those who are sent something while they leave. */
const NOTIFIED = 40;
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A peer that speaks just enough to be let in, and then ignores every goodbye. */
async function openDeaf(url: string, token: string): Promise<Socket> {
  const head = [
    'GET / HTTP/1.1',
    `Host: ${new URL(url).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${token}`,
  ];
  const socket = dial(url, `${head.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  return socket.pause();
}

function dial(url: string, bytes: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  onTestFinished(() => void socket.destroy());
  return socket.on('error', () => {});
}

/** What a rider was told when the daemon left, and when they mean to come back. */
function follow({ client }: Rider) {
  const told: { readonly code: number; readonly windowMs: number | undefined }[] = [];
  const waitsMs: number[] = [];
  const events: string[] = [];
  const first = Promise.withResolvers<void>();
  client.on('disconnect', ({ code, retry_after_ms: windowMs }) => {
    told.push({ code, windowMs });
    first.resolve();
  });
  client.on('status', ({ state, nextRetryAt, since, code }) => {
    if (state === 'offline' && code === 4000) waitsMs.push((nextRetryAt ?? since) - since);
  });
  client.on('notification', ({ event }) => events.push(event));
  return { client, told, waitsMs, events, first: first.promise };
}

/** Many riders, and how each of them is told. */
async function gather(daemon: ProcessDaemon) {
  const riders = await Promise.all(times(CROWD).map((id) => riderOf(daemon, id + 1)));
  const crowd = riders.map(follow);
  await Promise.all(riders.map(({ client }) => client.ready()));
  return crowd;
}

test('everybody is told a few at a time, and comes back to all that they have missed', async () => {
  const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: String(WINDOW_MS) });
  const crowd = await gather(daemon);
  const toldCount = () => crowd.filter(({ told }) => told.length > 0).length;
  const ended = daemon.ended();
  process.kill(daemon.pid, 'SIGTERM');

  // Some have been told and others have not: in between the daemon is at work, and says it leaves.
  await Promise.race(crowd.map(({ first }) => first));
  const readiness = await fetch(`${daemon.url.replace('ws', 'http')}/readyz`);
  expect(readiness.status).toBe(503);
  expect(readiness.headers.get('connection')).toBe('close');
  expect(toldCount()).toBeLessThan(CROWD);
  const body = { role: 'rider' as const, event: 'meanwhile' };
  await Promise.all(
    times(NOTIFIED).map((id) => daemon.api.call('notify', { body: { ...body, user_id: id + 1 } })),
  );

  expect(await ended).toBe(0);
  expect(toldCount()).toBe(CROWD);
  expect(new Set(crowd.flatMap(({ told }) => told.map((each) => JSON.stringify(each))))).toEqual(
    new Set([JSON.stringify({ code: 4000, windowMs: WINDOW_MS })]),
  );
  // Each has drawn a time within the window by itself, some of them early and some late.
  const firstWaitsMs = crowd.map(({ waitsMs }) => waitsMs[0] ?? -1);
  const quarters = new Set(firstWaitsMs.map((waitMs) => Math.floor((4 * waitMs) / WINDOW_MS)));
  expect([...quarters].toSorted()).toEqual([0, 1, 2, 3]);

  await daemon.start();
  await Promise.all(crowd.map(({ client }) => client.ready()));
  const heard = () => crowd.map(({ events }) => events.join());
  const expected = times(CROWD).map((id) => (id < NOTIFIED ? 'meanwhile' : ''));
  await expect.poll(heard, EVENTUALLY).toEqual(expected);
});

test('a command that is under way is carried out once, across the restart', async () => {
  const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: '200' });
  const rider = await riderOf(daemon, 7);
  await rider.client.ready();
  const held = holdDatabase(daemon);
  const requested = rider.request({ pickup_location: 'Plaza', dropoff_location: 'Pier' });
  await expect
    .poll(async () => (await daemon.api.call('getStats')).store.queued, EVENTUALLY)
    .toBe(1);
  const { first: told } = follow(rider);
  const ended = daemon.ended();
  process.kill(daemon.pid, 'SIGTERM');
  // A second later than it could be: nobody is held up for longer by an answer.
  await told;
  held.release();
  expect(await ended).toBe(0);
  await daemon.start();
  const { booking_id } = await requested;
  const { bookings } = await daemon.api.call('listBookings');
  expect(bookings).toMatchObject([{ booking_id, status: 'pending', version: 1 }]);
});

/** Nothing can be stored until it is released: as on a disk that hangs. */
function holdDatabase({ data }: ProcessDaemon) {
  const db = new Database(join(data, 'routa.db'));
  onTestFinished(() => void db.close());
  db.exec('BEGIN IMMEDIATE');
  return { release: () => db.exec('ROLLBACK') };
}

test('a request that was sent is answered, though no others are taken any more', async () => {
  const daemon = await processDaemon();
  const token = await daemon.tokenFor('admin:1');
  const body = JSON.stringify({ role: 'rider', user_id: 1, event: 'last' });
  const head = [
    'POST /api/v1/notifications HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  const held = holdDatabase(daemon);
  const answer = text(dial(daemon.url, `${head.join('\r\n')}\r\n\r\n${body}`));
  await expect
    .poll(async () => (await daemon.api.call('getStats')).store.queued, EVENTUALLY)
    .toBe(1);
  const ended = daemon.ended();
  process.kill(daemon.pid, 'SIGTERM');
  await expect.poll(() => isOpen(daemon.url), EVENTUALLY).toBe(false);
  // Longer than whoever has not sent theirs to its end is given.
  await new Promise<void>((resolve) => void systemClock.after(1_500, resolve, true));
  held.release();
  expect(await answer).toContain('HTTP/1.1 201');
  expect(await ended).toBe(0);
});

/** Whether anybody still accepts connections there. */
function isOpen(url: string): Promise<boolean> {
  const socket = dial(url, '');
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('close', () => resolve(false));
  });
}

test('whoever ignores everything does not hold the daemon', async () => {
  const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: '500' });
  const token = await daemon.tokenFor('rider:1');
  await Promise.all(times(20).map(() => openDeaf(daemon.url, token)));
  // And requests that are never sent to their end.
  for (const _ of times(20)) dial(daemon.url, 'POST /api/v1/bookings HTTP/1.1\r\nHost: x\r\n');
  const ended = daemon.ended();
  process.kill(daemon.pid, 'SIGTERM');
  expect(await ended).toBe(0);
});

test('a second signal ends it although the window is long and nobody listens', async () => {
  const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: '600000' });
  const token = await daemon.tokenFor('rider:1');
  const deaf = await Promise.all(times(30).map(() => openDeaf(daemon.url, token)));
  expect(deaf).toHaveLength(30);
  const ended = daemon.ended();
  process.kill(daemon.pid, 'SIGTERM');
  await expect.poll(() => isReady(daemon), EVENTUALLY).toBe(false);
  process.kill(daemon.pid, 'SIGTERM');
  expect(await ended).toBe(0);
});

async function isReady({ url }: ProcessDaemon): Promise<boolean> {
  const { ok } = await fetch(`${url.replace('ws', 'http')}/readyz`);
  return ok;
}
