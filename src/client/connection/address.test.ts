import { expect, test } from 'vitest';
import { checkAddress } from './address.ts';

test.each(['ws://127.0.0.1:8282', 'wss://routa.example/ws', 'http://localhost:1', 'https://a.b'])(
  '%s is an address',
  (url) => expect(() => checkAddress(url)).not.toThrow(),
);

test('so is a local socket', () => {
  expect(() => checkAddress({ socketPath: '/run/routa.sock' })).not.toThrow();
});

test.each(['', '127.0.0.1:8282', 'localhost:8282', 'ftp://a.b', 'ws://a.b/#x'])(
  '"%s" is none, and is refused at once',
  (url) => expect(() => checkAddress(url)).toThrow(/is like ws:\/\/host:8282/),
);
