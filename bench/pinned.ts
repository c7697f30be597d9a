import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Server and generator on different cores, where the machine has two and `taskset`. */
export function pinned(core: number, command: readonly string[]): readonly string[] {
  return canPin() ? ['taskset', '-c', String(core), ...command] : command;
}

function canPin(): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-c', '0,1', 'true']);
    return true;
  } catch {
    return false;
  }
}
