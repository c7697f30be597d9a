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
    const admission = new Admission(RULES);
    const enter = () => admission.enter(REQUEST, 'a')?.reason ?? null;
    expect([enter(), enter(), enter()]).toEqual([null, null, null]);
    expect(enter()).toBe('overloaded');
    expect(admission.enter(REQUEST, 'b')).toBeNull();
    admission.leave('a');
    admission.leave('a');
    expect(admission.enter(REQUEST, 'a')).toBeNull();
  });
});

describe('new connections', () => {
  const knock = (admission: Admission, address: string, count: number, nowMs: number) =>
    Array.from({ length: count }, () => admission.delayMs(address, nowMs)).filter(Boolean);

  test('come in bursts, then at a rate', () => {
    const admission = new Admission(RULES);
    expect(knock(admission, 'a', 5, 0)).toEqual([]);
    expect(knock(admission, 'a', 1, 0)).toEqual([100]);
    expect(knock(admission, 'a', 1, 100)).toEqual([]);
  });

  test('from one address are not held against another', () => {
    const admission = new Admission(RULES);
    expect(knock(admission, 'a', 100, 0)).toHaveLength(95);
    expect(knock(admission, 'b', 5, 0)).toEqual([]);
  });

  test('from all over one IPv6 network count together', () => {
    const admission = new Admission(RULES);
    const delays = ['::1', '::2', '::3', '::4', '::5', '::6'].map((end) =>
      admission.delayMs(`2001:db8:1:2${end}`, 0),
    );
    expect(delays).toEqual([0, 0, 0, 0, 0, 100]);
  });
});

test('nothing is counted against anybody in a load test', () => {
  const admission = new Admission({ ...RULES, rateLimits: false });
  for (let count = 1; count <= 100; count += 1) {
    expect([admission.delayMs('a', 0), admission.enter(REQUEST, 'a')]).toEqual([0, null]);
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
    const rejection = new Admission(RULES).enter(from(origin), 'a');
    expect(rejection).toEqual(isAllowed ? null : { reason: 'origin_not_allowed' });
  });

  test('is held against IPv6 hosts, too', () => {
    const enter = (origin: string) => new Admission(RULES).enter(from(origin, '[::1]:8282'), 'a');
    expect(enter('http://[::1]:3000')).toBeNull();
    expect(enter('http://[::2]:3000')).not.toBeNull();
  });
});
