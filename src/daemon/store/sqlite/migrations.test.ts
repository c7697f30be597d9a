import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { tempDirectory } from '../testing/temp-directory.ts';
import { loadMigrations } from './migrations.ts';

it('does not care how lines end, so that a checkout on Windows is the same program', () => {
  const [unix, windows] = [tempDirectory(), tempDirectory()];
  writeFileSync(join(unix, '0001-one.sql'), 'CREATE TABLE one (\n  x\n);\n');
  writeFileSync(join(windows, '0001-one.sql'), 'CREATE TABLE one (\r\n  x\r\n);\r\n');
  writeFileSync(join(windows, 'README.md'), 'not a migration');
  const load = (directory: string) => loadMigrations(pathToFileURL(`${directory}/`));
  expect(load(windows)).toEqual(load(unix));
});

it('numbers its own migrations from 1 without gaps', () => {
  const numbers = loadMigrations().map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

it('has none that would end the transaction around all of them', () => {
  const statement = /^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|ATTACH|PRAGMA)\b/im;
  const endsTriggers = /\bBEGIN\b[^;]*;[\s\S]*?^END;/gim;
  const offenders = loadMigrations().filter(({ sql }) =>
    statement.test(sql.replaceAll(endsTriggers, '')),
  );
  expect(offenders.map(({ name }) => name)).toEqual([]);
});
