import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tempDirectory } from '../testing/temp-directory.ts';
import { lockDirectory } from './lock.ts';

function lock(directory: string) {
  const held = lockDirectory(directory);
  onTestFinished(() => held.release());
  return held;
}

it('is held by one at a time, whose process it names', () => {
  const directory = tempDirectory();
  const first = lock(directory);
  for (const _ of ['asked', 'asked again']) {
    expect(() => lock(directory)).toThrow(
      `another routa uses the data directory ${directory} (process ${process.pid})`,
    );
  }
  first.release();
  lock(directory);
});

it('is no file of somebody else, which holds no data and may go', () => {
  const directory = tempDirectory();
  const path = join(directory, 'routa.lock');
  writeFileSync(path, 'pid 7\n'.repeat(1_000));
  expect(() => lock(directory)).toThrow(`${path} is no lock of routa`);
  expect(readFileSync(path, 'utf8')).toBe('pid 7\n'.repeat(1_000));
});

it('is no directory', () => {
  const directory = tempDirectory();
  mkdirSync(join(directory, 'routa.lock'));
  expect(() => lock(directory)).toThrow('a directory is in the place of the file');
});
