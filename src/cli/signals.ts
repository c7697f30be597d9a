import { constants } from 'node:os';
import { isatty } from 'node:tty';

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
  const isGone = watchTerminal();
  let hasHungUp = false;
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', () => {
    if (onReload !== undefined && !isGone()) onReload();
    else if (!hasHungUp) {
      // Once: of the same closed window both the system and the shell may tell.
      hasHungUp = true;
      onSignal('SIGHUP');
    }
  });
  caught = { asked: asked.signal, insisted: insisted.signal };
  return caught;
}

/**
 * Whether a terminal that the process was started on is no more. That SIGHUP cannot tell: the system
 * sends it for a window that was closed, and people send it to a daemon that shall reload.
 */
function watchTerminal(): () => boolean {
  const terminals = STANDARD_STREAMS.filter(isatty);
  // Windows has only the closed window, after which it leaves a process a few seconds.
  return () => process.platform === 'win32' || !terminals.every(isatty);
}
