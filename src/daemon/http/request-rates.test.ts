import { expect, it } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { loadConfig } from '../config/load-config.ts';
import { Counters } from '../stats/counters.ts';
import { RequestRates } from './request-rates.ts';

function openRates(flags: Record<string, unknown> = {}) {
  const { config } = loadConfig({ flags: { 'limits.http_per_second': 2, ...flags }, env: {} });
  const [clock, counters] = [new ManualClock(), new Counters()];
  return { rates: new RequestRates({ config, wallClock: clock, counters }), clock, counters };
}

it('lets a token have its requests each second and says how long to wait', () => {
  const { rates, clock, counters } = openRates();
  expect([rates.take('a'), rates.take('a')]).toEqual([null, null]);
  expect(rates.take('a')).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000 });
  expect(counters.dropped).toEqual(new Map([['http_rate_limited', 1]]));
  clock.advance(1_000);
  expect(rates.take('a')).toBeNull();
});

it('counts every token by itself', () => {
  const { rates } = openRates();
  for (let n = 0; n < 3; n += 1) rates.take('a');
  expect(rates.take('b')).toBeNull();
});

it('counts nothing when rates are off', () => {
  const { rates } = openRates({ rate_limits: 'off' });
  for (let n = 0; n < 10; n += 1) expect(rates.take('a')).toBeNull();
});
