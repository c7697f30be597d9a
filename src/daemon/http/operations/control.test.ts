import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';

async function openApi() {
  const api = await startTestApi();
  onTestFinished(() => api.close());
  return api;
}

it('is for the operator only, whatever token an admin has', async () => {
  const { tcp, operator, tokenFor, daemon } = await openApi();
  const token = await tokenFor('admin', '1');
  for (const line of ['POST /daemon/stop', 'POST /daemon/reload']) {
    expect(await tcp(line, { body: {} })).toMatchObject({ status: 401 });
    expect(await tcp(line, { body: {}, token })).toMatchObject({ status: 403 });
    expect(await operator(line, { body: {}, token })).toMatchObject({ status: 403 });
  }
  expect(await operator('GET /stats')).toMatchObject({ status: 200 });
  expect(await Promise.race([daemon.stopAsked, 'not asked'])).toBe('not asked');
});

it('answers before it stops', async () => {
  const { operator, daemon } = await openApi();
  const stopping = await operator('POST /daemon/stop', { body: {} });
  expect(stopping).toMatchObject({
    status: 200,
    body: { pid: process.pid, connections: 0, window_ms: 20_000 },
  });
  await daemon.stopAsked;
  await daemon.close();
  await expect(operator('GET /stats')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});

it('reloads what can change, and tells what cannot', async () => {
  const { operator, daemon } = await openApi();
  const file = path.join(daemon.data, 'routa.toml');
  writeFileSync(file, 'host = "::1"\n[limits]\nhttp_body_bytes_max = 1024\n');
  const body = { role: 'rider', user_id: 1, event: 'long', data: 'x'.repeat(2_000) };
  const notify = async () => (await operator('POST /notifications', { body })).status;
  expect(await notify()).toBe(201);
  expect(await operator('POST /daemon/reload', { body: {} })).toMatchObject({
    status: 200,
    body: {
      changed: [{ key: 'limits.http_body_bytes_max', from: 1_048_576, to: 1_024 }],
      needs_restart: [{ key: 'host', from: '127.0.0.1', to: '::1' }],
    },
  });
  expect(await notify()).toBe(413);
});

it('refuses what cannot be used, by its line, and changes nothing', async () => {
  const { operator, daemon } = await openApi();
  writeFileSync(path.join(daemon.data, 'routa.toml'), 'origins = []\n[limits]\nheartbeat = 5\n');
  expect(await operator('POST /daemon/reload', { body: {} })).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_message',
      detail: expect.stringMatching(/routa\.toml:3: there is no limits\.heartbeat; did you mean/),
      details: { hint: 'docs/configuration.md lists every key.' },
    },
  });
});
