import { type Client, ClientError, connect } from '../client/index.ts';
import type { Role } from '../protocol/index.ts';
import { feedStore } from './feed.ts';
import { jsonLine } from './json-line.ts';
import { ROOMS, type RoomName } from './model/room.ts';
import type { ExitReason, MonitorMode, MonitorOptions } from './monitor-options.ts';
import { plainLine } from './plain-line.ts';
import { printLines } from './print-lines.ts';
import { createStore, type Store } from './store.ts';

/** Lines show figures only; a fleet would cost the daemon and the wire for nothing. */
const ROOMS_OF: Readonly<Record<MonitorMode, readonly RoomName[]>> = {
  screen: ROOMS,
  plain: ['stats'],
  json: ['stats'],
};

/**
 * Shows a daemon until somebody quits, `until` aborts or, without a screen, the daemon refuses to
 * have the monitor back. A lost connection ends nothing.
 * Rejects with a `ClientError` when the daemon cannot be reached at first or refuses the monitor,
 * and with whatever broke the dashboard; the terminal is restored before that.
 */
export async function runMonitor(options: MonitorOptions): Promise<ExitReason> {
  const { clock, until, mode } = options;
  if (until?.aborted) return 'ended';
  const client = connect(options.connect);
  const store = createStore(clock);
  const stop = feedStore(store, client, ROOMS_OF[mode], clock);
  try {
    // Whoever mistyped an address should read so at once, in one line, and not on a dashboard.
    const first = await endedOr(until, client.ready({ attemptsMax: 1 }));
    if (first === 'ended') return 'ended';
    checkRole(first.role);
    return await show(options, client, store);
  } finally {
    stop();
    store.close();
    await client.close();
  }
}

/** Each room would refuse anybody else, and the dashboard stay empty. */
function checkRole(role: Role): void {
  if (role === 'admin') return;
  throw new ClientError('not_allowed', `the monitor is for admins; this token is for a ${role}`);
}

async function show(options: MonitorOptions, client: Client, store: Store): Promise<ExitReason> {
  if (options.mode === 'screen') {
    // Ink and React are loaded by those who look at a screen.
    const { showScreen } = await import('./screen.ts');
    return showScreen(options, store);
  }
  const { clock, stdout, until } = options;
  const lineOf = options.mode === 'json' ? jsonLine : plainLine;
  const printing = printLines(stdout, clock, () => lineOf(store.snapshot(), clock.now()));
  try {
    return await endedOr(until, refusal(client));
  } finally {
    printing.cancel();
  }
}

/** Rejects once the daemon will not have this client back; a lost connection is no refusal. */
function refusal(client: Client): Promise<never> {
  return new Promise((_, reject) => {
    client.on('status', ({ state }) => {
      if (state === 'refused') client.ready().catch(reject);
    });
  });
}

async function endedOr<Value>(
  until: AbortSignal | undefined,
  promise: Promise<Value>,
): Promise<Value | 'ended'> {
  if (until === undefined) return promise;
  const { promise: ended, resolve } = Promise.withResolvers<'ended'>();
  const onAbort = () => resolve('ended');
  until.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, ended]);
  } finally {
    until.removeEventListener('abort', onAbort);
  }
}
