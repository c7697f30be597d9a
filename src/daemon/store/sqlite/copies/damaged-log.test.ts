import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filledDirectory } from '../../testing/filled-directory.ts';
import { holedDirectory, killedDirectory, notesIn } from '../../testing/killed-directory.ts';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { lockDirectory } from '../lock.ts';
import { createCopies } from './copies.ts';

const NOTES = 20;
const HOLED = 'routa.db-wal: the write-ahead log is damaged in its middle';
const LONELY = 'is empty or missing beside its write-ahead log';

/** Its log outlived the database, as a careless `> routa.db` leaves it. */
function lonelyDirectory(): string {
  const directory = killedDirectory(NOTES);
  truncateSync(join(directory, 'routa.db'));
  return directory;
}

/** Of the database and its log; null where there is none. */
function fingerprints(path: string): readonly (string | null)[] {
  return [path, `${path}-wal`].map((file) =>
    existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null,
  );
}

const dataOf = (directory: string) => fingerprints(join(directory, 'routa.db'));

function expectUntouched(directory: string, run: () => unknown, words: string): void {
  const before = dataOf(directory);
  expect(run).toThrow(words);
  expect(dataOf(directory)).toEqual(before);
}

const newFile = () => join(tempDirectory(), 'backup.db');

function backupOf(directory: string): string {
  const file = newFile();
  createCopies(directory).backUp(file);
  return file;
}

describe('a backup of a directory in which nobody works', () => {
  it('has what is in a sound log, and moves nothing', () => {
    const directory = killedDirectory(NOTES);
    const before = dataOf(directory);
    const file = backupOf(directory);
    expect(dataOf(directory)).toEqual(before);
    const home = tempDirectory();
    createCopies(home).restore(file);
    expect(notesIn(home)).toBe(NOTES);
  });

  it.each([
    ['has a hole', HOLED, () => holedDirectory(NOTES)],
    ['has lost its database', LONELY, lonelyDirectory],
  ])('is refused where the log %s', (_, words, make) => {
    const directory = make();
    const file = newFile();
    expectUntouched(directory, () => createCopies(directory).backUp(file), words);
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it('is refused while another process replaces them', () => {
    const directory = killedDirectory(NOTES);
    const lock = lockDirectory(directory);
    onTestFinished(() => lock.release());
    writeFileSync(join(directory, 'routa.db.replacing'), '');
    expectUntouched(directory, () => createCopies(directory).backUp(newFile()), 'being replaced');
  });

  it('names the log where its database is missing', () => {
    const directory = killedDirectory(NOTES);
    rmSync(join(directory, 'routa.db'));
    expectUntouched(directory, () => createCopies(directory).backUp(newFile()), LONELY);
  });
});

describe('adopting', () => {
  it.each(['missing', 'empty'])('is refused where the database is %s beside its log', (what) => {
    const directory = lonelyDirectory();
    if (what === 'missing') rmSync(join(directory, 'routa.db'));
    expectUntouched(directory, () => createCopies(directory).adopt(), LONELY);
  });

  it('is refused where the log is that of another database', () => {
    const directory = killedDirectory(NOTES);
    writeFileSync(join(directory, 'routa.db'), 'a note\n'.repeat(1_000));
    expectUntouched(directory, () => createCopies(directory).adopt(), 'is not the database that');
  });

  it('goes on with what can be read of a damaged log, which is kept', () => {
    const directory = holedDirectory(NOTES);
    const log = readFileSync(join(directory, 'routa.db-wal'));
    const { replaced } = createCopies(directory).adopt();
    expect(replaced).toBe(join(directory, 'routa.db-wal.damaged'));
    expect(readFileSync(replaced ?? '').equals(log)).toBe(true);
    expect(notesIn(directory)).toBeLessThan(NOTES);
  });

  it('keeps nothing beside data that are sound', () => {
    const directory = killedDirectory(NOTES);
    expect(createCopies(directory).adopt().replaced).toBe(null);
    expect(notesIn(directory)).toBe(NOTES);
  });
});

describe('restoring a backup', () => {
  it.each([
    ['has a hole', () => holedDirectory(NOTES)],
    ['has lost its database', lonelyDirectory],
  ])('keeps what was there where its log %s', (_, make) => {
    const file = backupOf(filledDirectory(2));
    const directory = make();
    const before = dataOf(directory);
    const { replaced } = createCopies(directory).restore(file);
    expect(fingerprints(replaced ?? '')).toEqual(before);
    expect(existsSync(join(directory, 'routa.db-wal'))).toBe(false);
    expect(notesIn(directory)).toBe(0);
  });

  it.each([
    ['has a hole', HOLED, () => holedDirectory(NOTES)],
    ['has lost its database', LONELY, lonelyDirectory],
  ])('is refused where the log beside the backup %s', (_, words, make) => {
    const source = make();
    const target = killedDirectory(NOTES);
    const restore = () => createCopies(target).restore(join(source, 'routa.db'));
    expectUntouched(source, restore, words);
    expectUntouched(target, restore, words);
  });

  it('never keeps a database beside the log of another one', () => {
    const file = backupOf(filledDirectory(2));
    const directory = filledDirectory(1);
    const stale = join(directory, 'routa.db.replaced-wal');
    writeFileSync(stale, 'of another time');
    const { replaced } = createCopies(directory).restore(file);
    expect(replaced).toBe(join(directory, 'routa.db.replaced.2'));
    expect(existsSync(join(directory, 'routa.db.replaced'))).toBe(false);
    expect(readFileSync(stale, 'utf8')).toBe('of another time');
  });
});
