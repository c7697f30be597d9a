import { expect, it } from 'vitest';
import { startTestApi } from './http/testing/test-api.ts';
import { openSqliteStore } from './store/sqlite/open-store.ts';

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
  await daemon.close({ atOnce: true });

  const answered = (await Promise.all(statuses)).filter((status) => status === 201).length;
  const store = await openSqliteStore({ directory: daemon.data });
  const { newestSeq } = await store.streamState({ role: 'rider', userId: '7' });
  await store.close();
  remove();
  expect(newestSeq).toBe(answered + 1);
});
