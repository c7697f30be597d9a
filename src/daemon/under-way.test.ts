import { expect, test } from 'vitest';
import { UnderWay } from './under-way.ts';

test('is idle at once where nothing was begun', async () => {
  await new UnderWay().idle();
});

test('is idle when the last work is over', async () => {
  const underWay = new UnderWay();
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  underWay.add(first.promise);
  underWay.add(second.promise);
  const order: string[] = [];
  const idle = underWay.idle().then(() => order.push('idle'));
  second.resolve();
  await second.promise;
  order.push('second');
  first.resolve();
  await idle;
  expect(order).toEqual(['second', 'idle']);
});
