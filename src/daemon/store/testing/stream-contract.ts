import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { fresh, NOW_MS, rider, sceneOf } from './scene.ts';

const counting = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

export function streamContract(store: () => Store): void {
  const notify = (userId: string, data: unknown = null) =>
    store().notify({ to: rider(userId), event: 'hello', data, nowMs: NOW_MS });

  it('numbers from 1 without gaps, however many write at once', async () => {
    const users = counting(5).map(() => fresh('rider'));
    const each = 60;
    const calls = counting(each).flatMap((data) => users.map((userId) => notify(userId, data)));
    const outcomes = await Promise.all(calls);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);

    for (const userId of users) {
      const entries = await store().stream(rider(userId), 0, 1_000);
      expect(entries.map(({ seq }) => seq)).toEqual(counting(each));
      expect(entries.map(({ json }) => JSON.parse(json).data)).toEqual(counting(each));
    }
  });

  it('takes no number for what was refused', async () => {
    const { book, request } = sceneOf(store());
    const { riderId } = await book();
    await Promise.all(counting(5).map(() => request(fresh('booking'), riderId)));
    await notify(riderId);
    const entries = await store().stream(rider(riderId), 0, 10);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('answers what it stored, without the number in the text', async () => {
    const userId = fresh('rider');
    const data = { text: 'your tricycle waits — “pier”', nested: [1, null] };
    const outcome = await notify(userId, data);
    const [entry] = await store().stream(rider(userId), 0, 10);
    const message = { type: 'notification', event: 'hello', data };
    expect(JSON.parse(entry?.json ?? '')).toEqual(message);
    expect(outcome).toMatchObject({ ok: true, delivery: { seq: 1, json: entry?.json } });
  });

  it('tells the newest number of several users, in their order', async () => {
    const [first, second] = [fresh('rider'), fresh('rider')];
    for (const userId of [first, first, second]) await notify(userId);
    const users = [rider(second), rider(fresh('rider')), rider(first)];
    expect(await store().newestSeqs(users)).toEqual([1, 0, 2]);
  });

  it('reads in pages', async () => {
    const userId = fresh('rider');
    for (const _ of counting(5)) await notify(userId);
    const page = async (after: number) =>
      (await store().stream(rider(userId), after, 2)).map(({ seq }) => seq);
    expect([await page(0), await page(2), await page(4), await page(5)]).toEqual([
      [1, 2],
      [3, 4],
      [5],
      [],
    ]);
  });

  it('ends a page early where messages are large, but never before its first one', async () => {
    const userId = fresh('rider');
    for (const _ of counting(5)) await notify(userId, 'x'.repeat(30_000));
    const page = async (after: number) =>
      (await store().stream(rider(userId), after, 10)).map(({ seq }) => seq);
    expect([await page(0), await page(3)]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('moves the acknowledgement forward only, and never beyond the newest', async () => {
    const user = rider(fresh('rider'));
    expect(await store().streamState(user)).toEqual({
      ackedSeq: 0,
      newestSeq: 0,
      resumableFrom: 0,
    });
    for (const _ of counting(3)) await notify(user.userId);
    for (const seq of [2, 1, 4]) await store().acknowledgeAll([{ user, seq }]);
    expect(await store().streamState(user)).toMatchObject({ ackedSeq: 2, newestSeq: 3 });
    // What was acknowledged can still be resumed by another device.
    expect(await store().stream(user, 0, 10)).toHaveLength(3);
  });

  it('moves those of many users at once, by the same rules', async () => {
    const users = ['a', 'b', 'c'].map((name) => rider(fresh(name)));
    for (const { userId } of users) await notify(userId);
    await store().acknowledgeAll(users.map((user, index) => ({ user, seq: index })));
    const states = await Promise.all(users.map((user) => store().streamState(user)));
    expect(states.map(({ ackedSeq }) => ackedSeq)).toEqual([0, 1, 0]);
  });
}
