import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../src/daemon/store/store.ts';
import { connectAs, open } from '../support/connect-as.ts';
import { drive, openScene } from '../support/scene.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { startTestDaemon } from '../support/test-daemon.ts';

/** Sends the head of a request, and hears the status of the answer. */
async function dial(url: string, head: readonly string[]) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => {
    socket.destroy();
  });
  socket.on('error', () => {});
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  return { socket, heard: String(answer).slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length) };
}

/** A peer that speaks just enough to be let in, and then ignores every goodbye. */
async function openDeaf(url: string, headers: readonly string[] = []): Promise<string> {
  const request = [
    'GET / HTTP/1.1',
    `Host: ${new URL(url).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  ];
  return (await dial(url, request)).heard;
}

/** A store that stores notices only once it is let. */
function slowNotices(store: Store, gate: Promise<void>): Partial<Store> {
  return { notify: (request) => gate.then(() => store.notify(request)) };
}

describe('a daemon that stops', () => {
  test('tells everybody to come back within the window, and closes them 4000', async () => {
    const daemon = await startTestDaemon({ shutdown: { windowMs: 7_000 } });
    const scene = await openScene(daemon);
    await daemon.close();
    for (const client of [scene.driver, scene.rider, scene.admin]) {
      const farewell = { code: 4000, reconnect: true, retry_after_ms: 7_000 };
      expect(await client.next('disconnect')).toMatchObject(farewell);
      expect(await client.closed).toBe(4000);
    }
  });

  test('has stored and answered what it was asked before', async () => {
    const daemon = await startTestDaemon();
    const scene = await openScene(daemon);
    const driven = drive(scene, 'accepted');
    await scene.rider.next('status_update', { status: 'accepted' });
    await daemon.close();
    await driven;
  });

  test('answers a request that is under way, and cuts off one that never ends', async () => {
    const daemon = await startTestDaemon();
    const token = await daemon.tokenFor('admin:1');
    const body = JSON.stringify({ role: 'rider', user_id: 1, event: 'last' });
    const head = [
      'POST /api/v1/notifications HTTP/1.1',
      `Host: ${new URL(daemon.url).host}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    const [whole, broken] = await Promise.all([dial(daemon.url, head), dial(daemon.url, head)]);
    expect([whole.heard, broken.heard]).toEqual(['100', '100']);
    const closing = daemon.close();
    const answer = once(whole.socket, 'data');
    whole.socket.write(body);
    broken.socket.write(body.slice(1));
    expect(String(await answer)).toContain('HTTP/1.1 201');
    await closing;
  });

  test('does not wait for peers that ignore its goodbyes', async () => {
    const daemon = await startTestDaemon();
    expect(await openDeaf(daemon.url)).toBe('101');
    expect(await openDeaf(daemon.url, ['Origin: https://evil.example'])).toBe('101');
    expect(await openDeaf(daemon.url, ['Authorization: Bearer x'])).toBe('101');
    await daemon.close();
  });

  test('stops at once when it is asked to, however many there are', async () => {
    const daemon = await startTestDaemon({ shutdown: { windowMs: 600_000 } });
    const clients = Array.from({ length: 120 }, () => open(daemon, { isSilent: true }));
    await Promise.all(clients.map(({ opened }) => opened));
    const closing = daemon.close();
    await daemon.close({ atOnce: true });
    await closing;
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual(clients.map(() => 4000));
  });

  test('may be told to stop twice', async () => {
    const daemon = await startTestDaemon();
    await connectAs(daemon, 'driver:1');
    await Promise.all([daemon.close(), daemon.close()]);
    await daemon.close();
  });
});

describe('on a clock of its own, a daemon that drains', () => {
  test('spreads its goodbyes over the window, and turns newcomers away', async () => {
    const daemon = await simulateDaemon({ shutdown: { windowMs: 2_000 } });
    const crowd = Array.from({ length: 400 }, () => daemon.open());
    const told = () => crowd.filter((each) => each.all('disconnect').length > 0).length;
    const drained = daemon.live.gateway.drain(2_000);
    expect(told()).toBe(20);
    const newcomer = daemon.open();
    const farewell = { code: 4000, reconnect: true, retry_after_ms: 2_000 };
    expect(newcomer.all('disconnect')).toMatchObject([farewell]);
    for (const expected of [40, 60, 80]) {
      daemon.clock.advance(100);
      expect(told()).toBe(expected);
    }
    daemon.clock.advance(1_600);
    expect(told()).toBe(400);
    await drained;
  });

  test('does not make a few wait for the whole window', async () => {
    const daemon = await simulateDaemon();
    for (let count = 0; count < 12; count += 1) daemon.open();
    const drained = daemon.live.gateway.drain(600_000);
    daemon.clock.advance(200);
    await drained;
  });

  test('answers what it was asked before it says goodbye', async () => {
    const gate = Promise.withResolvers<void>();
    const daemon = await simulateDaemon({}, { spoil: (store) => slowNotices(store, gate.promise) });
    const admin = await daemon.connectAs('admin:1');
    const answer = admin.ask({ type: 'notify', role: 'rider', user_id: 1, event: 'last' });
    const draining = daemon.live.gateway.drain(20_000);
    daemon.clock.advance(500);
    expect(admin.all('disconnect')).toEqual([]);
    gate.resolve();
    expect(await answer).toMatchObject({ type: 'ack' });
    await daemon.passing(draining);
    expect(await admin.closed).toBe(4000);
  });

  test('does not wait longer than a second for an answer of its own', async () => {
    const gate = Promise.withResolvers<void>();
    const daemon = await simulateDaemon({}, { spoil: (store) => slowNotices(store, gate.promise) });
    const admin = await daemon.connectAs('admin:1');
    admin.send({ type: 'notify', role: 'rider', user_id: 1, event: 'last' });
    const draining = daemon.live.gateway.drain(20_000);
    daemon.clock.advance(1_000);
    await draining;
    expect(await admin.closed).toBe(4000);
    gate.resolve();
  });

  test('leaves no timer behind, in whatever state its connections are', async () => {
    const daemon = await simulateDaemon();
    const [driver, rider] = [await daemon.connectAs('driver:1'), await daemon.connectAs('rider:1')];
    const admin = await daemon.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    await daemon.connectAs('rider:2');
    driver.vanish();
    rider.socket.stall();
    rider.socket.bufferedBytes = 100_000;
    daemon.clock.advance(1_000);
    daemon.open();
    daemon.open().send({ type: 'auth', token: await daemon.tokenFor('rider:3') });
    const draining = daemon.live.gateway.drain(20_000);
    await daemon.live.close();
    await draining;
    expect(daemon.clock.pendingCount).toBe(0);
    expect(daemon.live.gateway.size).toBe(0);
  });
});
