import { describe, expect, test } from 'vitest';
import type { Role } from '../../src/protocol/index.ts';
import { effort } from '../support/effort.ts';
import { adminOf, upTo } from '../support/people.ts';
import { type ProcessDaemon, processDaemon, sharedDaemon } from '../support/process-daemon.ts';
import { CAST } from './slow-readers/cast.ts';
import { comeBack, fill, openStalling, type Stalled } from './slow-readers/stalled-crowd.ts';
import type { StallingClient } from './slow-readers/stalling-client.ts';
import { StoredStreams } from './slow-readers/stored-streams.ts';
import { look, lookUntil, mostBuffered } from './slow-readers/watch.ts';
import { Crew } from './slow-readers/workers.ts';

const KIB = 1_024;
const MIB = KIB * KIB;
/** On a machine that is busy with other tests. */
const PATIENCE = { timeout: effort({ usual: 300_000, long: 1_800_000 }) };

/** The limits as they are by default; what a frame may be larger than its notification's data. */
const HIGH = 64 * KIB;
const MAX = MIB;
const FRAME = 17 * KIB;

const STALLED = CAST.early.length + CAST.late.length;

/**
 * What the process grows by whoever reads, 300 MiB as measured where all of them do: garbage
 * between two collections in three threads (a gigabyte passes through), and the pages of the
 * database that two threads keep, 64 MiB each.
 */
const SLACK = 320 * MIB;

const HOUR_MS = 3_600_000;

interface Patience {
  readonly stallMs: number;
  readonly closeTimeoutMs: number;
}

/** Whoever reads nothing answers no heartbeat either, which is another proof's business. */
function settings({ stallMs, closeTimeoutMs }: Patience): Record<string, string> {
  return {
    ROUTA_RATE_LIMITS: 'off',
    ROUTA_LIMITS_HEARTBEAT_MS: String(HOUR_MS),
    ROUTA_LIMITS_OUTGOING_STALL_MS: String(stallMs),
    ROUTA_LIMITS_CLOSE_TIMEOUT_MS: String(closeTimeoutMs),
  };
}

test('200 clients that stop reading cost only themselves, and lose nothing', PATIENCE, async () => {
  // They read their goodbye only when all others have been closed, too.
  const daemon = await processDaemon(settings({ stallMs: 2_000, closeTimeoutMs: HOUR_MS }));
  const crew = await Crew.open(daemon);
  const early = await openStalling(daemon, CAST.early, { isLate: false });
  await crew.work(() => true);
  const before = await look(daemon);

  let isOver = false;
  const stalling = stall(daemon, early, crew).finally(() => {
    isOver = true;
  });
  const [{ looks, late }] = await Promise.all([stalling, crew.work(() => isOver)]);

  const rssGrowth = Math.max(...looks.map(({ rssBytes }) => rssBytes)) - before.rssBytes;
  // Their messages wait in the database, and of positions there is only the latest.
  expect(mostBuffered(looks, ['rider', 'driver'])).toBeLessThan(HIGH + FRAME);
  expect(mostBuffered(looks, ['admin'])).toBeLessThanOrEqual(MAX);
  expect(looks.at(-1)?.coalesced).toBeGreaterThan(0);
  expect(rssGrowth).toBeLessThan(STALLED * MAX + SLACK);

  const stalled = [...early, ...late];
  for (const { client } of stalled) client.readOn();
  const codes = await Promise.all(stalled.map(({ client }) => client.closed));
  expect(codes).toEqual(stalled.map(() => 4001));
  expect(stalled.map(({ client }) => client.announced)).toEqual(codes);

  await expectWhole(daemon, stalled);
  expectNothingLost(daemon, crew);
});

