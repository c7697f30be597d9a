import { readFileSync } from 'node:fs';

/** What a process has open besides: connections that a scenario adds to them, files and threads. */
const OTHERS = 1_200;

/**
 * Why so many connections cannot be held, as one line; null where they can. Node raises its own
 * limit to the hard one, so only that counts.
 */
export function refuseConnections(connections: number): string | null {
  const limit = openFilesMax();
  const needed = connections + OTHERS;
  if (limit >= needed) return null;
  const most = Math.max(0, limit - OTHERS);
  return (
    `${connections} connections need ${needed} open files in each process, and the limit is ` +
    `${limit}: raise it (ulimit -Hn ${needed}, as root), or pass --connections ${most}`
  );
}

/** proc_pid_limits(5); without it there is nothing to refuse. */
function openFilesMax(): number {
  try {
    const text = readFileSync('/proc/self/limits', 'utf8');
    const hard = /^Max open files +\S+ +(\S+)/m.exec(text)?.[1];
    return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
