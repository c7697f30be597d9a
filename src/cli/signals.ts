import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { systemClock } from '../clock/index.ts';

/** How often somebody has asked the process to stop: politely, then for good. */
export interface Interruption {
  /** At the first SIGINT, SIGTERM or hang-up: close what is open. */
  readonly asked: AbortSignal;
  /** At the second: do not wait for anybody. At the third the process ends as it is. */
  readonly insisted: AbortSignal;
}

export interface SignalOptions {
  /** What SIGHUP means while the terminal is still there, if there ever was one. */
  readonly onReload?: () => void;
}

type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const STANDARD_STREAMS = [0, 1, 2];
const LOOK_AGAIN_MS = 1_000;
/** Looks that may have come before the signal did. */
const MISSED_MAX = 2;

let caught: Interruption | undefined;

/**
 * Only the commands that have something to close ask for it: the others die of a signal as usual.
 */
export function catchSignals({ onReload }: SignalOptions = {}): Interruption {
  if (caught !== undefined) return caught;
  const asked = new AbortController();
  const insisted = new AbortController();
  const onSignal = (name: SignalName) => {
    if (insisted.signal.aborted) process.exit(128 + constants.signals[name]);
    (asked.signal.aborted ? insisted : asked).abort();
  };
  const hasGone = onReload === undefined ? () => true : watchTerminal();
  let hasHungUp = false;
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', () => {
    if (!hasGone()) onReload?.();
    else if (!hasHungUp) {
      // Once: of the same closed window both the system and the shell may tell.
      hasHungUp = true;
      onSignal('SIGHUP');
    }
  });
  // Left to itself, Node takes its handlers away a moment before the process ends, and a signal
  // that comes then would kill what has ended well.
  process.once('beforeExit', () => process.exit());
  caught = { asked: asked.signal, insisted: insisted.signal };
  return caught;
}

/**
 * Whether the terminal that the process was started on has gone just now. SIGHUP does not say: the
 * system sends it when a window is closed, and people send it to a daemon that shall reload,
 * perhaps long after it has lost its terminal.
 */
function watchTerminal(): () => boolean {
  // Windows has only the closed window, after which it leaves a process a few seconds.
  if (process.platform === 'win32') return () => true;
  const terminals = STANDARD_STREAMS.filter((stream) => isatty(stream));
  if (terminals.length === 0) return () => false;
  const isThere = () => terminals.every((stream) => isatty(stream));
  // Looks are counted and not time, of which a process that was stopped knows nothing.
  let missed = 0;
  systemClock.every(LOOK_AGAIN_MS, () => {
    missed = isThere() ? 0 : missed + 1;
  });
  return () => !isThere() && missed <= MISSED_MAX;
}
