import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { builtProgram } from '../../support/built-program.ts';
import { DISK_CALLS } from './disk-operation.ts';
import { SENDING_CALLS } from './sent-messages.ts';

const REMEDY = 'install strace ("apt-get install strace"), and allow ptrace (CAP_SYS_PTRACE)';

/** Fails where the proof cannot be made, rather than passing without it. */
export function requireStrace(): void {
  const { status, stderr, error } = spawnSync('strace', ['-f', '--seccomp-bpf', 'true']);
  if (error === undefined && status === 0) return;
  const why = error?.message ?? String(stderr).trim().split('\n').at(-1);
  throw new Error(`no process can be traced here: ${REMEDY} (${why})`);
}

export interface Tracing {
  readonly traceFile: string;
  /** What strace does to calls of its own accord: `fsync:error=EIO:when=40`. */
  readonly injections?: readonly string[];
  /** Only calls that have to do with this file. */
  readonly onlyPath?: string;
}

/** As fast as it can: what is proven here does not depend on how many ask how often. */
const SETTINGS = {
  ROUTA_SHUTDOWN_WINDOW_MS: '0',
  ROUTA_LOG_LEVEL: 'warn',
  ROUTA_RATE_LIMITS: 'off',
};

/** Starts the built program with its system calls written to a file. */
export function spawnTraced(
  args: readonly string[],
  tracing: Tracing,
): ChildProcessWithoutNullStreams {
  const program = [process.execPath, builtProgram(), ...args];
  const child = spawn('strace', [...optionsOf(tracing), ...program], {
    env: { ...process.env, ...SETTINGS },
    stdio: 'pipe',
  });
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

function optionsOf({ traceFile, injections = [], onlyPath }: Tracing): string[] {
  const calls = new Set([...DISK_CALLS, ...SENDING_CALLS]);
  return [
    // All threads; all bytes; paths and sockets beside their descriptors; in the order of time.
    ...['-f', '--seccomp-bpf', '-ttt', '-y', '-xx', '-s', '100000000', '-o', traceFile],
    ...['-e', `trace=${[...calls].join(',')}`],
    ...injections.flatMap((injection) => ['-e', `inject=${injection}`]),
    ...(onlyPath === undefined ? [] : ['-P', onlyPath]),
  ];
}
