import { expect, test } from 'vitest';
import { isOriginAllowed, isOriginPattern } from './web-origin.ts';

const LIST = ['https://dispatch.example', 'https://*.example.ph', 'http://*.lan.test:8080'];

test.each([
  ['https://dispatch.example', true],
  ['https://www.example.ph', true],
  ['https://a.b.example.ph', true],
  ['http://board.lan.test:8080', true],
  // The domain itself is another site than its subdomains.
  ['https://example.ph', false],
  ['https://.example.ph', false],
  ['https://evilexample.ph', false],
  ['https://example.ph.evil.test', false],
  ['https://www.example.ph.evil.test', false],
  ['https://evil.test/.example.ph', false],
  ['https://evil.test#.example.ph', false],
  ['https://evil.test?.example.ph', false],
  ['https://evil.test\\.example.ph', false],
  ['https://evil.test:443@www.example.ph', false],
  ['https://www.example.ph@evil.test', false],
  ['https://www.example.ph/', false],
  ['https://www.example.ph.', false],
  ['https://WWW.EXAMPLE.PH', false],
  ['https://www.example.ph:443', false],
  ['https://www.example.ph:8443', false],
  ['http://www.example.ph', false],
  ['wss://www.example.ph', false],
  ['http://board.lan.test', false],
  ['https://*.example.ph', false],
  ['https://www.example.ph, https://evil.test', false],
  ['null', false],
  ['', false],
])('a page of %s is let in: %s', (origin, isAllowed) => {
  expect(isOriginAllowed({ origin, host: 'site.test:8282' }, LIST)).toBe(isAllowed);
});

test('programs have no origin, and pages of the same host any port', () => {
  expect(isOriginAllowed({ host: 'site.test' }, [])).toBe(true);
  expect(isOriginAllowed({ origin: 'https://site.test:3000', host: 'site.test:8282' }, [])).toBe(
    true,
  );
  expect(isOriginAllowed({ origin: 'https://site.test' }, [])).toBe(false);
  expect(isOriginAllowed({ origin: 'https://site.test', host: 'a b' }, [])).toBe(false);
});

test.each([
  ['https://example.com', true],
  ['http://localhost:3000', true],
  ['https://*.example.com', true],
  ['https://*.example.com:8443', true],
  // Everybody's, or nobody's.
  ['*', false],
  ['https://*', false],
  ['https://*.ph', false],
  ['https://*example.com', false],
  ['https://a.*.example.com', false],
  ['https://*.*.com', false],
  ['https://*.example.com/', false],
  ['https://*.Example.com', false],
  ['https://example.com/path', false],
  ['example.com', false],
  ['null', false],
])('%s may stand on the list: %s', (text, isPattern) => {
  expect(isOriginPattern(text)).toBe(isPattern);
});
