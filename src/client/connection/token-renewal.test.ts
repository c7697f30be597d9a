import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { openedSession } from '../testing/opened-session.ts';
import { TokenRenewal } from './token-renewal.ts';
import { TokenSource } from './token-source.ts';

const HOUR_MS = 3_600_000;

function renewing({
  random = (): number => 0,
  authenticate = (_token: string) => Promise.resolve(),
} = {}) {
  const clock = new ManualClock();
  const taken: string[] = [];
  const tokens = new TokenSource(() => 'rt_2');
  const renewal = new TokenRenewal({
    clock,
    random,
    tokens,
    authenticate: (token) => {
      taken.push(token);
      return authenticate(token);
    },
  });
  const begin = (leftMs?: number) => {
    const expiry = leftMs === undefined ? {} : { expires_at: clock.now() + leftMs };
    renewal.begin(openedSession({ server_time: clock.now(), ...expiry }));
  };
  const takenAfter = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return taken.length;
  };
  return { clock, renewal, begin, takenAfter };
}

test.each([
  ['a minute before an hour is over', HOUR_MS, 0, HOUR_MS - 60_000],
  ['half a minute before, by chance', HOUR_MS, 1, HOUR_MS - 30_000],
  ['in the last tenth of a short life', 100_000, 0, 90_000],
])('another token is asked for %s', async (_when, leftMs, drawn, expectedMs) => {
  const { begin, takenAfter } = renewing({ random: () => drawn });
  begin(leftMs);
  expect(await takenAfter(expectedMs - 1)).toBe(0);
  expect(await takenAfter(1)).toBe(1);
  expect(await takenAfter(10 * HOUR_MS)).toBe(1);
});

test('each session counts from its own beginning', async () => {
  const { clock, begin, takenAfter } = renewing();
  begin(HOUR_MS);
  await takenAfter(HOUR_MS / 2);
  begin(HOUR_MS);
  expect(clock.pendingCount).toBe(1);
  expect(await takenAfter(HOUR_MS / 2)).toBe(0);
  expect(await takenAfter(HOUR_MS / 2)).toBe(1);
});

test('a token that never expires leaves no timer, and nor does a session that is over', () => {
  const { clock, renewal, begin } = renewing();
  begin();
  expect(clock.pendingCount).toBe(0);
  begin(HOUR_MS);
  renewal.stop();
  expect(clock.pendingCount).toBe(0);
});

test('what goes wrong with it is nobody else’s trouble', async () => {
  const { begin, takenAfter } = renewing({ authenticate: () => Promise.reject(new Error('no')) });
  begin(HOUR_MS);
  expect(await takenAfter(HOUR_MS)).toBe(1);
});
