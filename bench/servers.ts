import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ready, readyLine } from '../src/simulator/daemon/ready-line.ts';

/** A server under test, in a process of its own on core 0. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly data: string | null;
  readonly startMs: number;
  rssBytes(): number;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');

export async function startRouta(): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'routa-bench-'));
  const args = ['bin/routa.cjs', 'serve', '--data', data, '--port', '0', '--json'];
  const server = await startServer('routa', [...args, '--log-level', 'warn', '--exit-with-stdin']);
  return {
    ...server,
    data,
    async stop() {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export function startRelay(): Promise<Server> {
  return startServer('ws relay', ['bench/peers/ws-relay.ts']);
}

async function startServer(name: string, args: readonly string[]): Promise<Server> {
  const startedAt = performance.now();
  const child = spawnPinned(0, args);
  const { url, pid } = await untilReady(child, name);
  const startMs = performance.now() - startedAt;
  return {
    name,
    url,
    data: null,
    startMs,
    rssBytes: () => procStatus(pid, 'VmRSS') * 1024,
    cpuSeconds: () => cpuSecondsOf(pid),
    stop: () => stop(child),
  };
}

function spawnPinned(core: number, args: readonly string[]): ChildProcess {
  const [command, ...rest] = pinned(core, [process.execPath, ...args]);
  return spawn(command ?? process.execPath, rest, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ROUTA_RATE_LIMITS: 'off', NODE_ENV: 'production' },
  });
}

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

async function untilReady(child: ChildProcess, name: string): Promise<Ready> {
  const ready = child.stdout === null ? null : await readyLine(child.stdout);
  if (ready === null) throw new Error(`${name} ended before it was ready`);
  return ready;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    timer.unref();
  });
}

function procStatus(pid: number, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** User and system time of all threads; Linux counts it in hundredths of a second. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
