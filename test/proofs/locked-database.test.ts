import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectAs } from '../support/connect-as.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { adminOf, driverOf, riderOf } from '../support/people.ts';
import { type ProcessDaemon, processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { PLACES } from '../support/scene.ts';
import { Notices } from './bad-ground/notices.ts';
import { logOf, notReady, readinessOf, untilReady } from './bad-ground/readiness.ts';

const FAILED = 1;
const SETTINGS = { ROUTA_LOG_FORMAT: 'json' };

/** Another program, such as one for backups, that begins to write and does not end. */
function lockIn({ data }: Pick<ProcessDaemon, 'data'>) {
  const db = new Database(join(data, 'routa.db'));
  db.exec('BEGIN IMMEDIATE');
  onTestFinished(() => {
    db.close();
  });
  return { release: () => db.close() };
}

async function startDaemon() {
  const daemon = await processDaemon(SETTINGS, tempDirectory());
  return { daemon, desk: await connectAs(daemon, 'admin:2') };
}

describe('a database that another program holds', () => {
  test('for a moment lets commands wait that long', async () => {
    const { daemon, desk } = await startDaemon();
    const notices = new Notices(7);
    const other = lockIn(daemon);
    const sent = Array.from({ length: 20 }, () => notices.send(desk));
    await desk.must({ type: 'ping' });
    expect(notices.acked).toEqual([]);
    other.release();
    expect(await Promise.all(sent)).not.toContain(false);
    await daemon.stop();
    expect(notices.stored(daemon.data)).toEqual(notices.acked);
    expect(logOf(daemon)).toEqual([]);
  });

  test('for longer lets them be refused, and costs nothing once it is over', async () => {
    const { daemon, desk } = await startDaemon();
    const [admin, driver, rider] = [
      await adminOf(daemon, 1),
      await driverOf(daemon, 7),
      await riderOf(daemon, 7),
    ];
    const notices = new Notices(7);
    await admin.assign({ booking_id: 1, driver_id: 7, rider_id: 7, ...PLACES });
    await driver.accept(1);
    const seen: number[] = [];
    rider.client.on('location_update', ({ latitude }) => seen.push(latitude));

    const other = lockIn(daemon);
    const patient = driver.onWay(1);
    await notices.sendUntilRefused(desk);
    expect(notices.refused.map(({ code }) => code)).toEqual(['unavailable']);
    expect(await readinessOf(daemon)).toEqual(notReady('locked'));
    driver.sendPosition({ latitude: 14.5, longitude: 121 });
    await vi.waitFor(() => expect(seen).toEqual([14.5]));
    const read = await daemon.api.call('getBooking', { params: { booking_id: 1 } });
    expect(read).toMatchObject({ status: 'accepted' });

    other.release();
    expect(await patient).toMatchObject({ status: 'on_way' });
    expect(await notices.send(desk)).toBe(true);
    await untilReady(daemon);
    await daemon.stop();
    expect(notices.stored(daemon.data)).toEqual(notices.acked);
    expect(logOf(daemon).map(({ level, msg }) => [level, msg])).toEqual([
      ['error', 'nothing can be stored at the moment'],
      ['warn', 'everything can be stored again'],
    ]);
  });

  test('keeps a daemon from starting', async () => {
    const { daemon } = await startDaemon();
    await daemon.stop();
    lockIn(daemon);
    const serve = ['serve', '--data', daemon.data, '--port', '0', '--json'];
    const said = /routa\.db: another program holds the database .*; find the program that has/;
    expectFailure(await runRouta(serve), FAILED, said);
  });
});
