import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { effort, isLong } from '../support/effort.ts';
import { upTo } from '../support/people.ts';
import { drive, openScene, type Scene } from '../support/scene.ts';
import { cutAfterAnswers } from './power-loss/cuts.ts';
import { expectNothingLost } from './power-loss/expect-nothing-lost.ts';
import { History } from './power-loss/history.ts';
import { News } from './power-loss/news.ts';
import { storedNews } from './power-loss/stored-news.ts';
import { requireStrace } from './power-loss/strace.ts';

/**
 * Disks that fail, or take their time, when they are asked to keep something. After a failed sync
 * Linux takes the lost bytes for written: programs go on seeing them, and a later sync succeeds
 * without them. The disk that is rebuilt here does just so.
 */
const options = { timeout: effort({ usual: 120_000, long: 3_600_000 }) };
const LOST = /^routa: \S+routa\.db: the disk has not kept what was written/m;
/** As strace lets it, in each thread by itself: the `when`th time it syncs anything. */
const failAt = (when: number) => [`fsync,fdatasync:error=EIO:when=${when}`];
/** By then the first daemon has started, and some news are sent. */
const LATER = 40;

/** Which sync of a first start: of the new database, of the log, of names. */
const IN_A_START = isLong ? upTo(16) : [3, 8];

const needsStrace = describe.skipIf(process.platform !== 'linux');

function newHistory(): History {
  const history = new History();
  onTestFinished(() => history.close());
  return history;
}

/** With nothing of what a sync has lost on the disk, and with some of it. */
function expectNothingLostIn(history: History): void {
  expectNothingLost(cutAfterAnswers(history));
  for (let seed = 0; seed < effort({ usual: 2, long: 50 }); seed += 1) {
    const random = createRandom(seed);
    const afterFailure = () => random.next() < 0.5;
    expectNothingLost(cutAfterAnswers(history, { afterFailure }));
  }
}

needsStrace('a sync that fails (as strace lets it, which only Linux has)', () => {
  beforeAll(requireStrace);

  test('ends the daemon, which has acknowledged nothing of that commit', options, async () => {
    const history = newHistory();
    const news = new News(history.ledger);
    const daemon = history.daemon({ injections: failAt(LATER) });
    await daemon.start();
    const refused = await news.sendUntilRefused(await news.connect(daemon));
    expect(refused[0]).toMatchObject({ code: 'internal' });
    // Whoever comes a moment later is told that it ends, or is cut off already.
    for (const each of refused) expect(each?.type === 'error' ? each.temporary : true).toBe(true);
    expect(await daemon.exited).toBe(1);
    expect(daemon.errors).toMatch(LOST);
    history.learn(daemon.trace);

    await history.live(async (next) => {
      const admin = await news.connect(next);
      const repeated = await news.repeatUncertain(admin);
      expect(repeated.map((answer) => answer?.type)).toEqual(refused.map(() => 'ack'));
      expect(await news.send(admin)).toEqual([]);
      await next.kill();
    });
    expectNothingLostIn(history);
    // Where the commit had reached the log after all, its repeat has sent nothing twice.
    const stored = await storedNews(history.data);
    expect(stored.toSorted((a, b) => a - b)).toEqual(upTo(news.count));
  });

  test('ends the daemon while the log moves into the database', options, async () => {
    const history = newHistory();
    const { data } = history;
    const news = new News(history.ledger, 'x'.repeat(12_000));
    await history.live(async (daemon) => {
      expect(await news.send(await news.connect(daemon))).toEqual([]);
      await daemon.stop();
    });
    const disk = tempDirectory();
    copyFileSync(join(data, 'routa.db'), join(disk, 'routa.db'));

    const onlyPath = join(data, 'routa.db');
    const daemon = history.daemon({ injections: failAt(1), onlyPath });
    await daemon.start();
    await news.sendUntilRefused(await news.connect(daemon));
    expect(await daemon.exited).toBe(1);
    expect(daemon.errors).toMatch(LOST);

    // The database may have lost every page that was moved; the log has to be there still.
    copyFileSync(join(data, 'routa.db-wal'), join(disk, 'routa.db-wal'));
    for (const directory of [disk, data]) {
      const stored = await storedNews(directory);
      expect(stored).toEqual(expect.arrayContaining([...news.acknowledged]));
      expect(new Set(stored).size).toBe(stored.length);
    }
  });

  test('while a daemon starts keeps it from starting, and not the next one', options, async () => {
    for (const when of IN_A_START) {
      const history = newHistory();
      const daemon = history.daemon({ injections: failAt(when) });
      if (await daemon.start()) await daemon.stop();
      else expect(daemon.errors).toMatch(/^routa: [^\n]+\n$/);
      history.learn(daemon.trace);
      const news = new News(history.ledger);
      await history.live(async (next) => {
        expect(await news.send(await news.connect(next))).toEqual([]);
        await next.kill();
      });
      expectNothingLostIn(history);
    }
  });
});

needsStrace('a sync that takes its time (as strace lets it, which only Linux has)', () => {
  beforeAll(requireStrace);

  test('is waited for by every answer, and by no position', options, async () => {
    const history = newHistory();
    const daemon = history.daemon({ injections: ['fsync,fdatasync:delay_enter=50000'] });
    await daemon.start();
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const positions = await positionsSeenDuring(scene, async ({ driver, booking }) => {
      for (const status of ['on_way', 'arrived', 'started']) {
        await driver.must({ type: 'status_update', ...booking, status });
      }
    });
    await daemon.kill();
    history.learn(daemon.trace);
    expect(positions).toBeGreaterThan(0);
    expect(positionsWithinSyncs(history)).toBeGreaterThan(0);
    expectNothingLost(cutAfterAnswers(history));
  });
});

/** How many positions the rider was shown, one after the other, while something else was done. */
async function positionsSeenDuring(scene: Scene, work: (scene: Scene) => Promise<void>) {
  const { driver, rider } = scene;
  let isDone = false;
  const done = work(scene).finally(() => {
    isDone = true;
  });
  let seen = 0;
  for (; !isDone; seen += 1) {
    const timestamp = 1_700_000_000_000 + seen * 1_000;
    driver.send({ type: 'location_update', latitude: 14, longitude: 121, timestamp });
    await rider.next('location_update', { timestamp });
  }
  await done;
  return seen;
}

/** Positions that left the daemon between the beginning of a sync and its end. */
function positionsWithinSyncs(history: History): number {
  const shown = history.messages().filter(({ text }) => text.includes('"location_update"'));
  const syncs = history.moments().filter(({ operation }) => operation.kind === 'sync');
  return shown.filter(({ at }) => syncs.findLast((sync) => sync.at < at)?.phase === 'begin').length;
}
