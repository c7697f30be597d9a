import { expect, it } from 'vitest';
import type { Store, TokenDraft } from '../store.ts';
import { fresh, NOW_MS, sceneOf, succeed } from './scene.ts';

export function tokenContract(store: () => Store): void {
  let count = 0;
  const draftOf = (fields: Partial<TokenDraft> = {}): TokenDraft => {
    count += 1;
    return {
      hash: count.toString(16).padStart(8, '0').padEnd(64, 'a'),
      role: 'driver',
      userId: fresh('driver'),
      name: null,
      vehicle: null,
      phone: null,
      bookingId: null,
      createdAt: NOW_MS,
      expiresAt: null,
      ...fields,
    };
  };
  const issue = async (fields?: Partial<TokenDraft>) => {
    const draft = draftOf(fields);
    await store().issueTokens([draft]);
    return draft;
  };

  it('finds a token by its hash', async () => {
    const draft = await issue({ name: 'Ana', expiresAt: NOW_MS + 1 });
    const record = { ...draft, revokedAt: null, lastUsedAt: null };
    expect(await store().tokenByHash(draft.hash)).toEqual(record);
    expect(await store().tokenByHash('f'.repeat(64))).toBeNull();
  });

  it('lists tokens by role, user, prefix and the start of the hash', async () => {
    const run = fresh('sim');
    const one = await issue({ userId: `${run}-1`, role: 'rider' });
    const two = await issue({ userId: `${run}-2` });
    const hashes = async (filter: Parameters<Store['tokens']>[0]) =>
      (await store().tokens(filter)).map(({ hash }) => hash).sort();

    expect(await hashes({ userIdPrefix: `${run}-` })).toEqual([one.hash, two.hash]);
    expect(await hashes({ userIdPrefix: `${run}-`, role: 'driver' })).toEqual([two.hash]);
    expect(await hashes({ userId: `${run}-1` })).toEqual([one.hash]);
    expect(await hashes({ tokenId: two.hash.slice(0, 8) })).toEqual([two.hash]);
    expect(await hashes({ hash: one.hash })).toEqual([one.hash]);
    expect(await hashes({ limit: 1 })).toHaveLength(1);
  });

  it('revokes what is still valid, and says which', async () => {
    const userId = fresh('driver');
    const valid = await issue({ userId });
    await issue({ userId, expiresAt: NOW_MS });
    const revoked = await store().revokeTokens({ userId }, NOW_MS);
    expect(revoked).toMatchObject([{ hash: valid.hash, revokedAt: NOW_MS }]);
    expect(await store().revokeTokens({ userId }, NOW_MS)).toEqual([]);
    expect(await store().tokenByHash(valid.hash)).toMatchObject({ revokedAt: NOW_MS });
  });

  it('remembers the last use, and never an earlier one', async () => {
    const { hash } = await issue();
    await store().touchTokens([{ hash, atMs: NOW_MS + 5 }]);
    await store().touchTokens([{ hash, atMs: NOW_MS }]);
    expect(await store().tokenByHash(hash)).toMatchObject({ lastUsedAt: NOW_MS + 5 });
  });

  it('prunes what had ended by a time', async () => {
    const userId = fresh('driver');
    await issue({ userId, expiresAt: NOW_MS - 10 });
    const expired = await issue({ userId, expiresAt: NOW_MS });
    const endless = await issue({ userId });
    expect(await store().pruneTokens(NOW_MS - 10)).toBe(1);
    const left = (await store().tokens({ userId })).map(({ hash }) => hash);
    expect(left.sort()).toEqual([expired.hash, endless.hash]);
  });

  it('knows a driver by what tokens have said of them, the newest first', async () => {
    const { userId } = await issue({ name: 'Ana', vehicle: 'TR-7', phone: '0917' });
    await issue({ userId, vehicle: 'TR-8' });
    await issue({ userId, role: 'rider', name: 'Somebody else' });
    const card = { driver_id: userId, name: 'Ana', vehicle: 'TR-8', phone: '0917' };
    expect(await store().driverCard(userId)).toEqual(card);
    expect(await store().driverCards()).toContainEqual(card);
    expect(await store().driverCards([userId, fresh('driver')])).toEqual([card]);
    expect(await store().driverCards([])).toEqual([]);
    expect(await store().driverCard(fresh('driver'))).toBeNull();
  });

  it('shows the driver to the rider during the trip only', async () => {
    const { book, assign, respond, status } = sceneOf(store());
    const { userId } = await issue({ name: 'Ana' });
    const { bookingId, riderId } = await book();
    succeed(await assign(bookingId, userId));
    succeed(await respond(bookingId, userId, 'accepted'));
    succeed(await status(bookingId, 'cancelled', { role: 'admin', userId: '1' }));
    const entries = await store().stream({ role: 'rider', userId: riderId }, 0, 10);
    const drivers = entries.map(({ json }) => JSON.parse(json).driver);
    expect(drivers).toEqual([undefined, undefined, { driver_id: userId, name: 'Ana' }, undefined]);
  });
}
