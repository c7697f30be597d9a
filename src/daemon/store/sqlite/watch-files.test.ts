import { cpSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NOW_MS, rider } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { openSqliteStore } from './open-store.ts';

/** A store with one message in it, and what can be done to its files. */
async function openWatched() {
  const directory = tempDirectory();
  const store = await openSqliteStore({ directory });
  onTestFinished(() => store.close());
  const notify = () => store.notify({ to: rider('7'), event: 'hello', data: null, nowMs: NOW_MS });
  await notify();
  return { store, notify, path: (name: string) => join(directory, name) };
}

/** Windows lets nobody delete a file that is open. */
describe.skipIf(process.platform === 'win32')('a store ends rather than acknowledge', () => {
  it.each(['routa.db', 'routa.db-wal', 'routa.db-shm', 'routa.lock'])(
    'what it would write where %s was deleted',
    async (name) => {
      const { store, notify, path } = await openWatched();
      rmSync(path(name));
      const fault = {
        code: 'failed',
        message: `${path(name)} was deleted or replaced under the daemon`,
      };
      await expect(notify()).rejects.toMatchObject(fault);
      expect(await store.failed).toMatchObject(fault);
    },
  );

  it('what it would write where another file was put in the place of its own', async () => {
    const { notify, path } = await openWatched();
    cpSync(path('routa.db'), path('copy'));
    renameSync(path('copy'), path('routa.db'));
    await expect(notify()).rejects.toMatchObject({ code: 'failed' });
  });

  it('what it would write where the whole directory is gone', async () => {
    const { notify, path } = await openWatched();
    rmSync(dirname(path('routa.db')), { recursive: true });
    await expect(notify()).rejects.toMatchObject({ code: 'failed' });
  });
});

it.skipIf(process.platform === 'win32')(
  'all of it is stored where only the log was deleted',
  async () => {
    const { store, notify, path } = await openWatched();
    for (let count = 0; count < 20; count += 1) await notify();
    rmSync(path('routa.db-wal'));
    await expect(notify()).rejects.toMatchObject({ code: 'failed' });
    await store.close();
    const db = new Database(path('routa.db'));
    onTestFinished(() => {
      db.close();
    });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT count(*) FROM stream_entries').pluck().get()).toBeGreaterThanOrEqual(
      21,
    );
  },
);

it.skipIf(process.platform === 'win32')(
  'all of it is saved where the database was deleted',
  async () => {
    const { notify, path } = await openWatched();
    for (let count = 0; count < 20; count += 1) await notify();
    rmSync(path('routa.db'));
    const saved = path('routa.db.rescued');
    await expect(notify()).rejects.toMatchObject({ hint: expect.stringContaining(saved) });
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    const db = new Database(saved, { readonly: true });
    onTestFinished(() => {
      db.close();
    });
    expect(db.prepare('SELECT count(*) FROM stream_entries').pluck().get()).toBeGreaterThanOrEqual(
      21,
    );
  },
);

it.skipIf(process.platform === 'win32')(
  'leaves alone what was put in the place of its files',
  async () => {
    const { store, notify, path } = await openWatched();
    const directory = dirname(path('routa.db'));
    renameSync(directory, `${directory}-away`);
    onTestFinished(() => rmSync(`${directory}-away`, { recursive: true }));
    cpSync(`${directory}-away`, directory, { recursive: true });
    writeFileSync(path('routa.db-wal'), 'precious');
    const before = readFileSync(path('routa.db'));
    await expect(notify()).rejects.toMatchObject({ code: 'failed' });
    await store.close();
    expect(readFileSync(path('routa.db-wal'), 'utf8')).toBe('precious');
    expect(readFileSync(path('routa.db')).equals(before)).toBe(true);
  },
);
