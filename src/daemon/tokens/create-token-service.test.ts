import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Store, TokenRecord } from '../store/store.ts';
import { refusalOf } from '../store/testing/scene.ts';
import { tempStore } from '../store/testing/temp-store.ts';
import { createTokenService } from './create-token-service.ts';
import type { TokenRequest, TokenService } from './token-service.ts';
import { tokenView } from './token-view.ts';

const DAY_MS = 86_400_000;
const ANA: TokenRequest = { role: 'driver', userId: '7', name: 'Ana' };

async function startTokens(wrap: (store: Store) => Store = (store) => store) {
  const store = wrap(await tempStore());
  const [clock, bus] = [new ManualClock(), localBus()];
  const tokens = createTokenService({ store, clock, bus, life: { defaultTtlMs: 7 * DAY_MS } });
  onTestFinished(() => tokens.close());
  const issue = async (request: TokenRequest = ANA) => {
    const issuance = await tokens.issue([request]);
    const [issued] = issuance.ok ? issuance.tokens : [];
    if (issued === undefined) throw new Error('no token was issued');
    return issued;
  };
  return { store, clock, bus, tokens, issue };
}

async function codeOf(tokens: TokenService, token: string): Promise<unknown> {
  const refusal = refusalOf(await tokens.authenticate(token));
  return (refusal as { code?: string } | null)?.code ?? 'ok';
}

describe('a token', () => {
  it('says who its bearer is', async () => {
    const { tokens, issue, clock } = await startTokens();
    const { token, expiresAt } = await issue();
    expect(token).toMatch(/^rt_[A-Za-z0-9_-]{43}$/);
    expect(expiresAt).toBe(clock.now() + 7 * DAY_MS);
    expect(await tokens.authenticate(token)).toMatchObject({
      ok: true,
      identity: { user: { role: 'driver', userId: '7' }, name: 'Ana', expiresAt, bookingId: null },
    });
  });

  it('is stored as its hash only', async () => {
    const { store, issue } = await startTokens();
    const { token } = await issue();
    const records = await store.tokens({});
    expect(JSON.stringify(records)).not.toContain(token.slice(3));
    expect(records).toMatchObject([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it.each([
    ['nonsense', 'hello'],
    ['a token of nobody', `rt_${'a'.repeat(43)}`],
    ['no text at all', ''],
  ])('is invalid when it is %s', async (_, token) => {
    const { tokens } = await startTokens();
    expect(await codeOf(tokens, token)).toBe('invalid_token');
  });

  it('lives for a time of its own, or for ever, where that is asked for', async () => {
    const { tokens, issue, clock } = await startTokens();
    const [short, endless] = [
      await issue({ ...ANA, ttlMs: 1_000 }),
      await issue({ ...ANA, ttlMs: null }),
    ];
    expect(await codeOf(tokens, short.token)).toBe('ok');
    clock.advance(1_000);
    expect(await codeOf(tokens, short.token)).toBe('token_expired');
    clock.advance(1_000 * DAY_MS);
    expect(await codeOf(tokens, endless.token)).toBe('ok');
  });

  it("is never the operator's, and then none of the others is issued", async () => {
    const { tokens, store } = await startTokens();
    const issuance = await tokens.issue([ANA, { role: 'admin', userId: 'operator' }]);
    expect(refusalOf(issuance)).toMatchObject({ code: 'invalid_message' });
    expect(await store.tokens({})).toEqual([]);
    expect((await tokens.issue([{ role: 'driver', userId: 'operator' }])).ok).toBe(true);
  });

  it('makes its user known by name', async () => {
    const { store, issue } = await startTokens();
    await issue({ ...ANA, vehicle: 'TR-7' });
    expect(await store.driverCard('7')).toEqual({ driver_id: 7, name: 'Ana', vehicle: 'TR-7' });
  });
});

describe('a revocation', () => {
  it('ends a token that was used before, and tells the live sessions', async () => {
    const { tokens, bus, issue } = await startTokens();
    const { token } = await issue();
    const other = await issue({ role: 'rider', userId: '7' });
    const told: string[] = [];
    bus.subscribe('revoked', ({ hashes }) => told.push(...hashes));
    expect(await codeOf(tokens, token)).toBe('ok');

    const revoked = await tokens.revoke({ role: 'driver', userId: '7' });
    expect(told).toEqual(revoked.map(({ hash }) => hash));
    expect(await codeOf(tokens, token)).toBe('token_revoked');
    expect(await codeOf(tokens, other.token)).toBe('ok');
  });

  it('ends a token also on the daemons that only hear of it', async () => {
    const { tokens, bus, issue, store, clock } = await startTokens();
    const { token } = await issue();
    await tokens.authenticate(token);
    await createTokenService({ store, clock, bus, life: { defaultTtlMs: DAY_MS } }).revoke({
      userId: '7',
    });
    expect(await codeOf(tokens, token)).toBe('token_revoked');
  });

  it('is not undone by a look-up that began before it', async () => {
    let overtake = async () => {};
    const { tokens, issue } = await startTokens((store) => ({
      ...store,
      async tokenByHash(hash): Promise<TokenRecord | null> {
        const record = await store.tokenByHash(hash);
        await overtake();
        return record;
      },
    }));
    const { token } = await issue();
    overtake = async () => {
      overtake = async () => {};
      await tokens.revoke({ userId: '7' });
    };
    expect(await codeOf(tokens, token)).toBe('token_revoked');
    expect(await codeOf(tokens, token)).toBe('token_revoked');
  });
});

describe('the use of a token', () => {
  it('is written down behind, in batches', async () => {
    const { tokens, store, clock, issue } = await startTokens();
    const { token } = await issue();
    await tokens.authenticate(token);
    clock.advance(4_000);
    await tokens.authenticate(token);
    const usedAt = clock.now();
    expect(await store.tokens({})).toMatchObject([{ lastUsedAt: null }]);
    await tokens.close();
    expect(await store.tokens({})).toMatchObject([{ lastUsedAt: usedAt }]);
    expect(clock.pendingCount).toBe(0);
  });

  it('asks the database once, however often it comes', async () => {
    let reads = 0;
    const { tokens, issue } = await startTokens((store) => ({
      ...store,
      tokenByHash(hash) {
        reads += 1;
        return store.tokenByHash(hash);
      },
    }));
    const { token } = await issue();
    for (let use = 0; use < 3; use += 1) await tokens.authenticate(token);
    expect(reads).toBe(1);
  });
});

it('is shown with its state and the start of its hash, never whole', async () => {
  const { store, tokens, clock, issue } = await startTokens();
  await issue({ ...ANA, ttlMs: 1_000 });
  const [record] = await store.tokens({});
  if (record === undefined) throw new Error('no token was stored');
  const view = tokenView(record, clock.now());
  expect(view).toMatchObject({ user_id: 7, state: 'valid', token_id: record.hash.slice(0, 12) });
  expect(tokenView(record, clock.now() + 1_000).state).toBe('expired');
  const [revoked] = await tokens.revoke({ tokenId: view.token_id });
  expect(revoked && tokenView(revoked, clock.now()).state).toBe('revoked');
});

it('is pruned once it has ended, and never before', async () => {
  const { tokens, clock, issue } = await startTokens();
  await issue({ ...ANA, ttlMs: 1_000 });
  await issue();
  expect(await tokens.prune(clock.now() + DAY_MS)).toBe(0);
  clock.advance(1_000);
  expect(await tokens.prune(clock.now() - 1)).toBe(0);
  expect(await tokens.prune()).toBe(1);
  expect(await tokens.list({})).toHaveLength(1);
});
