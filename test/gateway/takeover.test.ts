import { describe, expect, test } from 'vitest';
import { connectAs, open } from '../support/connect-as.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

describe('a session of the same device', () => {
  test('replaces the one before at once, which is closed 4505', async () => {
    const before = await connectAs(daemon, 'driver:1', { device: 'phone' });
    const after = await connectAs(daemon, 'driver:1', { device: 'phone' });
    expect(await before.next('disconnect')).toMatchObject({ code: 4505, reconnect: false });
    expect(await before.closed).toBe(4505);
    await after.must({ type: 'ping' });
  });

  test('is itself closed when it was begun before the one that is open', async () => {
    const live = await connectAs(daemon, 'driver:2', { device: 'phone', attempt: 5 });
    const token = await daemon.tokenFor('driver:2');
    const late = open(daemon, { token, device: 'phone', attempt: 4, id: 'late' });
    expect(await late.answerTo('late')).toMatchObject({ code: 'conflict', temporary: false });
    expect(await late.next('disconnect')).toMatchObject({ code: 4505, reconnect: false });
    expect(await late.closed).toBe(4505);
    await live.must({ type: 'ping' });
  });

  test('replaces it when it does not count its attempts', async () => {
    const before = await connectAs(daemon, 'driver:3', { device: 'phone', attempt: 5 });
    await connectAs(daemon, 'driver:3', { device: 'phone' });
    expect(await before.closed).toBe(4505);
  });

  test('leaves the same device of another user alone', async () => {
    const driver = await connectAs(daemon, 'driver:4', { device: 'phone' });
    await connectAs(daemon, 'rider:4', { device: 'phone' });
    await driver.must({ type: 'ping' });
  });
});

test('tabs without a device stand side by side, and all of them hear', async () => {
  const tabs = [await connectAs(daemon, 'rider:5'), await connectAs(daemon, 'rider:5')];
  await daemon.api.call('notify', { body: { role: 'rider', user_id: 5, event: 'hello' } });
  for (const tab of tabs) expect(await tab.next('notification')).toMatchObject({ seq: 1 });
});

describe('the sessions of one user', () => {
  const limits = { sessionsPerUserMax: 3 };

  test('are limited: a further one is closed 4006, and may come back later', async () => {
    const town = await simulateDaemon({ limits });
    const tabs = [];
    for (let count = 1; count <= 3; count += 1) tabs.push(await town.connectAs('rider:6'));
    const further = town.open();
    further.send({ type: 'auth', token: await town.tokenFor('rider:6'), id: 'further' });
    const answer = await further.answerTo('further');
    expect(answer).toMatchObject({ code: 'overloaded', temporary: true, retry_after_ms: 30_000 });
    expect(await further.next('disconnect')).toMatchObject({ code: 4006, reconnect: true });
    expect(await further.closed).toBe(4006);
    tabs[0]?.vanish();
    await tabs[0]?.closed;
    await town.connectAs('rider:6');
  });

  test('may be as many as allowed when one of them is replaced', async () => {
    const town = await simulateDaemon({ limits });
    const tabs = [];
    for (const device of ['a', 'b', 'c']) tabs.push(await town.connectAs('rider:7', { device }));
    await town.connectAs('rider:7', { device: 'a' });
    expect(await tabs[0]?.closed).toBe(4505);
  });
});
