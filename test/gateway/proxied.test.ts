import { expect, test } from 'vitest';
import { connectAs, open } from '../support/connect-as.ts';
import { sharedTestDaemon, startTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon({ trustedProxies: ['127.0.0.1'] });
const via = (forwarded: string) => ({ headers: { 'x-forwarded-for': forwarded } });
const bad = `rt_${'A'.repeat(43)}`;

test('a connection has the address that the proxy names', async () => {
  await connectAs(daemon, 'driver:1', via('203.0.113.9, 198.51.100.7'));
  const { connections } = await daemon.api.call('listConnections', {
    query: { role: 'driver', user_id: 1 },
  });
  expect(connections).toMatchObject([{ address: '198.51.100.7' }]);
});

test('clients of one proxy are limited and locked out each for themselves', async () => {
  const limits = { connectionsPerAddressMax: 1, authFailuresMax: 1 };
  const small = await startTestDaemon({ trustedProxies: ['127.0.0.1'], limits });
  const fail = async (address: string) => {
    const client = open(small, { token: bad, ...via(address) });
    const { code } = await client.next('error');
    await client.closed;
    return code;
  };
  expect(await fail('198.51.100.7')).toBe('invalid_token');
  expect(await fail('198.51.100.7')).toBe('locked_out');
  expect(await fail('198.51.100.8')).toBe('invalid_token');

  await connectAs(small, 'driver:1', via('198.51.100.7'));
  await connectAs(small, 'driver:2', via('198.51.100.8'));
  const further = open(small, { isSilent: true, ...via('198.51.100.7') });
  expect(await further.closed).toBe(4006);
});

test('nobody else is believed', async () => {
  const plain = await startTestDaemon();
  await connectAs(plain, 'driver:1', via('198.51.100.7'));
  const { connections } = await plain.api.call('listConnections', { query: {} });
  expect(connections).toMatchObject([{ address: '127.0.0.1' }]);
});
