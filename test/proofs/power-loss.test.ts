import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { effort, isLong } from '../support/effort.ts';
import { cutAfterAnswers, cutAnywhere, cutOnce } from './power-loss/cuts.ts';
import { expectNothingLost } from './power-loss/expect-nothing-lost.ts';
import { History } from './power-loss/history.ts';
import { DATA_PATH } from './power-loss/image.ts';
import { liveADay } from './power-loss/story.ts';
import { requireStrace } from './power-loss/strace.ts';

/**
 * That nothing leaves a process before it is on the disk. Every system call of real daemons is
 * written down; from that the disk is rebuilt as a power cut would have left it at any moment, and
 * whatever had been answered by then must be in it.
 */
const TIMEOUT_MS = effort({ usual: 120_000, long: 3_600_000 });

/** How much is asked on the first day; more than fits into the log, so that it is emptied once. */
const FIRST_DAY = {
  trips: effort({ usual: 3, long: 12 }),
  notifications: effort({ usual: 252, long: 600 }),
};
const SHORT_DAY = { trips: 1, notifications: 12 };

const needsStrace = describe.skipIf(process.platform !== 'linux');

needsStrace('a power cut (rebuilt with strace, which only Linux has)', () => {
  let history: History;

  beforeAll(async () => {
    history = new History();
    requireStrace();
    const { ledger } = history;
    await history.run(['tokens', 'generate', '--role', 'admin', '--user', '1', '--json']);
    await history.live(async (daemon) => {
      await liveADay(daemon, ledger, 'monday', FIRST_DAY);
      await daemon.kill();
    });
    await history.live(async (daemon) => {
      await liveADay(daemon, ledger, 'tuesday', SHORT_DAY);
      await daemon.stop();
    });
    await history.live(async (daemon) => {
      await liveADay(daemon, ledger, 'wednesday', SHORT_DAY);
      await daemon.kill();
    });
  }, TIMEOUT_MS);
  afterAll(() => history.close());

  test('is rebuilt from all that was written: at the end the files are as they really are', () => {
    const { root, torn } = history;
    const disk = history.disk();
    for (const _ of history.replay(disk));
    const whole = Array.from(disk.seen).filter(([path]) => isWritten(path) && !torn.has(path));
    expect(whole.map(([path]) => path)).toContain(join(DATA_PATH, 'routa.db'));
    const different = whole.filter(([path, bytes]) => {
      return bytes?.equals(readFileSync(join(root, path))) === false;
    });
    expect(different.map(([path]) => path)).toEqual([]);
  });

  test('is looked at after answers of every kind', () => {
    const kinds = new Set(history.promises().map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'ack',
      'epoch',
      'notification',
      'pushed driver_assigned',
      'pushed notification',
      'pushed status_update',
      'rating',
      'remembered ack',
      'remembered error',
      'revocation',
      'token',
      'track',
      'version',
    ]);
  });

  test('is looked at where many answers share a commit, and where the log is emptied', () => {
    const commits = history.moments().filter(({ operation, phase }) => {
      return operation.kind === 'sync' && operation.path.endsWith('-wal') && phase === 'end';
    });
    const answers = history.promises().filter(({ kind }) => kind === 'remembered ack');
    expect(answers.length).toBeGreaterThan(commits.length);

    const onMonday = history.messages().filter(({ text }) => text.includes('monday'));
    const [first, last] = [onMonday.at(0)?.at ?? 0, onMonday.at(-1)?.at ?? 0];
    const moved = history.moments().filter(({ at, operation }) => {
      return operation.kind === 'change' && operation.path.endsWith('routa.db') && at > first;
    });
    expect(moved.filter(({ at }) => at < last)).not.toEqual([]);
  });

  test('takes nothing that had been answered', { timeout: TIMEOUT_MS }, () => {
    const random = createRandom('answers');
    const isWanted = () => isLong || random.next() < 0.5;
    report(expectNothingLost(cutAfterAnswers(history, { isWanted })));
  });

  test('takes nothing that had been answered, whatever else the disk has', {
    timeout: TIMEOUT_MS,
  }, () => {
    const count = effort({ usual: 40, long: 3_000 });
    report(expectNothingLost(cutAnywhere(history, count, createRandom('power'))));
  });

  test('takes nothing when it comes again and again', { timeout: TIMEOUT_MS }, async () => {
    let last = history;
    for (let round = 0; round < effort({ usual: 1, long: 20 }); round += 1) {
      const random = createRandom(round);
      const next = new History(cutOnce(last, random));
      onTestFinished(() => next.close());
      await next.live(async (daemon) => {
        await liveADay(daemon, next.ledger, `after-${round}`, SHORT_DAY);
        await daemon.kill();
      });
      report(expectNothingLost(cutAnywhere(next, effort({ usual: 10, long: 100 }), random)));
      last = next;
    }
  });
});

/** Shared memory is mapped, not written, and made anew by whoever comes first. */
function isWritten(path: string): boolean {
  return !path.endsWith('-shm');
}

function report(figures: string): void {
  process.stdout.write(`power cuts: ${figures}\n`);
}
