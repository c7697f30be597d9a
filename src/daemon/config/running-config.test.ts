import { expect, it } from 'vitest';
import { namedKeys } from './key-names.ts';
import { loadConfig } from './load-config.ts';
import { applyConfig, runningConfig } from './running-config.ts';

const load = (env: Readonly<Record<string, string>> = {}) =>
  loadConfig({ flags: { data: '/nowhere' }, env }).config;

it('takes new values over, also for those who hold only a part of it', () => {
  const running = runningConfig(load());
  const { limits } = running;
  const { changed } = applyConfig(
    running,
    load({ ROUTA_LIMITS_HEARTBEAT_MS: '1000', ROUTA_ORIGINS: 'https://a.example' }),
  );
  expect([limits.heartbeatMs, running.origins]).toEqual([1_000, ['https://a.example']]);
  expect(changed).toEqual([
    { name: 'origins', from: [], to: ['https://a.example'] },
    { name: 'limits.heartbeat_ms', from: 25_000, to: 1_000 },
  ]);
});

it('names what needs a restart, each time anew, and leaves it as it is', () => {
  const running = runningConfig(load());
  const next = load({ ROUTA_PORT: '1', ROUTA_LOG_FORMAT: 'json', ROUTA_LOG_LEVEL: 'warn' });
  for (const changedNames of [['log_level'], []]) {
    const { changed, needsRestart } = applyConfig(running, next);
    expect(changed.map(({ name }) => name)).toEqual(changedNames);
    expect(needsRestart.map(({ name }) => name)).toEqual(['port', 'log_format']);
  }
  expect([running.port, running.logFormat]).toEqual([8_282, 'auto']);
});

it('leaves the configuration that it began with alone', () => {
  const first = load();
  applyConfig(runningConfig(first), load({ ROUTA_LOG_LEVEL: 'warn' }));
  expect(first).toEqual(load());
});

it('can change everything but where and how the daemon was opened', () => {
  const fixed = namedKeys().filter(({ key }) => !key.reloadable);
  expect(fixed.map(({ name }) => name)).toEqual(['host', 'port', 'data', 'log_format', 'speedup']);
});
