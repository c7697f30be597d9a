import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScriptedDaemon, type ScriptedPeer } from '../client/testing/scripted-daemon.ts';
import { ManualClock } from '../clock/index.ts';
import type { MonitorMode } from './monitor-options.ts';
import { runMonitor } from './run.ts';
import { stats } from './testing/samples.ts';

process.env.TZ = 'UTC';

let daemon: ScriptedDaemon;
let ending: AbortController;

beforeEach(async () => {
  daemon = await ScriptedDaemon.start();
  ending = new AbortController();
});

afterEach(async () => {
  ending.abort();
  await daemon.close();
});

/** The monitor printing lines, and the clocks of lines and of the connection, which stand still. */
function monitor(mode: MonitorMode, url = daemon.url, highWaterMark = 100_000) {
  const stdout = new PassThrough({ encoding: 'utf8', highWaterMark });
  const clock = new ManualClock();
  const wire = new ManualClock();
  const exit = runMonitor({
    connect: { url, token: 'rt_1', clock: wire, random: () => 1 },
    mode,
    // Lines need no keyboard, and a stream that can be read back does for the screen.
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    clock,
    until: ending.signal,
  });
  exit.catch(() => {});
  /** The last line printed after a second has passed. */
  const nextLine = () => {
    clock.advance(1_000);
    return String(stdout.read() ?? '')
      .trimEnd()
      .split('\n')
      .at(-1);
  };
  return { exit, nextLine, stdout, clock, wire };
}

/** Lets the monitor in; it watches figures only, since lines show nothing else. */
async function admit(): Promise<ScriptedPeer> {
  const peer = await daemon.session({ role: 'admin' });
  expect(await peer.acknowledge()).toMatchObject({ type: 'join_room', room: 'stats' });
  return peer;
}

test("whose token is not an admin's is told so, instead of seeing nothing for ever", async () => {
  const { exit } = monitor('plain');
  await daemon.session({ role: 'driver' });
  await expect(exit).rejects.toMatchObject({
    code: 'not_allowed',
    message: 'the monitor is for admins; this token is for a driver',
  });
});

test('a line a second tells the link and the figures', async () => {
  const { nextLine } = monitor('plain');
  const peer = await admit();
  peer.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() =>
    expect(nextLine()?.split(/ {2}|(?<=^\S+) /)).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d$/),
      expect.stringMatching(/^live, data \ds old$/),
      'connections 83 (admin 2 driver 50 rider 30)',
      'in 104/s out 311/s',
      'command p50 0.84 p99 3.1 ms',
      'position p50 0.4 p99 2.2 ms',
      'cpu 12% memory 104 MB',
    ]),
  );
});

test('a JSON object a second tells the same to programs', async () => {
  const { nextLine } = monitor('json');
  const peer = await admit();
  peer.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() => {
    const line = JSON.parse(nextLine() ?? '');
    expect(line).toMatchObject({ link: 'live', stats: stats() });
    expect(line.age_ms).toBeLessThan(3_000);
  });
});

test('a lost daemon ends nothing: the lines say so, and go on when it is back', async () => {
  const { nextLine, wire } = monitor('json');
  const first = await admit();
  first.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() => expect(nextLine()).toContain('"link":"live"'));
  first.close(1012, 'restart');
  await vi.waitFor(() => {
    expect(JSON.parse(nextLine() ?? '')).toMatchObject({ link: 'reconnecting', stats: null });
  });
  wire.advance(60_000);
  const second = await admit();
  second.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() => expect(nextLine()).toContain('"link":"live"'));
});

test('figures that stopped coming are left out, so that nobody takes them for new', async () => {
  const { nextLine, clock } = monitor('json');
  const peer = await admit();
  peer.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() => expect(nextLine()).toContain('"rss_bytes"'));
  clock.advance(3_000);
  expect(JSON.parse(nextLine() ?? '')).toMatchObject({ link: 'stale', stats: null });
});

test('where nobody listens it ends at once and says so', async () => {
  const { exit } = monitor('plain', 'ws://127.0.0.1:1');
  await expect(exit).rejects.toMatchObject({ code: 'unreachable' });
});

test('a daemon that has no place for it ends it, with the reason', async () => {
  const { exit } = monitor('plain');
  const peer = await admit();
  peer.send({ type: 'disconnect', code: 4501, reason: 'token revoked', reconnect: false });
  peer.close(4501, 'token revoked');
  await expect(exit).rejects.toThrow('token revoked');
});

test('whoever runs it may end it while it connects', async () => {
  const { exit } = monitor('plain');
  ending.abort();
  expect(await exit).toBe('ended');
});

test('whoever runs it may end it while it watches', async () => {
  const { exit } = monitor('json');
  await admit();
  ending.abort();
  expect(await exit).toBe('ended');
});

test('what has been ended before it begins does not even connect', async () => {
  ending.abort();
  expect(await monitor('plain', 'ws://127.0.0.1:1').exit).toBe('ended');
});

test('a reader who stops reading gets no pile of old lines', async () => {
  const { stdout, clock } = monitor('plain', daemon.url, 1_000);
  await admit();
  clock.advance(3_600_000);
  expect(stdout.readableLength + stdout.writableLength).toBeLessThan(5_000);
});
