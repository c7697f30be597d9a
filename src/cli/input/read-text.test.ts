import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { testContext } from '../testing/test-context.ts';
import { readText } from './read-text.ts';

test('reads stdin to its end', async () => {
  expect(await readText('-', testContext({ stdin: 'ñ\n' }))).toBe('ñ\n');
});

test('reads a file, relative to where the person is', async () => {
  const cwd = tempDirectory();
  writeFileSync(path.join(cwd, 'users.csv'), 'role,user_id\n');
  expect(await readText('users.csv', testContext({ cwd }))).toBe('role,user_id\n');
});

test('stdin cannot be two things at once', async () => {
  const context = testContext({ stdin: 'once' });
  await readText('-', context);
  await expect(readText('-', context)).rejects.toMatchObject({ exitCode: 2 });
});
