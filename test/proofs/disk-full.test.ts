import { describe, expect, test, vi } from 'vitest';
import { connectAs, connectWith } from '../support/connect-as.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { adminOf, driverOf, riderOf, streamOf, upTo } from '../support/people.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { Notices } from './bad-ground/notices.ts';
import { logOf, notReady, readinessOf, untilReady } from './bad-ground/readiness.ts';
import { canMount, limitedFiles, smallFileSystem } from './bad-ground/small-disk.ts';
import { soundness } from './bad-ground/soundness.ts';

const SETTINGS = { ROUTA_LOG_FORMAT: 'json' };
const PLACES = { pickup_location: 'Public market', dropoff_location: 'San Roque chapel' };
const FAILED = 1;

const DISKS = [
  { disk: 'a full file system', make: smallFileSystem, reason: 'full', isHere: canMount() },
  {
    disk: 'a limit on files',
    make: limitedFiles,
    reason: 'not_writable',
    isHere: process.platform === 'linux',
  },
].filter(({ isHere }) => isHere);

describe.each(DISKS)('under a running daemon, $disk', ({ make, reason }) => {
  test('refuses what cannot be kept and nothing else, and costs nothing', async () => {
    const disk = make();
    const daemon = await processDaemon(SETTINGS, disk.path);
    const notices = new Notices(7);
    const [admin, driver, rider] = [
      await adminOf(daemon, 1),
      await driverOf(daemon, 7),
      await riderOf(daemon, 7),
    ];
    const heard = streamOf(rider);
    const desk = await connectAs(daemon, 'admin:2');
    const phone = await daemon.tokenFor('rider:7');
    await admin.assign({ booking_id: 1, driver_id: 7, rider_id: 7, ...PLACES });
    await driver.accept(1);
    const offer = { booking_id: 2, driver_id: 8, rider_id: 8, ...PLACES, timeout_ms: 1_000 };
    await admin.assign(offer);
    const seen: number[] = [];
    rider.client.on('location_update', ({ latitude }) => seen.push(latitude));

    disk.fill(daemon.pid);
    await notices.sendUntilRefused(desk);
    for (let count = 0; count < 50; count += 1) await notices.send(desk);
    expect(new Set(notices.refused.map(({ code }) => code))).toEqual(new Set(['unavailable']));
    expect(await readinessOf(daemon)).toEqual(notReady(reason));

    // Whoever is here stays, whoever was away comes back, and positions flow.
    const resume = { epoch: rider.client.session?.epoch ?? '', seq: 1 };
    const tab = await connectWith(daemon, { token: phone, resume, acks: true });
    expect(tab.all('authenticated')).toMatchObject([{ resumed: true }]);
    driver.sendPosition({ latitude: 14.5, longitude: 121 });
    await vi.waitFor(() => expect(seen).toEqual([14.5]));

    // Nobody is told that something was done.
    const posted = daemon.api.call('notify', { body: notices.next() });
    await expect(posted).rejects.toMatchObject({ code: 'unavailable', temporary: true });
    const generate = ['tokens', 'generate', '--data', disk.path, '--role', 'rider', '--user', '9'];
    expectFailure(await runRouta(generate), FAILED, /cannot store anything at the moment/);
    const patient = notices.next();
    const sent = admin.notify(patient);
    expect(await daemon.api.call('getBooking', { params: { booking_id: 2 } })).toMatchObject({
      status: 'assigned',
    });

    disk.free(daemon.pid);
    await sent;
    notices.acked.push(patient.event);
    await untilReady(daemon);
    await vi.waitFor(async () => {
      const { status } = await daemon.api.call('getBooking', { params: { booking_id: 2 } });
      expect(status).toBe('declined');
    });
    await notices.send(desk);
    await vi.waitFor(() => expect(heard.seqs).toEqual(upTo(3 + notices.acked.length)));
    await rider.close();
    await daemon.stop();

    expect(notices.stored(disk.path)).toEqual(notices.acked);
    expect(soundness(disk.path)).toEqual({ check: 'ok', trackPoints: 1, unacknowledged: 0 });
    expect(logOf(daemon).map(({ level, msg }) => [level, msg])).toEqual([
      ['error', 'nothing can be stored at the moment'],
      ['warn', 'everything can be stored again'],
    ]);
  });
});

describe.runIf(canMount())('a disk that is full when the daemon starts', () => {
  test('keeps a new one from starting, with the reason and the remedy', async () => {
    const disk = smallFileSystem();
    disk.fill();
    const serve = ['serve', '--data', disk.path, '--port', '0', '--json'];
    const said = /^\/.*\/routa\.\w+: the disk is full .*; free some room on the disk of the data/;
    expectFailure(await runRouta(serve), FAILED, said);
    disk.free();
    const daemon = await processDaemon(SETTINGS, disk.path);
    await connectAs(daemon, 'rider:7');
  });

  test('leaves what was acknowledged to be read, and takes more once there is room', async () => {
    const disk = smallFileSystem();
    const daemon = await processDaemon(SETTINGS, disk.path);
    const notices = new Notices(7);
    const desk = await connectAs(daemon, 'admin:2');
    const token = await daemon.tokenFor('rider:7');
    for (let count = 0; count < 300; count += 1) await notices.send(desk);
    disk.fill();
    await notices.sendUntilRefused(desk);
    await daemon.kill();

    await daemon.start();
    const rider = await connectWith(daemon, { token, acks: true });
    for (const event of notices.acked) await rider.next('notification', { event });
    const operator = await connectWith({ url: `ws+unix:${daemon.socketPath}:/` }, {});
    await notices.sendUntilRefused(operator);
    disk.free();
    expect(await notices.send(operator)).toBe(true);
    await daemon.stop();
    expect(notices.stored(disk.path)).toEqual(notices.acked);
  });
});
