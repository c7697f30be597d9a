import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Kills a process as soon as a file that it writes is seen to be so long, or lets it end. */
export async function killAtLength(
  child: ChildProcess,
  path: string,
  bytes: number,
): Promise<void> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  while (!hasEnded()) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (size >= bytes) child.kill('SIGKILL');
    await setImmediate();
  }
}

/** So many lengths of a file, from its first byte on. */
export function lengthsUpTo(bytes: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * bytes) / count) + 1);
}
