import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDirectory } from '../testing/temp-directory.ts';
import { syncNames } from './sync-names.ts';

/** That it helps is proven with the power cut of `test/proofs`. */
it('asks for every directory on the way to the files', () => {
  syncNames(tempDirectory());
});

it.skipIf(process.platform === 'win32')('fails where the directory is not there', () => {
  expect(() => syncNames(join(tempDirectory(), 'nowhere'))).toThrow('ENOENT');
});
