import type { Clock } from '../../clock/index.ts';
import { type Rate, TokenBucket } from '../gateway/token-bucket.ts';

/** What comes in swarms is shown so often, and then how much of it was left out. */
const LINES: Rate = { perSecond: 10, burst: 50 };

/** Leaves out what is too much, and says so with the next line. */
export function limitLines<Line extends { readonly text: string }>(
  publish: (line: Line) => void,
  clock: Clock,
): (line: Line) => void {
  const bucket = new TokenBucket(clock.monotonic());
  let omitted = 0;
  return (line) => {
    if (!bucket.take(LINES, clock.monotonic())) {
      omitted += 1;
      return;
    }
    const note = omitted === 0 ? '' : `; ${omitted} more before`;
    omitted = 0;
    publish({ ...line, text: `${line.text}${note}` });
  };
}
