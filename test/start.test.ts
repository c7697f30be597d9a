import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from '../src/daemon/store/testing/temp-directory.ts';
import { checkout } from './support/built-program.ts';
import { spawnRouta } from './support/run-routa.ts';

const FILES_MAX = 60;

/** Every file that a daemon of the build has loaded in its main thread when it is ready. */
async function filesOfTheDaemon(): Promise<string[]> {
  const folder = tempDirectory();
  const traceFile = join(folder, 'modules');
  const preload = pathToFileURL(join(checkout, 'src/cli/testing/trace-imports.ts')).href;
  const child = spawnRouta(['serve', '--data', join(folder, 'data'), '--port', '0', '--json'], {
    ROUTA_LOG_LEVEL: 'silent',
    NODE_OPTIONS: `--import=${preload}`,
    TRACE_FILE: traceFile,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await once(createInterface({ input: child.stdout }), 'line');
  child.kill('SIGTERM');
  await exited;
  return readFileSync(traceFile, 'utf8').split('\n');
}

test('a daemon is ready after a few dozen files, and loads no package', async () => {
  const files = (await filesOfTheDaemon()).filter((url) => url.startsWith('file:'));
  expect(files.some((url) => url.endsWith('/dist/cli/main.js'))).toBe(true);
  expect(files.filter((url) => url.includes('/node_modules/'))).toEqual([]);
  expect(files.length).toBeLessThan(FILES_MAX);
});
