import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDirectory } from '../src/daemon/store/testing/temp-directory.ts';
import { routaInTerminal } from './support/pty.ts';

/** SIGHUP is sent when a terminal is closed, and by people who want a daemon to reload. */
describe.runIf(process.platform !== 'win32')('routa serve in a terminal', () => {
  const serve = async () => {
    const data = tempDirectory();
    const args = ['serve', '--data', data, '--port', '0', '--log-level', 'info'];
    const terminal = routaInTerminal(args, { columns: 200 });
    await terminal.seeText('routa listens');
    return { data, terminal };
  };

  test('stops in good order when its terminal is closed, though it can log no more', async () => {
    const { data, terminal } = await serve();
    terminal.hangUp();
    expect((await terminal.ended).exitCode).toBe(0);
    expect(existsSync(join(data, 'routa.sock'))).toBe(false);
  });

  test('reloads at a SIGHUP while its terminal is there', async () => {
    const { data, terminal } = await serve();
    terminal.kill('SIGHUP');
    await terminal.seeText('the configuration was read again');
    expect(existsSync(join(data, 'routa.sock'))).toBe(true);
  });
});
