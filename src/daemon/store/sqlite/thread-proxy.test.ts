import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { StoreError } from '../store-error.ts';
import { databaseThread } from './database-thread.ts';
import { type DatabaseThread, ThreadProxy } from './thread-proxy.ts';

const LIMITS = { queuedMax: () => 10, batchMax: 10 };

/** A thread that dies of the first thing it is told. */
function mortalThread(): DatabaseThread {
  const source = "require('node:worker_threads').parentPort.once('message', () => process.exit(1))";
  return databaseThread(new Worker(source, { eval: true }));
}

it('says when its thread has ended by itself, and refuses what comes after', async () => {
  const proxy = new ThreadProxy(mortalThread(), LIMITS);
  await expect(proxy.call('anything')).rejects.toMatchObject({ code: 'failed' });
  expect(await proxy.failed).toMatchObject({ code: 'failed', hint: 'Restart the daemon.' });
  await expect(proxy.call('anything')).rejects.toMatchObject({ code: 'failed' });
  await proxy.close();
});

it('tells what its thread has died of, first those who wait for an answer', async () => {
  const fault = new StoreError('failed', 'the disk has not kept what was written', 'Look at it.');
  let die = () => {};
  const proxy = new ThreadProxy(
    {
      listen: ({ ended }) => {
        die = () => ended(fault);
      },
      send: () => die(),
    },
    LIMITS,
  );
  const story: string[] = [];
  const failed = proxy.failed.then((error) => story.push(`failed: ${error.message}`));
  await expect(proxy.call('anything')).rejects.toBe(fault);
  story.push('answered');
  await failed;
  expect(story).toEqual(['answered', `failed: ${fault.message}`]);
});

it('does not call it a failure when it was closed', async () => {
  const proxy = new ThreadProxy(mortalThread(), LIMITS);
  let hasFailed = false;
  void proxy.failed.then(() => {
    hasFailed = true;
  });
  await proxy.close();
  await expect(proxy.call('anything')).rejects.toMatchObject({ code: 'closed' });
  expect(hasFailed).toBe(false);
});
