import { describe, expect, test } from 'vitest';
import { TokenSource } from './token-source.ts';

test('a fixed token is given at once, and there is no other', () => {
  const tokens = new TokenSource('rt_1');
  tokens.forget('rt_1');
  expect(tokens.get()).toBe('rt_1');
  expect(tokens.canReplace('rt_1')).toBe(false);
});

test('the operator has none', () => {
  const tokens = new TokenSource(undefined);
  expect(tokens.get()).toBe(undefined);
  expect(tokens.canReplace(undefined)).toBe(false);
});

test('a function is asked once, until its token is forgotten', async () => {
  let asked = 0;
  const tokens = new TokenSource(() => `rt_${++asked}`);
  expect(await tokens.get()).toBe('rt_1');
  expect(tokens.get()).toBe('rt_1');
  tokens.forget('rt_1');
  expect(await tokens.get()).toBe('rt_2');
});

test('another token helps only where an old one was refused', async () => {
  const tokens = new TokenSource(async () => 'rt_1');
  await tokens.get();
  expect(tokens.canReplace('rt_1')).toBe(false);
  await tokens.get();
  expect(tokens.canReplace('rt_1')).toBe(true);
});

describe('a given token', () => {
  test('replaces either kind', async () => {
    const fixed = new TokenSource('rt_1');
    fixed.replace('rt_2');
    expect(fixed.get()).toBe('rt_2');
    const asked = new TokenSource(() => 'rt_1');
    asked.replace('rt_2');
    expect(asked.get()).toBe('rt_2');
  });

  test('is another one than that which was refused meanwhile', async () => {
    for (const source of ['rt_1', async () => 'rt_1']) {
      const tokens = new TokenSource(source);
      await tokens.get();
      tokens.replace('rt_2');
      expect(tokens.canReplace('rt_1')).toBe(true);
      tokens.forget('rt_1');
      expect(tokens.get()).toBe('rt_2');
    }
  });

  test('that is refused gives way to the one before, unless there is a later one', () => {
    const tokens = new TokenSource('rt_1');
    tokens.replace('rt_2');
    expect(tokens.canReplace('rt_2')).toBe(true);
    tokens.forget('rt_2');
    expect(tokens.get()).toBe('rt_1');
    tokens.replace('rt_3');
    tokens.replace('rt_4');
    tokens.forget('rt_3');
    expect(tokens.get()).toBe('rt_4');
    tokens.forget('rt_4');
    expect(tokens.get()).toBe('rt_1');
  });

  test('is the only one once it was accepted', () => {
    const tokens = new TokenSource('rt_1');
    tokens.replace('rt_2');
    tokens.accept('rt_2');
    expect(tokens.canReplace('rt_2')).toBe(false);
    tokens.forget('rt_2');
    expect(tokens.get()).toBe('rt_2');
  });
});

describe('before a token expires, another', () => {
  test('is asked for, and taken only by whoever then replaces it', async () => {
    let asked = 0;
    const tokens = new TokenSource(() => `rt_${++asked}`);
    await tokens.get();
    expect(await tokens.another()).toBe('rt_2');
    expect(tokens.get()).toBe('rt_1');
  });

  test('is none where the same one is given, or nobody can be asked', async () => {
    const tokens = new TokenSource(() => 'rt_1');
    await tokens.get();
    expect(await tokens.another()).toBe(null);
    expect(await new TokenSource('rt_1').another()).toBe(null);
  });
});
