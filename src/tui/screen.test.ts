// The JSX of tests is compiled for React's development build: load that one before `screen.ts` asks
// for the other.
import './views/app.tsx';
import { afterEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../clock/index.ts';
import type { Size } from './layout.ts';
import type { Happening } from './model/update.ts';
import type { ExitReason, MonitorOptions } from './monitor-options.ts';
import { showScreen } from './screen.ts';
import { createStore, type Store } from './store.ts';
import { booking, event, liveTown, message, NOON, stats } from './testing/samples.ts';
import { openTestTerminal, type TestTerminal } from './testing/terminal.ts';

// The frames show times of day, and those are the reader's own.
process.env.TZ = 'UTC';

interface Shown {
  readonly terminal: TestTerminal;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly exit: Promise<ExitReason>;
  leave(): void;
}

const shown: Shown[] = [];

afterEach(async () => {
  for (const { leave, exit, store, terminal } of shown.splice(0)) {
    leave();
    await exit.catch(() => {});
    store.close();
    terminal.close();
  }
});

/** The dashboard on a terminal of its own, showing what happened. */
function show(
  size: Size,
  happenings: readonly Happening[] = liveTown(),
  options: Partial<MonitorOptions> = {},
): Shown {
  const clock = new ManualClock();
  const store = createStore(clock);
  for (const each of happenings) store.fold(each);
  clock.advance(250);
  return open(size, store, clock, options);
}

function open(
  size: Size,
  store: Store,
  clock: ManualClock,
  options: Partial<MonitorOptions> = {},
): Shown {
  const terminal = openTestTerminal(size);
  const { stdin, stdout } = terminal;
  const leaving = new AbortController();
  const until = options.until ?? leaving.signal;
  const connect = { url: 'ws://127.0.0.1:1' };
  const all: MonitorOptions = { connect, mode: 'screen', stdin, stdout, clock, ...options, until };
  const exit = showScreen(all, store);
  const one = { terminal, store, clock, exit, leave: () => leaving.abort() };
  shown.push(one);
  return one;
}

/** Waits until what is on the screen does as the callback expects. */
function see(terminal: TestTerminal, expectation: (text: string) => void): Promise<void> {
  return vi.waitFor(() => expectation(terminal.lines().join('\n')), { timeout: 10_000 });
}

function seeText(terminal: TestTerminal, text: string): Promise<void> {
  return see(terminal, (screen) => expect(screen).toContain(text));
}

test.for([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
])('a town fills $columns x $rows', async (size) => {
  const { terminal } = show(size);
  await seeText(terminal, 'q quit');
  const frame = `${terminal.lines().join('\n')}\n`;
  await expect(frame).toMatchFileSnapshot(`testing/frames/${size.columns}x${size.rows}.txt`);
});
