import { expect, test } from 'vitest';
import { connectAs } from '../support/connect-as.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

test('a token in the first message opens the session', async () => {
  const driver = await connectAs(daemon, 'driver:7', { name: 'Jun' });
  expect(driver.all('authenticated')).toMatchObject([
    { user_id: 7, role: 'driver', name: 'Jun', from: 0, seq: 0, resumed: false },
  ]);
});

test('whoever can open the socket of the operator is the operator', async () => {
  const operator = await daemon.operator();
  expect(operator.all('authenticated')).toMatchObject([{ user_id: 'operator', role: 'admin' }]);
});
