import { constants } from 'node:os';

/** How often somebody has asked the process to stop: politely, then for good. */
export interface Interruption {
  /** At the first SIGINT, SIGTERM or SIGHUP: close what is open. */
  readonly asked: AbortSignal;
  /** At the second: do not wait for anybody. At the third the process ends as it is. */
  readonly insisted: AbortSignal;
}

let caught: Interruption | undefined;

/**
 * Only the commands that have something to close ask for it: the others die of a signal as usual.
 */
export function catchSignals(): Interruption {
  if (caught !== undefined) return caught;
  const asked = new AbortController();
  const insisted = new AbortController();
  const onSignal = (name: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    if (insisted.signal.aborted) process.exit(128 + constants.signals[name]);
    (asked.signal.aborted ? insisted : asked).abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // The terminal was closed: what is open is closed as well, instead of being cut off.
  process.on('SIGHUP', onSignal);
  caught = { asked: asked.signal, insisted: insisted.signal };
  return caught;
}
