import { expect, test } from 'vitest';
import type { UserKey } from '../../protocol/index.ts';
import type { Acknowledgement } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { Acknowledgements } from './acknowledgements.ts';

const rider = (userId: number): UserKey => ({ role: 'rider', userId: `${userId}` });

/** A disk whose commits a test finishes one by one. */
function slowStore() {
  const writes: { readonly seqs: readonly number[]; finish(error?: Error): void }[] = [];
  const acknowledgeAll = (all: readonly Acknowledgement[]) =>
    new Promise<void>((resolve, reject) => {
      const finish = (error?: Error) => (error === undefined ? resolve() : reject(error));
      writes.push({ seqs: all.map(({ seq }) => seq), finish });
    });
  const { log, lines } = recordedLog();
  const acknowledgements = new Acknowledgements({ store: { acknowledgeAll }, log });
  return { acknowledgements, writes, lines };
}

/** The promises that are ready run as far as they can. */
async function turns(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await Promise.resolve();
}

test('gather while others are written, each user once and with the newest', async () => {
  const { acknowledgements, writes } = slowStore();
  acknowledgements.add(rider(1), 1);
  for (const seq of [2, 4, 3]) acknowledgements.add(rider(1), seq);
  acknowledgements.add(rider(2), 7);
  expect(writes.map(({ seqs }) => seqs)).toEqual([[1]]);
  writes[0]?.finish();
  await turns();
  expect(writes.map(({ seqs }) => seqs)).toEqual([[1], [4, 7]]);
});

test('are written only when their own commit is made', async () => {
  const { acknowledgements, writes } = slowStore();
  const story: string[] = [];
  await acknowledgements.written();
  acknowledgements.add(rider(1), 1);
  void acknowledgements.written().then(() => story.push('first'));
  acknowledgements.add(rider(2), 1);
  void acknowledgements.written().then(() => story.push('second'));
  writes[0]?.finish();
  await turns();
  expect(story).toEqual(['first']);
  writes[1]?.finish();
  await turns();
  expect(story).toEqual(['first', 'second']);
});

test('of a whole town are spread over several commits', async () => {
  const { acknowledgements, writes } = slowStore();
  acknowledgements.add(rider(0), 1);
  for (let userId = 1; userId <= 1_200; userId += 1) acknowledgements.add(rider(userId), 1);
  const written = acknowledgements.written();
  for (let count = 0; count < 4; count += 1) {
    writes[count]?.finish();
    await turns();
  }
  await written;
  expect(writes.map(({ seqs }) => seqs.length)).toEqual([1, 500, 500, 200]);
});

test('that fail are told to whoever waits, and do not hold up the next', async () => {
  const { acknowledgements, writes, lines } = slowStore();
  acknowledgements.add(rider(1), 1);
  const failed = acknowledgements.written();
  acknowledgements.add(rider(1), 2);
  writes[0]?.finish(new Error('disk'));
  await expect(failed).rejects.toThrow('disk');
  const again = acknowledgements.written();
  writes[1]?.finish();
  await again;
  expect(lines).toMatchObject([{ level: 'warn' }]);
});

test('that fail in an outage are told elsewhere', async () => {
  const { acknowledgements, writes, lines } = slowStore();
  acknowledgements.add(rider(1), 1);
  writes[0]?.finish(new StoreError('full', 'the disk is full', 'Free some room.'));
  await turns();
  expect(lines).toEqual([]);
});
