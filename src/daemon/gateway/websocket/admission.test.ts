import { describe, expect, test } from 'vitest';
import { Admission, isPathKnown } from './admission.ts';

const RULES = {
  origins: ['https://dispatch.example'],
  rateLimits: true,
  limits: { connectsPerSecond: 10, connectsBurst: 5, connectionsPerAddressMax: 3 },
};
const REQUEST = { url: '/', headers: {} };
const from = (origin: string, host = 'site.example:8282') => ({
  url: '/',
  headers: { origin, host },
});

test.each([
  ['/', true],
  ['/ws', true],
  ['/ws?x=1', true],
  ['/ws/', false],
  ['/socket', false],
  ['//ws', false],
])('the path %s is known: %s', (url, isKnown) => {
  expect(isPathKnown({ url, headers: {} })).toBe(isKnown);
});

describe('an address', () => {
  test('has so many connections, and another one when one has gone', () => {
    const admission = new Admission(RULES, 0);
    const enter = () => admission.enter(REQUEST, 'a', 0)?.reason ?? null;
    expect([enter(), enter(), enter()]).toEqual([null, null, null]);
    expect(enter()).toBe('overloaded');
    expect(admission.enter(REQUEST, 'b', 0)).toBeNull();
    admission.leave('a');
    admission.leave('a');
    expect(admission.enter(REQUEST, 'a', 1_000)).toBeNull();
  });
});

test('new connections come in bursts, then at a rate', () => {
  const admission = new Admission(RULES, 0);
  const enter = (address: string, nowMs: number) => admission.enter(REQUEST, address, nowMs);
  for (const address of ['a', 'b', 'c', 'd', 'e']) expect(enter(address, 0)).toBeNull();
  expect(enter('f', 0)).toMatchObject({ reason: 'overloaded', retryAfterMs: 2_000 });
  expect(enter('g', 100)).toBeNull();
});

test('nothing is counted against anybody in a load test', () => {
  const admission = new Admission({ ...RULES, rateLimits: false }, 0);
  for (let count = 1; count <= 100; count += 1) {
    expect(admission.enter(REQUEST, 'a', 0)).toBeNull();
  }
});

describe('an origin', () => {
  test.each([
    ['https://dispatch.example', true],
    ['https://site.example', true],
    ['http://site.example:3000', true],
    ['https://evil.example', false],
    ['https://site.example.evil.example', false],
    ['https://dispatch.example:8443', false],
    ['null', false],
    ['', false],
  ])('%s is let in: %s', (origin, isAllowed) => {
    const rejection = new Admission(RULES, 0).enter(from(origin), 'a', 0);
    expect(rejection).toEqual(isAllowed ? null : { reason: 'origin_not_allowed' });
  });

  test('is held against IPv6 hosts, too', () => {
    const enter = (origin: string) =>
      new Admission(RULES, 0).enter(from(origin, '[::1]:8282'), 'a', 0);
    expect(enter('http://[::1]:3000')).toBeNull();
    expect(enter('http://[::2]:3000')).not.toBeNull();
  });

  test('that is refused does not use up the rate of others', () => {
    const admission = new Admission(RULES, 0);
    for (let count = 1; count <= 20; count += 1) {
      admission.enter(from('https://evil.example'), 'evil', 0);
    }
    expect(admission.enter(REQUEST, 'a', 0)).toBeNull();
  });
});
