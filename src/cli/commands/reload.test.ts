import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { runInProcess, startTestDaemon } from '../testing/test-daemon.ts';

/** A daemon, and how to write its file. */
async function openDaemon() {
  const daemon = await startTestDaemon();
  onTestFinished(() => daemon.close());
  const write = (toml: string) => writeFileSync(path.join(daemon.data, 'routa.toml'), toml);
  return { ...daemon, write };
}

test('shows what holds now, and what only after a restart', async () => {
  const { routa, write } = await openDaemon();
  write('host = "0.0.0.0"\norigins = ["https://a.example"]\n[limits]\nheartbeat_ms = 5000\n');
  const shown = await routa(['reload'], { isTerminal: true, env: { NO_COLOR: '1' } });
  expect(shown.exitCode).toBe(0);
  expect(shown.stdout.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['KEY', 'FROM', 'TO', 'HOLDS'],
    ['origins', '[]', '["https://a.example"]', 'now'],
    ['limits.heartbeat_ms', '25000', '5000', 'now'],
    ['host', '127.0.0.1', '0.0.0.0', 'after a restart'],
    [''],
  ]);
  expect((await routa(['reload'])).stdout).toBe('host\t127.0.0.1\t0.0.0.0\trestart\n');
  expect(JSON.parse((await routa(['reload', '--json'])).stdout)).toEqual({
    changed: [],
    needs_restart: [{ key: 'host', from: '127.0.0.1', to: '0.0.0.0' }],
  });
});

test('says where nothing has changed', async () => {
  const { routa } = await openDaemon();
  const quiet = await routa(['reload'], { isTerminal: true });
  expect(quiet).toEqual({ exitCode: 0, stdout: '', stderr: 'Nothing has changed.\n' });
});

test('tells in one line why a file cannot be used; exit code 2', async () => {
  const { routa, write, data } = await openDaemon();
  write('[limits]\nheartbeat_ms = "often"\n');
  const failed = await routa(['reload']);
  expect(failed).toMatchObject({ exitCode: 2, stdout: '' });
  expect(failed.stderr).toBe(
    `routa: ${path.join(data, 'routa.toml')}:2: limits.heartbeat_ms must be an integer from 10 ` +
      'to 86400000 (ms), not "often"; correct it, or leave it out for 25000\n',
  );
});

test.each(['reload', 'stop'])('%s has nobody to ask where no daemon runs', async (verb) => {
  const data = path.join(tempDirectory(), 'none');
  const nobody = await runInProcess([verb, '--data', data]);
  expect(nobody).toMatchObject({ exitCode: 3, stdout: '' });
  expect(nobody.stderr).toMatch(/^routa: no daemon (?:answers at|runs in) .*\n$/);
});

test.each(['reload', 'stop'])('%s never takes a daemon for one that is elsewhere', async (verb) => {
  const env = { ROUTA_URL: 'wss://dispatch.example', ROUTA_TOKEN: 'rt_1' };
  const refused = await runInProcess([verb], { env });
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^routa: only the operator .* with --data\n$/);
});
