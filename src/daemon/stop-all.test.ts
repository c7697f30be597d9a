import { expect, it } from 'vitest';
import { stopAll } from './stop-all.ts';

it('stops in the given order, each once the one before it is done', async () => {
  const told: string[] = [];
  const slow = async () => {
    await Promise.resolve();
    told.push('slow');
  };
  await stopAll([slow, () => told.push('quick')]);
  expect(told).toEqual(['slow', 'quick']);
});

it('stops the rest after a failure, and then throws the first one', async () => {
  const told: string[] = [];
  const fail = (name: string) => () => {
    told.push(name);
    throw new Error(name);
  };
  const stopping = stopAll([fail('a'), async () => fail('b')(), () => told.push('c')]);
  await expect(stopping).rejects.toThrow('a');
  expect(told).toEqual(['a', 'b', 'c']);
});
