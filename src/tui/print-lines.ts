import type { Clock, Timer } from '../clock/index.ts';

const PERIOD_MS = 1_000;

/** Prints a line a second. While nobody reads, lines are left out instead of piling up. */
export function printLines(stdout: NodeJS.WritableStream, clock: Clock, line: () => string): Timer {
  let isBehind = false;
  const onDrain = () => {
    isBehind = false;
  };
  stdout.on('drain', onDrain);
  const timer = clock.every(PERIOD_MS, () => {
    if (!isBehind) isBehind = !stdout.write(`${line()}\n`);
  });
  return {
    cancel: () => {
      timer.cancel();
      stdout.off('drain', onDrain);
    },
  };
}
