import { describe, expect, test } from 'vitest';
import { clientAddress, isAddressRange } from './client-address.ts';

const PROXIES = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'];
const from = (remoteAddress: string | undefined, forwarded?: string) => ({
  socket: { remoteAddress },
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
});

describe('the address of a client', () => {
  test.each([
    ['is that of its socket', from('198.51.100.7'), '198.51.100.7'],
    ['is what the proxy says', from('127.0.0.1', '198.51.100.7'), '198.51.100.7'],
    ['is so through several proxies', from('127.0.0.1', '198.51.100.7, 10.1.2.3'), '198.51.100.7'],
    ['may be IPv6', from('2001:db8::1', '2001:DB9::7'), '2001:db9::7'],
    ['may have a port', from('10.0.0.1', '198.51.100.7:4711'), '198.51.100.7'],
    ['may have brackets and a port', from('10.0.0.1', '[2001:db9::7]:4711'), '2001:db9::7'],
    ['is IPv4 also on a socket for both', from('::ffff:10.0.0.1', '198.51.100.7'), '198.51.100.7'],
    ['is the proxy itself where it names nobody', from('10.0.0.1'), '10.0.0.1'],
    ['is a proxy where only proxies are named', from('10.0.0.1', '10.0.0.3, 10.0.0.2'), '10.0.0.3'],
    ['is unknown where the socket has gone', from(undefined), 'unknown'],
  ])('%s', (_what, request, address) => {
    expect(clientAddress(request, PROXIES)).toBe(address);
  });

  test.each([
    ['a stranger who writes the header', from('198.51.100.7', '10.0.0.1'), '198.51.100.7'],
    [
      'a stranger who writes it for the proxy to add to',
      from('10.0.0.1', '203.0.113.1, 198.51.100.7'),
      '198.51.100.7',
    ],
    [
      'a stranger who names the proxy in it',
      from('10.0.0.1', '10.9.9.9, 198.51.100.7'),
      '198.51.100.7',
    ],
    ['nonsense', from('10.0.0.1', '198.51.100.7, <script>'), '10.0.0.1'],
    ['a private word', from('10.0.0.1', 'unknown'), '10.0.0.1'],
    ['emptiness', from('10.0.0.1', ' , '), '10.0.0.1'],
    [
      'more proxies than there can be',
      from('10.0.0.1', `198.51.100.7${', 10.0.0.2'.repeat(1_000)}`),
      '10.0.0.2',
    ],
  ])('is not believed from %s', (_what, request, address) => {
    expect(clientAddress(request, PROXIES)).toBe(address);
  });

  test('is never taken from the header where no proxy is trusted', () => {
    expect(clientAddress(from('127.0.0.1', '198.51.100.7'), [])).toBe('127.0.0.1');
  });

  test('goes by the list as it is now', () => {
    const request = from('10.0.0.1', '198.51.100.7');
    expect(clientAddress(request, ['10.0.0.1'])).toBe('198.51.100.7');
    expect(clientAddress(request, ['10.0.0.2'])).toBe('10.0.0.1');
  });
});

test.each([
  ['10.0.0.1', true],
  ['10.0.0.0/8', true],
  ['::1', true],
  ['fd00::/8', true],
  ['10.0.0.0/33', false],
  ['fd00::/129', false],
  ['10.0.0.0/', false],
  ['10.0.0.0/8/8', false],
  ['10.0.0', false],
  ['proxy.example', false],
  ['fe80::1%eth0', false],
  ['', false],
])('%s is an address or a range: %s', (text, isRange) => {
  expect(isAddressRange(text)).toBe(isRange);
});
