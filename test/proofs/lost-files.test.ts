import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectAs } from '../support/connect-as.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { Notices } from './bad-ground/notices.ts';

const FAILED = 1;
const SETTINGS = { ROUTA_LOG_FORMAT: 'json' };

/** Windows lets nobody delete a file that is open. */
describe.skipIf(process.platform === 'win32')('under a running daemon', () => {
  async function startWriting() {
    const daemon = await processDaemon(SETTINGS, tempDirectory());
    const notices = new Notices(7);
    const desk = await connectAs(daemon, 'admin:1');
    for (let count = 0; count < 50; count += 1) await notices.send(desk);
    return { daemon, notices, desk };
  }

  test('data that are deleted end it before it acknowledges anything more', async () => {
    const { daemon, notices, desk } = await startWriting();
    const { data } = daemon;
    rmSync(data, { recursive: true });
    expect(await notices.send(desk)).toBe(false);
    expect(await daemon.ended()).toBe(FAILED);
    expect(daemon.log).toMatch(
      /\nrouta: \/.*\/routa\.db was deleted or replaced under the daemon; /,
    );
  });

  test('a database that is deleted ends it, and nothing is lost', async () => {
    const { daemon, notices, desk } = await startWriting();
    const file = join(daemon.data, 'routa.db');
    rmSync(file);
    expect(await notices.send(desk)).toBe(false);
    expect(await daemon.ended()).toBe(FAILED);
    const restore = ['restore', '--data', daemon.data, `${file}.rescued`];
    expect(await runRouta(restore)).toMatchObject({ exitCode: 0 });
    await daemon.start();
    await daemon.stop();
    expect(notices.stored(daemon.data).slice(0, 50)).toEqual(notices.acked);
  });

  test('a write-ahead log that is deleted ends it, and nothing is lost', async () => {
    const { daemon, notices, desk } = await startWriting();
    rmSync(join(daemon.data, 'routa.db-wal'));
    expect(await notices.send(desk)).toBe(false);
    expect(await daemon.ended()).toBe(FAILED);
    await daemon.start();
    await daemon.stop();
    expect(notices.stored(daemon.data).slice(0, 50)).toEqual(notices.acked);
  });
});
