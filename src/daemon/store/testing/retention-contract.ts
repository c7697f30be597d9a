import { expect, it } from 'vitest';
import type { Retention, Store } from '../store.ts';
import { driver, fresh, NOW_MS, rider, sceneOf, succeed } from './scene.ts';

const HOUR_MS = 3_600_000;
const RETENTION: Retention = {
  streamMs: 24 * HOUR_MS,
  streamCountMax: 100,
  commandMs: HOUR_MS,
  trackMs: HOUR_MS,
};

export function retentionContract(store: () => Store): void {
  const notify = (userId: string, nowMs: number) =>
    store().notify({ to: rider(userId), event: 'hello', data: null, nowMs });
  const seqsOf = async (userId: string) =>
    (await store().stream(rider(userId), 0, 1_000)).map(({ seq }) => seq);

  it('forgets messages by age, and says from where a stream can be resumed', async () => {
    const userId = fresh('rider');
    await notify(userId, NOW_MS);
    await notify(userId, NOW_MS + HOUR_MS);
    await store().purge(NOW_MS + RETENTION.streamMs + 1, RETENTION);

    expect(await seqsOf(userId)).toEqual([2]);
    expect(await store().streamState(rider(userId))).toMatchObject({ resumableFrom: 1 });
    expect(await notify(userId, NOW_MS)).toMatchObject({ seq: 3 });
  });

  it('never makes a gap, also when the clock was set back in between', async () => {
    const userId = fresh('rider');
    for (const nowMs of [NOW_MS + 5 * HOUR_MS, NOW_MS, NOW_MS + 6 * HOUR_MS]) {
      await notify(userId, nowMs);
    }
    await store().purge(NOW_MS + RETENTION.streamMs + HOUR_MS, RETENTION);
    expect(await seqsOf(userId)).toEqual([1, 2, 3]);
  });

  it('says when something was stored last, also after the clock was set back', async () => {
    for (const nowMs of [NOW_MS + HOUR_MS, NOW_MS]) await notify(fresh('rider'), nowMs);
    expect(await store().newestAt()).toBe(NOW_MS);
  });

  it('takes what was stored under a clock ahead for as old as its neighbours', async () => {
    const userId = fresh('rider');
    // Later than anything that the other tests have stored.
    const startMs = NOW_MS + 1_000 * HOUR_MS;
    const aheadMs = startMs + 10_000 * HOUR_MS;
    for (const atMs of [startMs, aheadMs, startMs + 2 * HOUR_MS, aheadMs]) {
      await notify(userId, atMs);
    }
    const purgeAfter = (hours: number) =>
      store().purge(startMs + RETENTION.streamMs + hours * HOUR_MS, RETENTION);
    await purgeAfter(1);
    expect(await seqsOf(userId)).toEqual([2, 3, 4]);
    await purgeAfter(3);
    expect(await seqsOf(userId)).toEqual([4]);
    await notify(userId, startMs + 4 * HOUR_MS);
    await purgeAfter(5);
    expect(await seqsOf(userId)).toEqual([]);
  });

  it('forgets the oldest of a stream that is too long', async () => {
    const userId = fresh('rider');
    for (let seq = 1; seq <= 5; seq += 1) await notify(userId, NOW_MS + 20 * HOUR_MS);
    await store().purge(NOW_MS + 20 * HOUR_MS, { ...RETENTION, streamCountMax: 2 });
    expect(await seqsOf(userId)).toEqual([4, 5]);
    expect(await store().streamState(rider(userId))).toMatchObject({
      newestSeq: 5,
      resumableFrom: 3,
    });
  });

  it('forgets the answers to commands', async () => {
    const { request } = sceneOf(store());
    const key = { scope: fresh('scope'), id: '1', hash: 'a' };
    succeed(await request(fresh('booking'), fresh('rider'), { key }));
    await store().purge(NOW_MS + RETENTION.commandMs + 1, RETENTION);
    const other = { ...key, hash: 'b' };
    succeed(await request(fresh('booking'), fresh('rider'), { key: other }));
  });

  it('deletes a bounded amount and says that there is more', async () => {
    const driverId = fresh('driver');
    const points = Array.from({ length: 1_500 }, (_, index) => ({
      driverId,
      bookingId: null,
      latitude: 12.9,
      longitude: 124.1,
      heading: null,
      speed: null,
      accuracy: null,
      sentAtMs: NOW_MS + index,
      fixAtMs: NOW_MS + index,
      receivedAtMs: NOW_MS,
    }));
    await store().appendTrack(points);
    const laterMs = NOW_MS + RETENTION.trackMs + 1;
    expect(await store().purge(laterMs, RETENTION)).toBe(true);
    expect(await store().purge(laterMs, RETENTION)).toBe(false);
    expect(await store().appendTrack(points.slice(0, 1))).toEqual({ ok: true, stored: 1 });
  });

  it('erases all of the users that were simulated, and nothing of others', async () => {
    const { request, assign, book } = sceneOf(store());
    const run = fresh('sim');
    const [bookingId, riderId, driverId] = [fresh('booking'), `${run}-r1`, `${run}-d1`];
    succeed(await request(bookingId, riderId));
    succeed(await assign(bookingId, driverId));
    const other = await book();
    while (await store().eraseUsers(`${run}-`));

    expect(await store().booking(bookingId)).toBeNull();
    expect(await store().transitions(bookingId)).toEqual([]);
    expect(await store().streamState(driver(driverId))).toMatchObject({ newestSeq: 0 });
    expect(await store().booking(other.bookingId)).not.toBeNull();
    expect(await seqsOf(other.riderId)).toEqual([1]);
  });
}
