import { constants } from 'node:os';

let caught: AbortSignal | undefined;

/** Only the commands that have something to close ask for it: the others die of a signal as usual. */
export function catchSignals(): AbortSignal {
  if (caught !== undefined) return caught;
  const controller = new AbortController();
  const onSignal = (name: 'SIGINT' | 'SIGTERM') => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
    controller.abort(name);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  caught = controller.signal;
  return caught;
}
