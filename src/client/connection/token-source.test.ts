import { expect, test } from 'vitest';
import { TokenSource } from './token-source.ts';

test('a fixed token is given at once, and there is no other', () => {
  const tokens = new TokenSource('rt_1');
  tokens.forget();
  expect(tokens.get()).toBe('rt_1');
  expect(tokens.canRenew).toBe(false);
});

test('the operator has none', () => {
  expect(new TokenSource(undefined).get()).toBe(undefined);
});

test('a function is asked once, until its token is forgotten', async () => {
  let asked = 0;
  const tokens = new TokenSource(() => `rt_${++asked}`);
  expect(await tokens.get()).toBe('rt_1');
  expect(tokens.get()).toBe('rt_1');
  tokens.forget();
  expect(await tokens.get()).toBe('rt_2');
});

test('another token helps only where an old one was refused', async () => {
  const tokens = new TokenSource(async () => 'rt_1');
  await tokens.get();
  expect(tokens.canRenew).toBe(false);
  await tokens.get();
  expect(tokens.canRenew).toBe(true);
});

test('a given token replaces either kind', async () => {
  const fixed = new TokenSource('rt_1');
  fixed.replace('rt_2');
  expect(fixed.get()).toBe('rt_2');
  const asked = new TokenSource(() => 'rt_1');
  asked.replace('rt_2');
  expect(asked.get()).toBe('rt_2');
});
