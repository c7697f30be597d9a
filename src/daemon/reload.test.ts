import { expect, it } from 'vitest';
import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { loadConfig } from './config/load-config.ts';
import { runningConfig } from './config/running-config.ts';
import { reload } from './reload.ts';
import { recordedLog } from './store/testing/recorded-log.ts';

const load = (env: Readonly<Record<string, string>> = {}) =>
  loadConfig({ flags: { data: '/nowhere' }, env }).config;

function reloadWith(readConfig: () => Config) {
  const config = runningConfig(load());
  const { log, lines } = recordedLog();
  let reconfigured = 0;
  const prepare = () => () => {
    reconfigured += 1;
    return [];
  };
  const reloading = reload({ config, readConfig, prepare, log });
  return { config, lines, reloading, reconfigured };
}

it('takes over what has changed, and logs which keys, not their values', () => {
  const next = load({ ROUTA_ORIGINS: 'https://secret.example', ROUTA_PORT: '1234' });
  const { config, lines, reloading, reconfigured } = reloadWith(() => next);
  expect(reloading).toMatchObject({ ok: true, changed: [{ name: 'origins' }] });
  expect(config.origins).toEqual(['https://secret.example']);
  expect(reconfigured).toBe(1);
  expect(lines).toMatchObject([
    { level: 'warn', fields: { keys: ['port'] } },
    { level: 'info', fields: { changed: ['origins'] } },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|1234/);
});

it('changes nothing where the configuration cannot be used, and says why in one line', () => {
  const broken = () => {
    throw new ConfigError('routa.toml:3: there is no limt', 'docs/configuration.md lists them.');
  };
  const { config, lines, reloading, reconfigured } = reloadWith(broken);
  const problem = 'routa.toml:3: there is no limt';
  expect(reloading).toEqual({ ok: false, problem, hint: 'docs/configuration.md lists them.' });
  expect([config, reconfigured]).toEqual([load(), 0]);
  expect(lines).toMatchObject([
    { level: 'error', text: `the configuration stays as it is: ${problem}` },
  ]);
});

it('survives whatever goes wrong while it is read', () => {
  const { reloading } = reloadWith(() => {
    throw new Error('EMFILE: too many open files');
  });
  expect(reloading).toMatchObject({ ok: false, problem: 'Error: EMFILE: too many open files' });
});
