import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectAs, open } from './support/connect-as.ts';
import { type ProcessDaemon, processDaemon } from './support/process-daemon.ts';
import { routaInTerminal } from './support/pty.ts';
import type { RawClient } from './support/raw-client.ts';
import { runRouta } from './support/run-routa.ts';

/** `routa stop` and `routa reload`, as a shell sees them. */

const EVENTUALLY = { timeout: 10_000 };
const LONG = { ROUTA_SHUTDOWN_WINDOW_MS: '600000' };

describe('routa stop', () => {
  test('has stopped the daemon when it ends, so that the next one can start at once', async () => {
    const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: '500' });
    const rider = await connectAs(daemon, 'rider:1');
    const { pid, data } = daemon;
    const ended = daemon.ended();
    const stopped = await runRouta(['stop', '--data', data, '--json']);
    expect(stopped).toMatchObject({
      exitCode: 0,
      stderr: '1 connection to close\n',
    });
    expect(JSON.parse(stopped.stdout)).toEqual({
      stopped: true,
      pid,
      connections: 1,
      took_ms: expect.any(Number),
    });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await ended).toBe(0);
    expect(await rider.closed).toBe(4000);
    await daemon.start();
    expect((await runRouta(['stop', '--data', data])).stdout).toMatch(
      /^stopped\t\d+\nconnections\t0\nafter\t\d+\n$/,
    );
    expect(await daemon.ended()).toBe(0);
  });

  test('with --now hurries a stop that has begun', async () => {
    const daemon = await processDaemon(LONG);
    const crowd = await gather(daemon, 500);
    const ended = daemon.ended();
    const patient = runRouta(['stop', '--data', daemon.data]);
    await crowd[0]?.next('disconnect');
    const hurried = await runRouta(['stop', '--now', '--data', daemon.data]);
    expect([hurried.exitCode, (await patient).exitCode, await ended]).toEqual([0, 0, 0]);
  });

  test('is hurried by the first signal', async () => {
    const daemon = await processDaemon(LONG);
    const crowd = await gather(daemon, 500);
    const ended = daemon.ended();
    const stopping = runRouta(['stop', '--data', daemon.data]);
    await crowd[0]?.next('disconnect');
    process.kill(daemon.pid, 'SIGTERM');
    expect([await ended, (await stopping).exitCode]).toEqual([0, 0]);
  });

  test.runIf(process.platform !== 'win32')('ends well, however late a second signal', async () => {
    const daemon = await processDaemon({ ROUTA_LOG_LEVEL: 'info' });
    for (let times = 1; times <= 5; times += 1) {
      process.kill(daemon.pid, 'SIGTERM');
      await daemon.says('routa has stopped', times);
      signalAgain(daemon.pid);
      expect(await daemon.ended()).toBe(0);
      await daemon.start();
    }
  });

  test.runIf(process.platform !== 'win32')('counts down on a terminal', async () => {
    const daemon = await processDaemon({ ROUTA_SHUTDOWN_WINDOW_MS: '4000' });
    await gather(daemon, 100);
    const ended = daemon.ended();
    const terminal = routaInTerminal(['stop', '--data', daemon.data]);
    await terminal.seeText('connections left');
    expect((await terminal.ended).exitCode).toBe(0);
    await terminal.seeText(`process ${daemon.pid}`);
    expect(await ended).toBe(0);
  });
});

/** It may be gone by then. */
function signalAgain(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

/** Sockets that are told to leave at 50 a second; the first who came is the first to be told. */
async function gather(daemon: ProcessDaemon, count: number): Promise<readonly RawClient[]> {
  const crowd = Array.from({ length: count }, () => open(daemon, { isSilent: true }));
  await Promise.all(crowd.map(({ opened }) => opened));
  return crowd;
}

describe.runIf(process.platform !== 'win32')('SIGHUP', () => {
  test('reloads, and leaves everybody connected', async () => {
    const daemon = await processDaemon({ ROUTA_LOG_LEVEL: 'info' });
    const rider = await connectAs(daemon, 'rider:1');
    const file = join(daemon.data, 'routa.toml');
    writeFileSync(file, 'port = 1\nlog_format = "json"\n[limits]\ncommands_per_minute = 1\n');
    process.kill(daemon.pid, 'SIGHUP');
    await expect
      .poll(() => daemon.log, EVENTUALLY)
      .toContain('"changed":["limits.commands_per_minute"]');
    expect(daemon.log).toContain('"keys":["log_format"]');
    const ask = { type: 'status_update', booking_id: 1, status: 'cancelled' };
    expect(await rider.ask(ask)).toMatchObject({ code: 'not_found' });
    expect(await rider.ask(ask)).toMatchObject({ code: 'rate_limited' });

    writeFileSync(file, 'limits = 5\n');
    process.kill(daemon.pid, 'SIGHUP');
    await expect
      .poll(() => daemon.log, EVENTUALLY)
      .toContain('routa.toml:1: limits must be a table');
    expect(await rider.ask({ type: 'ping' })).toMatchObject({ type: 'ack' });
  });
});
