import { readFileSync } from 'node:fs';
import type { Clock } from '../../clock/index.ts';
import { failure } from '../cli-error.ts';
import type { Api } from '../target/api.ts';

const LOOK_AGAIN_MS = 200;
/** How long a process may still be there that answers no more. */
const SILENT_MS_MAX = 15_000;

interface Ending {
  readonly api: Api;
  readonly pid: number;
  readonly clock: Clock;
  /** Hears how many are still connected. */
  readonly onProgress: (connections: number) => void;
}

/** Resolves once the daemon that was asked to stop is gone. Needs no signal: Windows has none. */
export async function untilGone({ api, pid, clock, onProgress }: Ending): Promise<void> {
  const askedAtMs = clock.monotonic();
  let heardAtMs = askedAtMs;
  for (;;) {
    const sight = await look(api);
    const nowMs = clock.monotonic();
    if (sight.kind === 'nobody' && !isAlive(pid)) return;
    if (sight.kind === 'stats') {
      // A supervisor may have started the next one already.
      if ((sight.uptimeS + 1) * 1_000 < nowMs - askedAtMs) return;
      onProgress(sight.connections);
    }
    if (sight.kind !== 'nobody') heardAtMs = nowMs;
    if (nowMs - heardAtMs > SILENT_MS_MAX) throw stuck(pid);
    await pause(clock);
  }
}

type Sight =
  | { readonly kind: 'stats'; readonly connections: number; readonly uptimeS: number }
  /** It is there and has other things to do. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'nobody' };

async function look(api: Api): Promise<Sight> {
  try {
    const { connections, uptime_s: uptimeS } = await api.call('getStats');
    return { kind: 'stats', connections: connections.total, uptimeS };
  } catch (error) {
    return { kind: isUnreachable(error) ? 'nobody' : 'busy' };
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unreachable';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // A process of another user is there as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** It has ended, and its parent has not asked how. Where there is no /proc, nobody can tell. */
function isZombie(pid: number): boolean {
  try {
    // After the name, which may hold anything: `7 (routa) Z 1 …`.
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function stuck(pid: number) {
  return failure(
    `the daemon answers no more, but its process ${pid} has not ended`,
    'look at its log, or end the process by its number',
  );
}

function pause(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(LOOK_AGAIN_MS, resolve, true);
  });
}