describe('where nobody is closed for the time that they take', () => {
  const daemon = sharedDaemon(settings({ stallMs: HOUR_MS, closeTimeoutMs: HOUR_MS }));

  test('whoever asks on and never reads is closed for what waits', PATIENCE, async () => {
    const client = await openOne(daemon, 'driver:1');
    client.stopReading();
    const id = 'x'.repeat(64);
    await expectSizeLimit(client, 'driver', async () => {
      for (const _ of upTo(5_000)) client.send({ type: 'join_room', room: 'fleet', id });
    });
  });

  test('an admin who does not read a busy room is closed for it', PATIENCE, async () => {
    const admin = await adminOf(daemon, 1);
    const client = await openOne(daemon, 'admin:2');
    client.stopReading();
    await fill(daemon, ['admin:2'], [admin]);
    const place = '聖'.repeat(500);
    const places = { pickup_location: place, dropoff_location: place, note: place + place };
    let bookings = 0;
    await expectSizeLimit(client, 'admin', () => {
      bookings += 20;
      const ids = upTo(20).map((number) => bookings + number);
      return Promise.all(
        ids.map((id) => admin.request({ booking_id: id, rider_id: id, ...places })),
      );
    });
  });

  /** It is closed when more would wait for it than may, and never was there more. */
  async function expectSizeLimit(
    client: StallingClient,
    role: Role,
    press: () => Promise<unknown>,
  ): Promise<void> {
    const { slowConsumers } = await look(daemon);
    const looks = await lookUntil(daemon, (latest) => latest.slowConsumers > slowConsumers, press);
    expect(mostBuffered(looks, [role])).toBeLessThanOrEqual(MAX);
    client.readOn();
    expect(await client.closed).toBe(4001);
  }
});

test('whoever never reads again is cut off, and can come back all the same', PATIENCE, async () => {
  const daemon = await processDaemon(settings({ stallMs: 250, closeTimeoutMs: 250 }));
  const admin = await adminOf(daemon, 1);
  const people = upTo(3).map((number) => ({ userName: 'rider:1', device: `stalled-${number}` }));
  const stalled = await openStalling(daemon, people, { isLate: false });
  for (const { client } of stalled) client.stopReading();
  await fill(daemon, ['rider:1'], [admin]);
  await lookUntil(daemon, ({ connections }) => connections === 1);
  for (const { client } of stalled) client.readOn();
  const codes = await Promise.all(stalled.map(({ client }) => client.closed));
  // There was no room for a goodbye.
  expect(codes).toEqual([1006, 1006, 1006]);
  await expectWhole(daemon, stalled);
});

/** All stop reading while much is sent to them, until the last one was closed for it. */
async function stall(daemon: ProcessDaemon, early: readonly Stalled[], crew: Crew) {
  const looking = lookUntil(daemon, ({ slowConsumers }) => slowConsumers === STALLED);
  const filling = async () => {
    for (const { client } of early) client.stopReading();
    await fill(daemon, CAST.stalledUsers, crew.dispatchers);
    return openStalling(daemon, CAST.late, { isLate: true });
  };
  const [looks, late] = await Promise.all([looking, filling()]);
  return { looks, late };
}

async function openOne(daemon: ProcessDaemon, userName: string): Promise<StallingClient> {
  const people = [{ userName, device: 'stalled-1' }];
  const [stalled] = await openStalling(daemon, people, { isLate: false });
  if (stalled === undefined) throw new Error('nobody was opened');
  return stalled.client;
}

/** Whoever comes back has seen each message of the stream once and in order, as it is stored. */
async function expectWhole(daemon: ProcessDaemon, stalled: readonly Stalled[]): Promise<void> {
  const stored = new StoredStreams(daemon.data);
  const views = await comeBack(daemon, stalled, (userName) => stored.newestSeq(userName));
  for (const [index, { userName, client }] of stalled.entries()) {
    const kept = stored.after(userName, client.from);
    expect(views[index]?.join('\n'), userName).toBe(kept.join('\n'));
  }
  stored.close();
}

/** No message was lost, repeated or out of order for those who did their work meanwhile. */
function expectNothingLost(daemon: ProcessDaemon, { workers }: Crew): void {
  const stored = new StoredStreams(daemon.data);
  for (const { userName, seqs, faults } of workers) {
    expect(seqs, userName).toEqual(upTo(stored.newestSeq(userName)));
    expect(faults, userName).toEqual([]);
  }
  stored.close();
}
