import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { ADMIN, fresh, NOW_MS, refusalOf, rider, sceneOf, succeed } from './scene.ts';

const keyOf = (hash = 'a') => ({ scope: fresh('scope'), id: '1', hash });

export function idempotencyContract(store: () => Store): void {
  it('gives the first answer again, and nobody is told twice', async () => {
    const { request, assign } = sceneOf(store());
    const [bookingId, riderId, key] = [fresh('booking'), fresh('rider'), keyOf()];
    const first = succeed(await request(bookingId, riderId, { key }));
    succeed(await assign(bookingId, fresh('driver')));
    const again = succeed(await request(bookingId, riderId, { key }));

    expect(again.answer).toEqual(first.answer);
    expect([again.steps, again.deliveries, again.nextTimerAt]).toEqual([[], [], null]);
  });

  it('runs a command once also when it comes twice at the same moment', async () => {
    const key = keyOf();
    const notify = { to: rider(fresh('rider')), event: 'hello', data: 1, nowMs: NOW_MS, key };
    const outcomes = await Promise.all([store().notify(notify), store().notify(notify)]);
    expect(outcomes).toMatchObject([
      { ok: true, seq: 1, delivery: { seq: 1 } },
      { ok: true, seq: 1, delivery: null },
    ]);
  });

  it('refuses the same id with another content', async () => {
    const { book, assign } = sceneOf(store());
    const { bookingId } = await book();
    const key = keyOf();
    succeed(await assign(bookingId, fresh('driver'), { key }));
    const other = await assign(bookingId, fresh('driver'), { key: { ...key, hash: 'b' } });
    expect(refusalOf(other)).toMatchObject({ code: 'id_reused' });
  });

  it('remembers a lasting refusal, even if the command would succeed by now', async () => {
    const { request, status } = sceneOf(store());
    const [bookingId, key] = [fresh('booking'), keyOf()];
    const early = await status(bookingId, 'cancelled', ADMIN, { key });
    succeed(await request(bookingId, fresh('rider')));
    const late = await status(bookingId, 'cancelled', ADMIN, { key });

    expect(refusalOf(early)).toMatchObject({ code: 'not_found' });
    expect(late).toEqual(early);
    succeed(await status(bookingId, 'cancelled', ADMIN));
  });

  it('remembers a conflict that the database found', async () => {
    const { book, request, status } = sceneOf(store());
    const { bookingId, riderId } = await book();
    const [second, key] = [fresh('booking'), keyOf()];
    const refused = await request(second, riderId, { key });
    succeed(await status(bookingId, 'cancelled', ADMIN));
    expect(await request(second, riderId, { key })).toEqual(refused);
    expect(refusalOf(refused)).toMatchObject({ code: 'conflict' });
  });

  it('tells apart the same id of two scopes', async () => {
    const { request } = sceneOf(store());
    succeed(await request(fresh('booking'), fresh('rider'), { key: keyOf('a') }));
    succeed(await request(fresh('booking'), fresh('rider'), { key: keyOf('b') }));
  });

  it('stores a batch of positions once', async () => {
    const point = { latitude: 12.9, longitude: 124.1, heading: null, speed: null, accuracy: null };
    const times = { sentAtMs: NOW_MS, fixAtMs: NOW_MS, receivedAtMs: NOW_MS };
    const batch = [{ ...point, ...times, driverId: fresh('driver'), bookingId: null }];
    const key = keyOf();
    expect(await store().appendTrack(batch, key)).toEqual({ ok: true, stored: 1 });
    expect(await store().appendTrack(batch, key)).toEqual({ ok: true, stored: 1 });
    const other = await store().appendTrack([], { ...key, hash: 'b' });
    expect(refusalOf(other)).toMatchObject({ code: 'id_reused' });
  });
}
