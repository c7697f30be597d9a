import { expect, it } from 'vitest';
import { commandHash } from './command-hash.ts';

it('is the same whatever the order of keys, at every depth', () => {
  const one = { type: 'notify', data: { a: 1, b: [{ c: 2, d: 3 }] } };
  const other = { data: { b: [{ d: 3, c: 2 }], a: 1 }, type: 'notify' };
  expect(commandHash(one)).toBe(commandHash(other));
});

it('leaves out the id of the message, but no id inside it', () => {
  expect(commandHash({ id: 1, status: 'arrived' })).toBe(commandHash({ status: 'arrived' }));
  expect(commandHash({ data: { id: 1 } })).not.toBe(commandHash({ data: { id: 2 } }));
});

it('differs with the content, and with the order of a list', () => {
  expect(commandHash({ rating: 4 })).not.toBe(commandHash({ rating: 5 }));
  expect(commandHash({ points: [1, 2] })).not.toBe(commandHash({ points: [2, 1] }));
});
