import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { fresh, NOW_MS, POLICY, sceneOf, succeed } from './scene.ts';

const EXPIRES_MS = NOW_MS + POLICY.assignTimeoutMs;
const ABANDONED_MS = NOW_MS + POLICY.noDriverAfterMs;

export function timerContract(store: () => Store): void {
  /** Nothing of an earlier test may fall due in the next one. */
  const settleAll = async () => {
    while ((await store().nextTimerAt()) !== null) {
      await store().fireTimers(Number.MAX_SAFE_INTEGER, 100, POLICY);
    }
  };
  const fire = (nowMs: number, limit = 100) => store().fireTimers(nowMs, limit, POLICY);

  it('lets an unanswered assignment expire when it is due, not before', async () => {
    const { book, assign } = sceneOf(store());
    const { bookingId } = await book();
    expect(succeed(await assign(bookingId, fresh('driver'))).nextTimerAt).toBe(EXPIRES_MS);
    expect(await store().nextTimerAt()).toBe(EXPIRES_MS);
    expect(await fire(EXPIRES_MS - 1)).toEqual([]);

    const [outcome] = await fire(EXPIRES_MS);
    expect(outcome).toMatchObject({
      ok: true,
      answer: { bookingId, status: 'declined', version: 3 },
      steps: [{ transition: { by: 'system', reason: 'expired' } }],
      nextTimerAt: ABANDONED_MS,
    });
    await settleAll();
  });

  it('sets a timer for its version only: an answer makes it void', async () => {
    const { ride } = sceneOf(store());
    const { bookingId } = await ride();
    expect(await store().nextTimerAt()).toBeNull();
    expect(await fire(EXPIRES_MS)).toEqual([]);
    expect(await store().booking(bookingId)).toMatchObject({ status: 'accepted' });
  });

  it('measures an assignment that was made again from its own start', async () => {
    const { book, assign, respond } = sceneOf(store());
    const { bookingId } = await book();
    const first = fresh('driver');
    succeed(await assign(bookingId, first));
    const nowMs = NOW_MS + 30_000;
    succeed(await respond(bookingId, first, 'declined', { nowMs }));
    succeed(await assign(bookingId, fresh('driver'), { nowMs }));

    expect(await fire(EXPIRES_MS)).toEqual([]);
    expect(await fire(nowMs + POLICY.assignTimeoutMs)).toHaveLength(1);
    await settleAll();
  });

  it('cancels what nobody took, and frees its rider', async () => {
    const { book, request } = sceneOf(store());
    const { bookingId, riderId } = await book();
    await fire(ABANDONED_MS);
    const booking = await store().booking(bookingId);
    expect(booking).toMatchObject({ status: 'cancelled', reason: 'no_driver' });
    succeed(await request(fresh('booking'), riderId));
    await settleAll();
  });

  it('fires in pages, earliest first, each once', async () => {
    const { book } = sceneOf(store());
    const booked = [];
    for (const delayMs of [2, 0, 1]) booked.push(await book({ nowMs: NOW_MS + delayMs }));
    const dueMs = ABANDONED_MS + 2;
    const pages = [await fire(dueMs, 2), await fire(dueMs, 2), await fire(dueMs, 2)];
    const ids = pages.map((page) => page.map((outcome) => succeed(outcome).answer.bookingId));
    const [last, first, second] = booked.map(({ bookingId }) => bookingId);
    expect(ids).toEqual([[first, second], [last], []]);
  });

  it('fires each timer once, also when two daemons ask at the same moment', async () => {
    const { book } = sceneOf(store());
    await book();
    const outcomes = await Promise.all([fire(ABANDONED_MS), fire(ABANDONED_MS)]);
    expect(outcomes.flat()).toHaveLength(1);
  });

  it('moves what is shown of an offer along with its timer', async () => {
    const { book, assign } = sceneOf(store());
    const { bookingId } = await book();
    succeed(await assign(bookingId, fresh('driver')));
    await store().moveTimers(3_600_000, NOW_MS + 3_600_000, []);
    const expiresAt = EXPIRES_MS + 3_600_000;
    expect(await store().booking(bookingId)).toMatchObject({ expiresAt });
    expect(await store().nextTimerAt()).toBe(expiresAt);
    await settleAll();
  });

  it('moves all timers along where the time was set', async () => {
    const { book } = sceneOf(store());
    const booked = [await book(), await book({ nowMs: NOW_MS + 1_000 })];
    for (const byMs of [3_600_000, -7_200_000]) await store().moveTimers(byMs, NOW_MS, []);
    expect(await fire(ABANDONED_MS - 3_600_001)).toEqual([]);
    const ids = (await fire(ABANDONED_MS - 3_600_000)).map(
      (outcome) => succeed(outcome).answer.bookingId,
    );
    expect(ids).toEqual([booked[0]?.bookingId]);
    const other = await store().booking(booked[1]?.bookingId ?? '');
    expect(other?.pendingSince).toBe(NOW_MS - 3_599_000);
    expect(await store().nextTimerAt()).toBe(ABANDONED_MS - 3_599_000);
    await settleAll();
  });
}
