import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ready, readyLine } from '../src/simulator/daemon/ready-line.ts';
import { pinned } from './pinned.ts';

/** A server under test, in a process of its own on core 0. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly data: string | null;
  readonly startMs: number;
  rssBytes(): number;
  stop(): Promise<void>;
}

const checkout = join(import.meta.dirname, '..');

/** `root` is a checkout that was built; the daemon's data lie where temporary files do. */
export async function startRouta(
  root: string = checkout,
  name = 'routa',
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'routa-bench-'));
  const args = ['bin/routa.cjs', 'serve', '--data', data, '--port', '0', '--json'];
  const quiet = ['--log-level', 'warn', '--exit-with-stdin'];
  const server = await startServer(name, root, [...args, ...quiet], settings);
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
  return startServer('ws relay', checkout, ['bench/peers/ws-relay.ts']);
}

async function startServer(
  name: string,
  cwd: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const startedAt = performance.now();
  const child = spawnPinned(cwd, args, settings);
  const { url, pid } = await untilReady(child, name);
  const startMs = performance.now() - startedAt;
  return {
    name,
    url,
    pid,
    data: null,
    startMs,
    rssBytes: () => procStatus(pid, 'VmRSS') * 1024,
    stop: () => stop(child),
  };
}

function spawnPinned(
  cwd: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const [command, ...rest] = pinned(0, [process.execPath, ...args]);
  return spawn(command ?? process.execPath, rest, {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ROUTA_RATE_LIMITS: 'off', NODE_ENV: 'production', ...settings },
  });
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
