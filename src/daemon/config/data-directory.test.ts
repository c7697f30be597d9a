import { homedir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defaultDataDirectory } from './data-directory.ts';

it('is where each system keeps the data of a user', () => {
  const home = homedir();
  expect(defaultDataDirectory({}, 'linux')).toBe(path.join(home, '.local', 'share', 'routa'));
  expect(defaultDataDirectory({}, 'darwin')).toBe(
    path.join(home, 'Library', 'Application Support', 'routa'),
  );
  expect(defaultDataDirectory({ LOCALAPPDATA: '/local' }, 'win32')).toBe(
    path.join('/local', 'routa'),
  );
});

it('follows XDG_DATA_HOME only if that is absolute', () => {
  const absolute = path.resolve('/data');
  expect(defaultDataDirectory({ XDG_DATA_HOME: absolute }, 'linux')).toBe(
    path.join(absolute, 'routa'),
  );
  expect(defaultDataDirectory({ XDG_DATA_HOME: 'data' }, 'linux')).toBe(
    path.join(homedir(), '.local', 'share', 'routa'),
  );
});
