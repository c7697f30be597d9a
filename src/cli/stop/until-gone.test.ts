import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { ClientError } from '../../client/index.ts';
import { ManualClock } from '../../clock/index.ts';
import type { Api } from '../target/api.ts';
import { untilGone } from './until-gone.ts';

const HERE = process.pid;
/** Of a process that has ended. */
const GONE = spawnSync(process.execPath, ['--version']).pid;
const NOBODY = new ClientError('unreachable', 'nobody answers');
const BUSY = new ClientError('shutting_down', 'the daemon is stopping');

type Look = ClientError | { readonly connections: number; readonly uptimeS: number };

/** Waits for a daemon that answers so, one look after the other; time passes between them. */
async function wait(pid: number, looks: readonly Look[]): Promise<readonly number[]> {
  const clock = new ManualClock();
  const progress: number[] = [];
  const answers = looks.values();
  const call = async () => {
    const { value: look } = answers.next();
    if (look === undefined) throw new Error('it looked once more');
    if (look instanceof ClientError) throw look;
    return { connections: { total: look.connections }, uptime_s: look.uptimeS };
  };
  const gone = untilGone({
    api: { call: call as Api['call'] },
    pid,
    clock,
    onProgress: (connections) => progress.push(connections),
  });
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  gone.then(end, end);
  while (!isOver) {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await gone;
  return progress;
}

const left = (connections: number): Look => ({ connections, uptimeS: 1_000 });

test('tells how many are left until nobody answers and the process has ended', async () => {
  expect(await wait(GONE, [left(3), left(0), BUSY, NOBODY])).toEqual([3, 0]);
});

test('waits while somebody answers, although no such process can be seen from here', async () => {
  expect(await wait(GONE, [left(1), left(1), left(0), NOBODY])).toEqual([1, 1, 0]);
});

test('is done when the next daemon is there already', async () => {
  const next = { connections: 5, uptimeS: 0 };
  expect(await wait(GONE, [left(1), BUSY, next])).toEqual([1]);
});

test('does not wait for ever for a process that answers no more', async () => {
  const silence = Array.from({ length: 20 }, () => NOBODY);
  await expect(wait(HERE, silence)).rejects.toThrow(`its process ${HERE} has not ended`);
});

test.runIf(process.platform === 'linux')('a process has ended, whoever reaps it', async () => {
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60']);
  onTestFinished(() => void parent.kill());
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  const isZombie = () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  await expect.poll(isZombie, { timeout: 10_000 }).toBe(true);
  expect(await wait(pid, [left(1), NOBODY])).toEqual([1]);
});
