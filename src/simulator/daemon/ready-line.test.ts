import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readyLine } from './ready-line.ts';

const READY = { url: 'ws://127.0.0.1:8282', data: '/data', pid: 7 };

test('a daemon is ready with its first line', async () => {
  const stdout = Readable.from([JSON.stringify(READY), '\n', 'more\n']);
  expect(await readyLine(stdout)).toEqual(READY);
});

test('a daemon that ends without a line was never ready', async () => {
  expect(await readyLine(Readable.from([]))).toBeNull();
});
