import { expect, vi } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { Size } from '../layout.ts';
import type { Happening } from '../model/update.ts';
import type { ExitReason } from '../monitor-options.ts';
import { showScreen } from '../screen.ts';
import { createStore, type Store } from '../store.ts';
import { liveTown } from './samples.ts';
import { openTestTerminal, type TestTerminal } from './terminal.ts';

/** A dashboard on a terminal of its own. */
export interface Dashboard extends AsyncDisposable {
  readonly terminal: TestTerminal;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly exit: Promise<ExitReason>;
  /** Lets more happen and shows it. */
  happen(...happenings: readonly Happening[]): void;
  /** Aborts `until`, as a signal does. */
  end(): void;
  /** Waits until what is on the screen satisfies the expectation. */
  see(expectation: (screen: string) => void): Promise<void>;
  seeText(text: string): Promise<void>;
}

interface World {
  readonly store: Store;
  readonly clock: ManualClock;
}

export function makeWorld(happenings: readonly Happening[] = liveTown()): World {
  const clock = new ManualClock();
  const world = { store: createStore(clock), clock };
  letHappen(world, happenings);
  return world;
}

export function showDashboard(size: Size, { store, clock } = makeWorld()): Dashboard {
  const terminal = openTestTerminal(size);
  const ending = new AbortController();
  const exit = showScreen(
    {
      connect: { url: 'ws://127.0.0.1:1' },
      mode: 'screen',
      stdin: terminal.stdin,
      stdout: terminal.stdout,
      clock,
      until: ending.signal,
    },
    store,
  );
  // Tests that expect a failure await it themselves.
  exit.catch(() => {});
  const see = (expectation: (screen: string) => void) =>
    vi.waitFor(() => expectation(terminal.lines().join('\n')), { timeout: 10_000, interval: 10 });
  return {
    terminal,
    store,
    clock,
    exit,
    happen: (...happenings) => letHappen({ store, clock }, happenings),
    end: () => ending.abort(),
    see,
    seeText: (text) => see((screen) => expect(screen).toContain(text)),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await exit.catch(() => {});
      terminal.close();
    },
  };
}

function letHappen({ store, clock }: World, happenings: readonly Happening[]): void {
  for (const each of happenings) store.fold(each);
  // The store publishes with its next tick.
  clock.advance(250);
}
