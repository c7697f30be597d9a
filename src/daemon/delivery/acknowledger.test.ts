import { expect, test } from 'vitest';
import { Acknowledger } from './acknowledger.ts';

const USER = { role: 'rider', userId: '7' } as const;

/** A disk whose commits a test finishes one by one. */
function slowStore() {
  const writes: { readonly seq: number; finish(error?: Error): void }[] = [];
  const acknowledge = (_user: unknown, seq: number) =>
    new Promise<boolean>((resolve, reject) => {
      const finish = (error?: Error) => (error === undefined ? resolve(true) : reject(error));
      writes.push({ seq, finish });
    });
  return { writes, store: { acknowledge } };
}

test('writes one at a time, and then only the newest', async () => {
  const { writes, store } = slowStore();
  const acknowledger = new Acknowledger(store, USER);
  const first = acknowledger.acknowledge(1);
  const rest = [2, 3, 4].map((seq) => acknowledger.acknowledge(seq));
  expect(writes.map(({ seq }) => seq)).toEqual([1]);
  writes[0]?.finish();
  await first;
  await Promise.resolve();
  expect(writes.map(({ seq }) => seq)).toEqual([1, 4]);
  writes[1]?.finish();
  await Promise.all(rest);
});

test('has nothing to write for what is durable already', async () => {
  const { writes, store } = slowStore();
  const acknowledger = new Acknowledger(store, USER);
  const done = acknowledger.acknowledge(5);
  writes[0]?.finish();
  await done;
  await acknowledger.acknowledge(3);
  await acknowledger.acknowledge(0);
  expect(writes).toHaveLength(1);
});

test('fails those who waited, and tries again for the next', async () => {
  const { writes, store } = slowStore();
  const acknowledger = new Acknowledger(store, USER);
  const failed = [acknowledger.acknowledge(1), acknowledger.acknowledge(2)];
  writes[0]?.finish(new Error('disk'));
  const outcomes = await Promise.allSettled(failed);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = acknowledger.acknowledge(2);
  writes.at(-1)?.finish();
  await again;
});
