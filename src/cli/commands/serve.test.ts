import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const preload = new URL('../testing/kill-threads.ts', import.meta.url).href;

/** A daemon whose database threads end on SIGUSR2. */
function serve() {
  const args = ['serve', '--data', tempDirectory(), '--port', '0', '--log-format', 'json'];
  const child = spawn(process.execPath, ['--import', preload, main, ...args]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, exit: once(child, 'exit'), errors: text(child.stderr) };
}

test.skipIf(process.platform === 'win32')(
  'ends with exit 1 when its database is gone, and says so',
  async () => {
    const { child, exit, errors } = serve();
    await once(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGUSR2');
    expect((await exit)[0]).toBe(1);
    const lines = (await errors).trim().split('\n');
    expect(lines.at(-1)).toBe('routa: the database thread has ended; restart the daemon');
    expect(lines.filter((line) => line.includes('the database is gone'))).toHaveLength(1);
  },
);
