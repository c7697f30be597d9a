import { expect, it, onTestFinished } from 'vitest';
import { loadConfig } from './config/load-config.ts';
import { startTestApi } from './http/testing/test-api.ts';
import { start } from './start.ts';
import { openSqliteStore } from './store/sqlite/open-store.ts';
import { recordedLog } from './store/testing/recorded-log.ts';
import { makeTempDirectory } from './store/testing/temp-directory.ts';

const REQUESTS = 50;

it('answers every request that it stores, also in flight when it is told to stop', async () => {
  const { tcp, operator, tokenFor, daemon, remove } = await startTestApi();
  const token = await tokenFor('admin', '1');
  const body = { role: 'rider', user_id: 7, event: 'hello' };
  const statuses = Array.from({ length: REQUESTS }, () =>
    tcp('POST /notifications', { token, body }).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await operator('POST /notifications', { body });
  await daemon.close();

  const answered = (await Promise.all(statuses)).filter((status) => status === 201).length;
  const store = await openSqliteStore({ directory: daemon.data });
  const { newestSeq } = await store.streamState({ role: 'rider', userId: '7' });
  await store.close();
  remove();
  expect(newestSeq).toBe(answered + 1);
});

it('logs at another level once it has reloaded', async () => {
  const directory = makeTempDirectory();
  onTestFinished(() => directory.remove());
  const load = (flags: Readonly<Record<string, unknown>>) =>
    loadConfig({ flags: { data: directory.path, port: 0, ...flags }, env: {} }).config;
  const { log, lines } = recordedLog();
  const leveled = { ...log, level: 'info' };
  const readConfig = () => load({ log_level: 'error' });
  const daemon = await start(load({}), { version: '0', log: leveled, readConfig });
  onTestFinished(() => daemon.close({ atOnce: true }));
  expect(daemon.reload()).toMatchObject({ ok: true, changed: [{ name: 'log_level' }] });
  expect(leveled.level).toBe('error');
  expect(lines.at(-1)?.fields).toEqual({ changed: ['log_level'] });
});
