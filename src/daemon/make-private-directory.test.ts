import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makePrivateDirectory } from './make-private-directory.ts';
import { tempDirectory } from './store/testing/temp-directory.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

it('makes every level that is missing, for its owner only', () => {
  const upper = join(tempDirectory(), 'a');
  const path = join(upper, 'b', 'c');
  makePrivateDirectory(path);
  expect([upper, path].map(modeOf)).toEqual([0o700, 0o700]);
});

it('leaves a directory that is there as it is', () => {
  const path = join(tempDirectory(), 'open');
  mkdirSync(path);
  const before = modeOf(path);
  makePrivateDirectory(path);
  expect(modeOf(path)).toBe(before);
});

it('fails where a file is in the way', () => {
  const file = join(tempDirectory(), 'file');
  writeFileSync(file, '');
  expect(() => makePrivateDirectory(file)).toThrow('EEXIST');
  expect(() => makePrivateDirectory(join(file, 'below'))).toThrow('EEXIST');
});

it.runIf(process.platform === 'linux')('fails where there can be no directory', () => {
  expect(() => makePrivateDirectory('/proc/nope/below')).toThrow('ENOENT');
});
